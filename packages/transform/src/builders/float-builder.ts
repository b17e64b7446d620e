import type { Float32Vector, Float64Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'

/** Builds binary32 numbers; a number that binary32 cannot hold exactly is refused. */
export class Float32Builder implements ValueBuilder {
  readonly vector: Float32Vector = {
    layout: 'float32',
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    values: new Float32Array(0),
  }

  begin(rows: number): void {
    if (emptied(this.vector, rows)) this.vector.values = new Float32Array(rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'number') throw new RangeError(`${String(value)} is not a number`)
    if (!Object.is(Math.fround(value), value)) {
      throw new RangeError(`${value} does not fit binary32; round it with Math.fround()`)
    }
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value
  }
}

/** Builds binary64 numbers. */
export class Float64Builder implements ValueBuilder {
  readonly vector: Float64Vector = {
    layout: 'float64',
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    values: new Float64Array(0),
  }

  begin(rows: number): void {
    if (emptied(this.vector, rows)) this.vector.values = new Float64Array(rows)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'number') throw new RangeError(`${String(value)} is not a number`)
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value
  }
}
