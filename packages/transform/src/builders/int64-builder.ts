import type { Int64Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'

const LEAST = -(2n ** 63n)
const GREATEST = 2n ** 63n - 1n

/** Builds 64-bit whole numbers; also microseconds. */
export class Int64Builder implements ValueBuilder {
  readonly vector: Int64Vector = emptyInt64Vector()

  begin(rows: number): void {
    beginInt64(this.vector, rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'bigint') throw new RangeError(`${String(value)} is not a bigint`)
    if (value < LEAST || value > GREATEST) throw new RangeError(`${value} does not fit 64 bits`)
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value
  }
}

/** A vector of 64-bit words without room. */
export function emptyInt64Vector(): Int64Vector {
  const values = new BigInt64Array(0)
  const words = new Int32Array(values.buffer)
  return { layout: 'int64', rows: 0, nulls: 0, present: new Uint8Array(0), words, values }
}

/** Empties a vector of 64-bit words and makes room for `rows` values. */
export function beginInt64(vector: Int64Vector, rows: number): void {
  if (!emptied(vector, rows)) return
  vector.values = new BigInt64Array(rows)
  vector.words = new Int32Array(vector.values.buffer)
}
