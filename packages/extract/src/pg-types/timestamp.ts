import type { ExtractError } from '../errors.ts'
import { localMicros, type LocalMicros } from '../js-value.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `timestamp without time zone`. In a query it is compared as text (`2026-03-01 12:00:00`). */
export type Timestamp = string & Flavour<'timestamp'>

/** Microseconds from 1970-01-01 to 2000-01-01, where Postgres begins to count. */
export const EPOCH_MICROS = 946_684_800_000_000n
const EPOCH_HIGH = Number(EPOCH_MICROS >> 32n)
const EPOCH_LOW = Number(EPOCH_MICROS & 0xffff_ffffn)
const WORD = 0x1_0000_0000
const MAX_HIGH = 0x7fff_ffff
const MAX_MICROS = 0x7fff_ffff_ffff_ffffn
const MIN_MICROS = -0x8000_0000_0000_0000n

/**
 * Gives microseconds since 1970-01-01 00:00.
 *
 * @throws {ExtractError} `unrepresentable_value` for the infinities, and after 294247-01-10
 */
export function readMicros(batch: WireBatch, position: number): bigint {
  const micros = batch.view.getBigInt64(position)
  const unixMicros = micros + EPOCH_MICROS
  if (micros === MIN_MICROS || unixMicros > MAX_MICROS) throw outOfRange(batch, position)
  return unixMicros
}

/** Reads microseconds on the clock that the column shows; throws as {@link readMicros}. */
export function readTimestamp(batch: WireBatch, position: number): LocalMicros {
  return localMicros(readMicros(batch, position))
}

/**
 * Microseconds since 1970-01-01 00:00, added in two words: exact over the whole range, where a
 * double is not beyond the years 1684 to 2255.
 */
export const timestampMicrosKernel: Kernel<Int64Vector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { words, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      const high = view.getInt32(position)
      const low = view.getUint32(position + 4) + EPOCH_LOW
      const unixHigh = high + EPOCH_HIGH + (low >= WORD ? 1 : 0)
      if (unixHigh > MAX_HIGH || isMinusInfinity(high, low)) throw outOfRange(batch, position, row)
      words[2 * row] = low
      words[2 * row + 1] = unixHigh
    }
  }
  return nulls
}

function isMinusInfinity(high: number, low: number): boolean {
  return high === -MAX_HIGH - 1 && low === EPOCH_LOW
}

function outOfRange(batch: WireBatch, position: number, row?: number): ExtractError {
  const micros = batch.view.getBigInt64(position)
  return unrepresentable({
    type: 'timestamp',
    value: textOf(micros),
    target: 'microseconds since 1970 in 64 bits',
    hint: 'replace it in the query, for instance with NULL',
    row,
  })
}

/** An infinity where only the days or milliseconds of a finite timestamp can stand. */
export function infiniteTimestamp(batch: WireBatch, position: number, row: number): ExtractError {
  return unrepresentable({
    type: 'timestamp',
    value: textOf(batch.view.getBigInt64(position)),
    target: 'a time of the calendar',
    hint: 'replace it in the query, for instance with NULL',
    row,
  })
}

function textOf(micros: bigint): string {
  if (micros === MAX_MICROS) return 'infinity'
  if (micros === MIN_MICROS) return '-infinity'
  return `${micros} us after 2000-01-01`
}
