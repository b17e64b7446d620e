import { checkWidths, type FixedWidth } from '../kernel-decoder.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { ColumnDecoder, StructVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Printed } from './printed.ts'

/**
 * Postgres `interval` in ISO 8601, as in `P1Y2M3DT-4H-5M-6.000007S`. A negative part has its own sign.
 */
export type Interval = Printed<'interval'>

/** Where the parts stand in binary: int32 each, but for the microseconds, which are int64. */
export const INTERVAL_OFFSETS_BYTES = { microseconds: 0, days: 8, months: 12 } as const

export const INTERVAL_WIDTH: FixedWidth = { type: 'interval', widthBytes: 16 }

const INT32_MAX = 2_147_483_647
const INT32_MIN = -2_147_483_648

/**
 * Refuses the infinities of PostgreSQL 17, which have all parts at their end, in the structs of months,
 * days and microseconds that `parts` decodes.
 *
 * See INTERVAL_NOEND in src/include/datatype/timestamp.h of Postgres.
 */
export class IntervalDecoder implements ColumnDecoder<StructVector> {
  readonly #parts: ColumnDecoder<StructVector>

  constructor(parts: ColumnDecoder<StructVector>) {
    this.#parts = parts
  }

  decode(batch: WireBatch, column: number): StructVector {
    // Before the parts are looked at, which may not be there.
    checkWidths(batch, column, INTERVAL_WIDTH)
    const { view, positions, rows } = batch
    const first = column * batch.capacityRows
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) continue
      const months = view.getInt32(position + INTERVAL_OFFSETS_BYTES.months)
      if (months !== INT32_MAX && months !== INT32_MIN) continue
      if (isInfinite(view, position, months)) throw infinite(months, row)
    }
    return this.#parts.decode(batch, column)
  }
}

function isInfinite(view: DataView, position: number, months: number): boolean {
  const days = view.getInt32(position + INTERVAL_OFFSETS_BYTES.days)
  const micros = view.getBigInt64(position + INTERVAL_OFFSETS_BYTES.microseconds)
  return days === months && micros === (months > 0 ? 2n ** 63n - 1n : -(2n ** 63n))
}

function infinite(months: number, row: number) {
  return unrepresentable({
    type: 'interval',
    value: months > 0 ? 'infinity' : '-infinity',
    target: 'months, days and microseconds',
    hint: 'read it as text()',
    row,
  })
}
