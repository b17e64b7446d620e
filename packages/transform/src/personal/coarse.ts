/** The first day of a month or a year, and multiples of a step: proleptic Gregorian, as in Postgres. */

/** What a date or a time can be made coarser to. */
export const PERIODS = ['month', 'year'] as const
export type Period = (typeof PERIODS)[number]

const MICROS_PER_DAY = 86_400_000_000n
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468
const DAYS_PER_CYCLE = 146_097
const DAYS_FROM_MARCH_TO_JANUARY = 306
/** Days from the first of March to that of each month, March first. */
const MONTH_STARTS = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337] as const

/**
 * The first day of the period that a day lies in; both in days since 1970-01-01.
 *
 * Years are counted from March, so that a leap day is the last of its year; in 400 of them the
 * calendar repeats. See https://howardhinnant.github.io/date_algorithms.html
 */
export function coarseDay(day: number, period: Period): number {
  const shifted = day + EPOCH_DAYS
  const dayOfCycle = shifted - Math.floor(shifted / DAYS_PER_CYCLE) * DAYS_PER_CYCLE
  const yearOfCycle = Math.floor(
    (dayOfCycle -
      Math.floor(dayOfCycle / 1460) +
      Math.floor(dayOfCycle / 36_524) -
      Math.floor(dayOfCycle / 146_096)) /
      365,
  )
  const dayOfYear = dayOfCycle - daysBefore(yearOfCycle)
  if (period === 'month') {
    const month = Math.floor((5 * dayOfYear + 2) / 153)
    return day - (dayOfYear - (MONTH_STARTS[month] ?? 0))
  }
  if (dayOfYear >= DAYS_FROM_MARCH_TO_JANUARY) return day - (dayOfYear - DAYS_FROM_MARCH_TO_JANUARY)
  // January of the same calendar year lies in the year before, counted from March.
  const isLeap = isLeapYear(yearOfCycle)
  return day - dayOfYear - (isLeap ? 60 : 59)
}

/** Midnight of the first day of the period that a time lies in; in microseconds since 1970. */
export function coarseMicros(micros: bigint, period: Period): bigint {
  const day = Number(coarseInteger(micros, MICROS_PER_DAY) / MICROS_PER_DAY)
  return BigInt(coarseDay(day, period)) * MICROS_PER_DAY
}

/** The multiple of a step at or below a whole number. */
export function coarseInteger(value: bigint, step: bigint): bigint {
  const rest = value % step
  return value - (rest < 0n ? rest + step : rest)
}

/** Days before a year of the cycle, 0 to 399. */
function daysBefore(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100)
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
