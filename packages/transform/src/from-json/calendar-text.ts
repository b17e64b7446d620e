/**
 * Dates and timestamps in a JSON string, in the forms of Postgres' `to_jsonb`: `2024-02-29`,
 * `2024-02-29T12:00:00.5`, `2024-02-29T12:00:00+02:00`, a year of more than four digits, ` BC`
 * behind. An offset may be `Z`, as JavaScript writes it.
 */

const DATE = '(\\d{4}|[1-9]\\d{4,6})-(\\d\\d)-(\\d\\d)'
const TIME = 'T(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?'
const OFFSET = '(?:Z|([+-])(\\d\\d):(\\d\\d)(?::(\\d\\d))?)'
const ERA = '( BC)?'

const DATE_TEXT = new RegExp(`^${DATE}${ERA}$`)
const LOCAL_TEXT = new RegExp(`^${DATE}${TIME}${ERA}$`)
const INSTANT_TEXT = new RegExp(`^${DATE}${TIME}${OFFSET}${ERA}$`)

const MILLIS_PER_DAY = 86_400_000
const MICROS_PER_SECOND = 1_000_000n
const SECONDS_PER_DAY = 86_400
const YEARS_PER_CYCLE = 400
const DAYS_PER_CYCLE = 146_097

/** Days since 1970-01-01; `undefined` for any other text, and for a day that no calendar has. */
export function daysOfText(text: string): number | undefined {
  const [match, year, month, day, era] = DATE_TEXT.exec(text) ?? []
  return match === undefined ? undefined : daysOf(year, month, day, era)
}

/** Microseconds since 1970-01-01 00:00 on the clock that the text shows. */
export function localMicrosOfText(text: string): bigint | undefined {
  const [match, year, month, day, hour, minute, second, fraction, era] = LOCAL_TEXT.exec(text) ?? []
  if (match === undefined) return undefined
  return microsOf(daysOf(year, month, day, era), secondsOf(hour, minute, second), fraction)
}

/** Microseconds since 1970-01-01 00:00 UTC. */
export function epochMicrosOfText(text: string): bigint | undefined {
  const [match, year, month, day, hour, minute, second, fraction, sign, ...rest] =
    INSTANT_TEXT.exec(text) ?? []
  if (match === undefined) return undefined
  const [offsetHour, offsetMinute, offsetSecond, era] = rest
  const seconds = secondsOf(hour, minute, second)
  const offset = secondsOf(offsetHour, offsetMinute, offsetSecond)
  if (seconds === undefined || offset === undefined) return undefined
  const utcSeconds = sign === '-' ? seconds + offset : seconds - offset
  return microsOf(daysOf(year, month, day, era), utcSeconds, fraction)
}

function microsOf(
  days: number | undefined,
  seconds: number | undefined,
  fraction = '',
): bigint | undefined {
  if (days === undefined || seconds === undefined) return undefined
  return (
    BigInt(days * SECONDS_PER_DAY + seconds) * MICROS_PER_SECOND + BigInt(fraction.padEnd(6, '0'))
  )
}

/** Parts that the text does not have are 0. */
function secondsOf(hour = '0', minute = '0', second = '0'): number | undefined {
  const inRange = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59
  return inRange ? Number(hour) * 3600 + Number(minute) * 60 + Number(second) : undefined
}

function daysOf(year = '', month = '', day = '', era: string | undefined): number | undefined {
  // The year before 1 is 1 BC, and is 0 to the calendar.
  const civil = era === undefined ? Number(year) : 1 - Number(year)
  if (Number(year) === 0) return undefined
  // `Date` ends in the year 275760, Postgres does not: the calendar repeats after 400 years.
  const cycles = Math.floor(civil / YEARS_PER_CYCLE) - 5
  const inCycle = civil - cycles * YEARS_PER_CYCLE
  const date = new Date(Date.UTC(inCycle, Number(month) - 1, Number(day)))
  // A day that the month does not have would be one of the next.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day))
    return undefined
  return date.getTime() / MILLIS_PER_DAY + cycles * DAYS_PER_CYCLE
}
