import type { ChangedValues } from './changed-values.ts'
import { widthOf } from './fixed-width.ts'
import { checkWidths } from './kernel-decoder.ts'
import { EPOCH_DAYS } from './pg-types/date.ts'
import { EPOCH_MICROS } from './pg-types/timestamp.ts'
import type { ColumnDecoder, Vector } from './vector.ts'
import type { WireBatch } from './wire-batch.ts'

/** What a column of dates or timestamps is kept within, both ends included. */
export interface ClampBounds {
  /** The type of the values on the wire. */
  readonly source: 'date' | 'timestamp'
  /** Of dates, days since 1970-01-01; of timestamps, microseconds since 1970-01-01 00:00. */
  readonly from: bigint
  readonly to: bigint
  /** What is written for values before `from` and after `to`, in the unit of the decoder. */
  readonly written: { readonly from: bigint; readonly to: bigint }
}

/**
 * Decodes dates or timestamps to days, milli- or microseconds, with the bound in the place of each
 * value beyond it, the infinities too. The decoder inside sees NULL there, so it refuses none of them.
 * Counts what was replaced.
 */
export class ClampingDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #bounds: ClampBounds
  readonly #clamped: ChangedValues
  readonly #from: Words
  readonly #to: Words

  constructor(decoder: ColumnDecoder, bounds: ClampBounds, clamped: ChangedValues) {
    const epoch = bounds.source === 'date' ? BigInt(EPOCH_DAYS) : EPOCH_MICROS
    this.#decoder = decoder
    this.#bounds = bounds
    this.#clamped = clamped
    this.#from = wordsOf(bounds.from - epoch)
    this.#to = wordsOf(bounds.to - epoch)
  }

  decode(batch: WireBatch, column: number): Vector {
    checkWidths(batch, column, widthOf(this.#bounds.source))
    const beyond = this.#beyond(batch, column)
    this.#clamped.values = beyond.length
    if (beyond.length === 0) return this.#decoder.decode(batch, column)
    const { positions } = batch
    const first = column * batch.capacityRows
    const places = beyond.map(({ row }) => positions[first + row] ?? -1)
    for (const { row } of beyond) positions[first + row] = -1
    try {
      const output = this.#decoder.decode(batch, column)
      for (const { row, isAfter } of beyond) this.#write(output, row, isAfter)
      return output
    } finally {
      for (const [index, { row }] of beyond.entries()) positions[first + row] = places[index] ?? -1
    }
  }

  #beyond({ view, positions, capacityRows, rows }: WireBatch, column: number): readonly Beyond[] {
    const first = column * capacityRows
    const isDate = this.#bounds.source === 'date'
    const from = this.#from
    const to = this.#to
    const beyond: Beyond[] = []
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) continue
      const start = view.getInt32(position)
      const high = isDate ? start >> 31 : start
      const low = isDate ? start >>> 0 : view.getUint32(position + 4)
      const isAfter = high > to.high || (high === to.high && low > to.low)
      if (isAfter || high < from.high || (high === from.high && low < from.low)) {
        beyond.push({ row, isAfter })
      }
    }
    return beyond
  }

  #write(output: Vector, row: number, isAfter: boolean): void {
    const { from, to } = this.#bounds.written
    const bound = isAfter ? to : from
    if (output.layout === 'int32') output.values[row] = Number(bound)
    else if (output.layout === 'int64') output.values[row] = bound
    else throw new TypeError(`clamped ${output.layout} is neither a date nor a time`)
    output.present[row] = 1
    output.nulls--
  }
}

interface Beyond {
  readonly row: number
  readonly isAfter: boolean
}

/** A 64-bit number: its upper word with the sign, its lower one without. */
interface Words {
  readonly high: number
  readonly low: number
}

function wordsOf(value: bigint): Words {
  return { high: Number(value >> 32n), low: Number(value & 0xffff_ffffn) }
}
