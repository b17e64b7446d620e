/** Days and the calendar, proleptic Gregorian as in Postgres. */
import { epochDays, type EpochDays, type EpochMicros, type LocalMicros } from '@carmilla/extract'

const MICROS_PER_DAY = 86_400_000_000n
const MICROS_PER_SECOND = 1_000_000
const MILLIS_PER_DAY = 86_400_000
const YEARS_PER_CYCLE = 400
const DAYS_PER_CYCLE = 146_097

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
  // `Date` ends in the year 275760, Postgres does not: the calendar repeats after 400 years.
  const cycles = Math.floor(date / DAYS_PER_CYCLE)
  const utc = new Date((date - cycles * DAYS_PER_CYCLE) * MILLIS_PER_DAY)
  return {
    year: utc.getUTCFullYear() + cycles * YEARS_PER_CYCLE,
    month: utc.getUTCMonth() + 1,
    day: utc.getUTCDate(),
  }
}

/** `2026-03-01`; years beyond 9999 or before 0 get a sign and at least six digits, as in ISO 8601. */
export function isoDate(date: EpochDays): string {
  const { year, month, day } = civilOf(date)
  return [isoYear(year), twoDigits(month), twoDigits(day)].join('-')
}

/** `2026-03-01 12:00:00.123456`, without the zeros at its end; the date as {@link isoDate} gives it. */
export function isoTimestamp(micros: LocalMicros | EpochMicros): string {
  const day = dateOf(micros)
  const microsOfDay = Number(micros - BigInt(day) * MICROS_PER_DAY)
  const seconds = Math.floor(microsOfDay / MICROS_PER_SECOND)
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor).map(twoDigits)
  const fraction = String(microsOfDay % MICROS_PER_SECOND).padStart(6, '0')
  return `${isoDate(day)} ${clock.join(':')}.${fraction}`.replace(/\.?0*$/, '')
}

function isoYear(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, '0')
  return (year < 0 ? '-' : '+') + String(Math.abs(year)).padStart(6, '0')
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
