import type { Float32Vector, Float64Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'

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
    const { vector } = this
    vector.rows = 0
    vector.nulls = 0
    if (vector.present.length >= rows) return
    vector.present = new Uint8Array(rows)
    vector.values = new Float32Array(rows)
  }

  appendNull(): void {
    this.vector.present[this.vector.rows++] = 0
    this.vector.nulls++
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
    const { vector } = this
    vector.rows = 0
    vector.nulls = 0
    if (vector.present.length >= rows) return
    vector.present = new Uint8Array(rows)
    vector.values = new Float64Array(rows)
  }

  appendNull(): void {
    this.vector.present[this.vector.rows++] = 0
    this.vector.nulls++
  }

  append(value: unknown): void {
    if (typeof value !== 'number') throw new RangeError(`${String(value)} is not a number`)
    this.vector.present[this.vector.rows] = 1
    this.vector.values[this.vector.rows++] = value
  }
}
