import { ExtractError } from '@carmilla/extract'
import type { ChangeKind } from '../change-counter.ts'
import type { DecoderUse, UnrepresentablePolicy } from '../column.ts'
import { type JsonValue, printJson } from './json-value.ts'

/** Most characters of a value that a message shows. */
const MAX_SHOWN_CHARACTERS = 80

/** One step down a document: a key, or an index of a list. */
export type JsonStep = string | number

/** A place of a declared shape. */
export interface ShapePlace {
  /** Its path, with `*` for every index of a list and key of a map. */
  readonly path: string
  /** What is declared there, such as `int32()`. */
  readonly expected: string
  /** Whether NULL may stand there. */
  readonly optional: boolean
}

/**
 * Follows the reader of a document: where it stands, and what happens to what does not match there.
 *
 * Effects are tallied, and counted only by {@link tell}: a batch that is refused may be read again.
 */
export class JsonPlace {
  readonly #mismatch: UnrepresentablePolicy
  readonly #steps: JsonStep[] = []
  readonly #tally: Map<string, { readonly kind: 'null' | ChangeKind; times: number }> = new Map()

  constructor(mismatch: UnrepresentablePolicy) {
    this.#mismatch = mismatch
  }

  /** Forgets where it stands and what it tallied. */
  reset(): void {
    this.#steps.length = 0
    this.#tally.clear()
  }

  enter(step: JsonStep): void {
    this.#steps.push(step)
  }

  leave(): void {
    this.#steps.pop()
  }

  /**
   * Gives the NULL that stands for a value which does not match.
   *
   * @throws {ExtractError} `unrepresentable_value` where there must be none
   */
  mismatch(value: JsonValue, { path, expected, optional }: ShapePlace): null {
    if (this.#mismatch === 'error' || !optional) {
      throw this.refusal(
        `${shown(value)} does not fit ${expected}; write NULL there with { mismatch: 'null' }`,
      )
    }
    this.tally('null', `mismatch at ${path}`)
    return null
  }

  /**
   * Gives the NULL of a place that is null in the document, or not there.
   *
   * @throws {ExtractError} `unrepresentable_value` where there must be none
   */
  absent(value: null | undefined, { expected, optional }: ShapePlace): null {
    if (optional) return null
    const what = value === null ? 'null' : 'nothing'
    throw this.refusal(`${what} does not fit ${expected}; wrap it in optional()`)
  }

  tally(kind: 'null' | ChangeKind, effect: string): void {
    this.#tally.set(effect, { kind, times: (this.#tally.get(effect)?.times ?? 0) + 1 })
  }

  /** Hands over what was tallied since the last reset. */
  tell(count: DecoderUse['count']): void {
    for (const [effect, { kind, times }] of this.#tally) {
      for (let time = 0; time < times; time++) count(kind, effect)
    }
  }

  /** Makes the error of the place where the reader stands. */
  refusal(sentence: string): ExtractError {
    const path = this.#steps.reduce<string>(stepPath, '$')
    return new ExtractError('unrepresentable_value', `json at ${path}: ${sentence}`, {
      context: { path },
    })
  }
}

/** A path one step on, as Postgres' `jsonpath` has it: `$.a`, `$."odd name"`, `$[0]`. */
export function stepPath(path: string, step: JsonStep): string {
  if (typeof step === 'number') return `${path}[${step}]`
  return /^[A-Za-z_]\w*$/.test(step) ? `${path}.${step}` : `${path}.${JSON.stringify(step)}`
}

function shown(value: JsonValue): string {
  const text = printJson(value)
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`
}
