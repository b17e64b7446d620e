import type { BytesVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { TextBuilder } from './text-builder.ts'

/** Builds text of at most so many characters, which are code points. */
export class CutTextBuilder implements ValueBuilder {
  readonly #text = new TextBuilder()
  readonly #maxCharacters: number
  readonly #truncates: boolean

  /** Without `truncates`, longer text is refused. */
  constructor({
    maxCharacters,
    truncates,
  }: {
    readonly maxCharacters: number
    readonly truncates: boolean
  }) {
    this.#maxCharacters = maxCharacters
    this.#truncates = truncates
  }

  get vector(): BytesVector {
    return this.#text.vector
  }

  begin(rows: number): void {
    this.#text.begin(rows)
  }

  appendNull(): void {
    this.#text.appendNull()
  }

  append(value: unknown): void {
    if (typeof value !== 'string' || value.length <= this.#maxCharacters) {
      this.#text.append(value)
      return
    }
    // Before it is cut: half of a surrogate pair must not become a character that is whole.
    const characters = Array.from(value)
    if (characters.length > this.#maxCharacters && !this.#truncates) {
      throw new RangeError(
        `text of ${characters.length} characters does not fit ${this.#maxCharacters}; wrap the column in lossy()`,
      )
    }
    this.#text.append(characters.slice(0, this.#maxCharacters).join(''))
  }
}
