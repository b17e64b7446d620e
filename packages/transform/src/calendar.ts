/** Days and the calendar, proleptic Gregorian as in Postgres. */
import { epochDays, type EpochDays, type EpochMicros, type LocalMicros } from '@carmilla/extract'

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

/** `2026-03-01`; years beyond 9999 or before 1 get a sign and six digits, as in ISO 8601. */
export function isoDate(date: EpochDays): string {
  return new Date(date * MILLIS_PER_DAY).toISOString().replace(/T.*$/, '')
}
