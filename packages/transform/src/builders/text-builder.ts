import { type BytesVector, shownText } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo } from './slots.ts'
import { appendedAt, beginBytes, emptyBytesVector, reserveBytes } from './bytes-vector.ts'

/** Largest number of UTF-8 bytes of one UTF-16 code unit. */
const UTF8_BYTES_PER_UNIT = 3

/** Builds text in UTF-8. Text that is not well-formed (a lone surrogate) is refused. */
export class TextBuilder implements ValueBuilder {
  readonly vector: BytesVector = emptyBytesVector()
  #usedBytes = 0

  begin(rows: number): void {
    this.#usedBytes = 0
    beginBytes(this.vector, rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'string') throw new RangeError(`${String(value)} is not text`)
    if (!value.isWellFormed())
      throw new RangeError(`'${shownText(value)}' is not well-formed Unicode`)
    reserveBytes(this.vector, this.#usedBytes, value.length * UTF8_BYTES_PER_UNIT)
    const lengthBytes = this.vector.bytes.write(value, this.#usedBytes, 'utf8')
    appendedAt(this.vector, this.#usedBytes, lengthBytes)
    this.#usedBytes += lengthBytes
  }
}
