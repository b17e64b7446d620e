import type { Int32Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'

/** Builds 32-bit whole numbers within bounds, both inclusive; also days since 1970-01-01. */
export class Int32Builder implements ValueBuilder {
  readonly vector: Int32Vector = {
    layout: 'int32',
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    values: new Int32Array(0),
  }
  readonly #least: number
  readonly #greatest: number

  constructor(least: number, greatest: number) {
    this.#least = least
    this.#greatest = greatest
  }

  begin(rows: number): void {
    if (emptied(this.vector, rows)) this.vector.values = new Int32Array(rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw new RangeError(`${String(value)} is not a whole number`)
    }
    if (value < this.#least || value > this.#greatest) {
      throw new RangeError(`${value} does not fit ${this.#least} to ${this.#greatest}`)
    }
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value
  }
}
