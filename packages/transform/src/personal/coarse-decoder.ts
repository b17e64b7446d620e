import type { ColumnDecoder, Int32Vector, Int64Vector, Vector, WireBatch } from '@carmilla/extract'
import type { RecordType } from '../record-type.ts'
import { coarseDay, coarseInteger, coarseMicros, type Period } from './coarse.ts'

const LEAST_INT16 = -32_768
const LEAST_INT32 = -2_147_483_648
const LEAST_INT64 = -9_223_372_036_854_775_808n

/** Makes the values of a vector coarser where they stand; the vector is its decoder's own. */
export class CoarseDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #coarseness: Period | number
  readonly #least: number

  constructor(decoder: ColumnDecoder, coarseness: Period | number, type: RecordType) {
    this.#decoder = decoder
    this.#least = type.kind === 'int16' ? LEAST_INT16 : LEAST_INT32
    this.#coarseness = coarseness
  }

  decode(batch: WireBatch, column: number): Vector {
    const vector = this.#decoder.decode(batch, column)
    if (vector.layout === 'int32') this.#coarsenInt32s(vector)
    else if (vector.layout === 'int64') this.#coarsenInt64s(vector)
    else throw new TypeError(`${vector.layout} values cannot be made coarser`)
    return vector
  }

  #coarsenInt32s({ values, present, rows }: Int32Vector): void {
    const coarseness = this.#coarseness
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? 0
      if (present[row] === 0) continue
      const coarse =
        typeof coarseness === 'number'
          ? Math.floor(value / coarseness) * coarseness
          : coarseDay(value, coarseness)
      if (coarse < this.#least) throw belowLeast()
      values[row] = coarse
    }
  }

  #coarsenInt64s({ values, present, rows }: Int64Vector): void {
    const coarseness = this.#coarseness
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? 0n
      if (present[row] === 0) continue
      const coarse =
        typeof coarseness === 'number'
          ? coarseInteger(value, BigInt(coarseness))
          : coarseMicros(value, coarseness)
      if (coarse < LEAST_INT64) throw belowLeast()
      values[row] = coarse
    }
  }
}

function belowLeast(): RangeError {
  return new RangeError('the multiple of the step below the least value does not fit the column')
}
