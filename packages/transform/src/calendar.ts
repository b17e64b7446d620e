/** Days and the calendar, proleptic Gregorian as in Postgres. */
import type { EpochDays, EpochMicros, LocalMicros } from '@carmilla/extract'

const MICROS_PER_DAY = 86_400_000_000n
const MILLIS_PER_DAY = 86_400_000

/** The day of a timestamp (of a `timestamptz`: its day in UTC), as `::date` gives it. */
export function dateOf(timestamp: LocalMicros | EpochMicros): EpochDays
export function dateOf(timestamp: LocalMicros | EpochMicros | null): EpochDays | null
export function dateOf(timestamp: LocalMicros | EpochMicros | null): EpochDays | null {
  if (timestamp === null) return null
  const days = timestamp / MICROS_PER_DAY
  const before = timestamp % MICROS_PER_DAY < 0n
  return epochDays(Number(before ? days - 1n : days))
}

/** Year, month (1–12) and day of the month (1–31) of a date; year 0 is 1 BC. */
export function civilOf(date: EpochDays): { year: number; month: number; day: number } {
  const utc = new Date(date * MILLIS_PER_DAY)
  return { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, day: utc.getUTCDate() }
}

/** The date that lies `days` days after 1970-01-01. */
export function epochDays(days: number): EpochDays {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the unit is given here
  return days as EpochDays
}

/**
 * A value that was read from a `timestamp` column, as its microseconds.
 *
 * @throws {RangeError} if it is something else
 */
export function localMicros(value: unknown): LocalMicros {
  if (typeof value !== 'bigint') throw new RangeError(`${String(value)} is not a timestamp`)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the unit is given here
  return value as LocalMicros
}

/** `2026-03-01`; years beyond 9999 or before 1 get a sign and six digits, as in ISO 8601. */
export function isoDate(date: EpochDays): string {
  return new Date(date * MILLIS_PER_DAY).toISOString().replace(/T.*$/, '')
}
