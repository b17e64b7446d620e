import type { BytesVector, ColumnDecoder, WireBatch } from '@carmilla/extract'
import { endOfFirst } from './characters.ts'
import { isColumn, type Subject, type TextOnly, type TreatedSubject } from './subject.ts'
import { textDecoder } from './text-decoder.ts'
import { treated } from './treatment.ts'
import { treatValue } from './unwrap.ts'

/**
 * Keeps the first characters (code points) of a text: of a postcode its area, of a name its initial.
 *
 * @throws {RangeError} for a number of characters that is negative or not whole
 * @example
 * zipcode: truncateTo(optional(text()), 2)
 */
export function truncateTo<const Given extends Subject<string>>(
  subject: Given & TextOnly<Given, 'truncateTo'>,
  characters: number,
): TreatedSubject<Given, 'truncate', string>
export function truncateTo(subject: Subject<string>, characters: number): unknown {
  if (!Number.isSafeInteger(characters) || characters < 0) {
    throw new RangeError(
      `truncateTo() keeps ${characters} characters; expected a whole number from 0`,
    )
  }
  if (!isColumn(subject)) {
    return treatValue(subject, (value) => Array.from(value).slice(0, characters).join(''))
  }
  return treated(
    subject,
    { kind: 'truncate', detail: `to ${characters} characters` },
    (column, source, use) => {
      const texts = textDecoder(column, source, use)
      return texts && new TruncateDecoder(texts, characters)
    },
  )
}

/** Shortens slices; their bytes stay where they are. */
class TruncateDecoder implements ColumnDecoder<BytesVector> {
  readonly #texts: ColumnDecoder<BytesVector>
  readonly #characters: number

  constructor(texts: ColumnDecoder<BytesVector>, characters: number) {
    this.#texts = texts
    this.#characters = characters
  }

  decode(batch: WireBatch, column: number): BytesVector {
    const vector = this.#texts.decode(batch, column)
    const { bytes, lengths, present, rows, starts } = vector
    for (let row = 0; row < rows; row++) {
      if (present[row] === 0) continue
      const start = starts[row] ?? 0
      lengths[row] = endOfFirst(bytes, start, start + (lengths[row] ?? 0), this.#characters) - start
    }
    return vector
  }
}
