import type { BoolVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'

/** Builds truth values. */
export class BoolBuilder implements ValueBuilder {
  readonly vector: BoolVector = {
    layout: 'bool',
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    values: new Uint8Array(0),
  }

  begin(rows: number): void {
    if (emptied(this.vector, rows)) this.vector.values = new Uint8Array(rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'boolean') throw new RangeError(`${String(value)} is not a truth value`)
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value ? 1 : 0
  }
}
