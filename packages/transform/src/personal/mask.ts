import type { BytesVector, ColumnDecoder, WireBatch } from '@carmilla/extract'
import { appendedAt, beginBytes, emptyBytesVector, reserveBytes } from '../builders/bytes-vector.ts'
import { appendNullTo } from '../builders/slots.ts'
import { endOfFirst, startOfLast } from './characters.ts'
import { isColumn, type Subject, type TextOnly, type TreatedSubject } from './subject.ts'
import { textDecoder } from './text-decoder.ts'
import { treated } from './treatment.ts'
import { treatValue } from './unwrap.ts'

/** What stays readable of a text, in characters (code points). */
export interface MaskOptions {
  readonly keepFirst?: number
  readonly keepLast?: number
}

/** Stands for whatever was there, so that its length does not show. */
const HIDDEN = '***'

/**
 * Puts `***` in the place of a text, but for its first and last characters as asked. A text that would
 * stay readable as a whole is hidden as a whole.
 *
 * @throws {RangeError} for a number of characters that is negative or not whole
 * @example
 * phone: mask(optional(text()), { keepLast: 2 })
 */
export function mask<const Given extends Subject<string>>(
  subject: Given & TextOnly<Given, 'mask'>,
  options?: MaskOptions,
): TreatedSubject<Given, 'mask', string>
export function mask(subject: Subject<string>, options: MaskOptions = {}): unknown {
  const kept = checkedOptions(options)
  if (!isColumn(subject)) return treatValue(subject, (value) => maskText(value, kept))
  const detail = [
    ...(kept.keepFirst > 0 ? [`keep first ${kept.keepFirst}`] : []),
    ...(kept.keepLast > 0 ? [`keep last ${kept.keepLast}`] : []),
  ].join(', ')
  return treated(
    subject,
    { kind: 'mask', ...(detail === '' ? {} : { detail }) },
    (column, source, use) => {
      const texts = textDecoder(column, source, use)
      return texts && new MaskDecoder(texts, kept)
    },
  )
}

function checkedOptions({ keepFirst = 0, keepLast = 0 }: MaskOptions): Required<MaskOptions> {
  for (const count of [keepFirst, keepLast]) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(`mask() keeps ${count} characters; expected a whole number from 0`)
    }
  }
  return { keepFirst, keepLast }
}

function maskText(value: string, { keepFirst, keepLast }: Required<MaskOptions>): string {
  const characters = Array.from(value)
  if (characters.length <= keepFirst + keepLast) return HIDDEN
  const last = characters.slice(characters.length - keepLast)
  return [...characters.slice(0, keepFirst), HIDDEN, ...last].join('')
}

/** Masks texts into bytes of its own. */
class MaskDecoder implements ColumnDecoder<BytesVector> {
  readonly #texts: ColumnDecoder<BytesVector>
  readonly #kept: Required<MaskOptions>
  readonly #output: BytesVector = emptyBytesVector()
  #usedBytes = 0

  constructor(texts: ColumnDecoder<BytesVector>, kept: Required<MaskOptions>) {
    this.#texts = texts
    this.#kept = kept
  }

  decode(batch: WireBatch, column: number): BytesVector {
    const texts = this.#texts.decode(batch, column)
    const { present, rows, starts, lengths, bytes } = texts
    const output = this.#output
    beginBytes(output, rows)
    this.#usedBytes = 0
    for (let row = 0; row < rows; row++) {
      const start = starts[row] ?? 0
      if (present[row] === 0) appendNullTo(output)
      else this.#append(bytes, start, start + (lengths[row] ?? 0))
    }
    return output
  }

  #append(bytes: Buffer, start: number, end: number): void {
    const output = this.#output
    const from = this.#usedBytes
    reserveBytes(output, from, end - start + HIDDEN.length)
    const firstEnd = endOfFirst(bytes, start, end, this.#kept.keepFirst)
    const lastStart = startOfLast(bytes, start, end, this.#kept.keepLast)
    const isPart = firstEnd < lastStart
    let at = from
    if (isPart) at += bytes.copy(output.bytes, at, start, firstEnd)
    at += output.bytes.write(HIDDEN, at, 'latin1')
    if (isPart) at += bytes.copy(output.bytes, at, lastStart, end)
    appendedAt(output, from, at - from)
    this.#usedBytes = at
  }
}
