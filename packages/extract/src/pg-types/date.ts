import { epochDays, type EpochDays } from '../js-value.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { ExtractError } from '../errors.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { Int32Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `date`. In a query a date is compared as text (`2026-03-01`). */
export type DateColumn = string & Flavour<'date'>

/** Days from 1970-01-01 to 2000-01-01, where Postgres begins to count. */
export const EPOCH_DAYS = 10_957
const INFINITY_DAYS = 0x7fff_ffff
const MINUS_INFINITY_DAYS = -0x8000_0000
/** Later dates, which Postgres does not have, are no int32 of days since 1970. */
const MAX_DAYS = INFINITY_DAYS - EPOCH_DAYS

/**
 * Reads days since 1970-01-01.
 *
 * @throws {ExtractError} `unrepresentable_value` for the infinities
 */
export function readDate(batch: WireBatch, position: number): EpochDays {
  const days = batch.view.getInt32(position)
  if (isOutOfRange(days)) throw outOfRange(days)
  return epochDays(days + EPOCH_DAYS)
}

/** Days since 1970-01-01; no finite date of Postgres leaves the range of int32. */
export const dateKernel: Kernel<Int32Vector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { values, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      const days = view.getInt32(position)
      if (isOutOfRange(days)) throw outOfRange(days, row)
      values[row] = days + EPOCH_DAYS
    }
  }
  return nulls
}

function isOutOfRange(days: number): boolean {
  return days > MAX_DAYS || days === MINUS_INFINITY_DAYS
}

function outOfRange(days: number, row?: number): ExtractError {
  return unrepresentable({
    type: 'date',
    value: textOf(days),
    target: 'a calendar date',
    hint: 'replace it in the query, for instance with NULL',
    row,
  })
}

function textOf(days: number): string {
  if (days === INFINITY_DAYS) return 'infinity'
  if (days === MINUS_INFINITY_DAYS) return '-infinity'
  return `${days} days after 2000-01-01`
}
