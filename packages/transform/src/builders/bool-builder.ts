import type { BoolVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'

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
    const { vector } = this
    vector.rows = 0
    vector.nulls = 0
    if (vector.present.length >= rows) return
    vector.present = new Uint8Array(rows)
    vector.values = new Uint8Array(rows)
  }

  appendNull(): void {
    this.vector.present[this.vector.rows++] = 0
    this.vector.nulls++
  }

  append(value: unknown): void {
    if (typeof value !== 'boolean') throw new RangeError(`${String(value)} is not a truth value`)
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value ? 1 : 0
  }
}
