import type { BytesVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo } from './slots.ts'
import { appendedAt, beginBytes, emptyBytesVector, reserveBytes } from './bytes-vector.ts'

/** Builds bytes without a meaning. */
export class BinaryBuilder implements ValueBuilder {
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
    if (!(value instanceof Uint8Array)) throw new RangeError(`${String(value)} is not bytes`)
    reserveBytes(this.vector, this.#usedBytes, value.length)
    this.vector.bytes.set(value, this.#usedBytes)
    appendedAt(this.vector, this.#usedBytes, value.length)
    this.#usedBytes += value.length
  }
}
