/*
 * Dates and timestamps as Postgres prints them in ISO style and UTC: `0044-03-15 BC`,
 * `2026-03-01 12:00:00.5+00`, `infinity`. See EncodeDateTime in src/backend/utils/adt/datetime.c.
 *
 * Functions that write give the end of what they wrote, exclusive.
 */
import type { Kernel } from '../kernel-decoder.ts'
import { reserveBytes } from '../new-vector.ts'
import type { BytesVector } from '../vector.ts'
import { READABLE_PADDING_BYTES } from '../wire-batch.ts'
import { infinityOf, microsOfSecond, secondsOf } from './timestamp-parts.ts'

/** Bytes of the longest text, `294276-12-31 23:59:59.999999+00`, and a few more. */
const LONGEST_BYTES = 40

const SECONDS_PER_MINUTE = 60
const SECONDS_PER_HOUR = 3600
const SECONDS_PER_DAY = 86_400
/** Days from 0000-03-01 to 2000-01-01: a year that begins in March has its leap day at its end. */
const DAYS_FROM_MARCH_0 = 730_425
const DAYS_PER_ERA = 146_097
const YEARS_PER_ERA = 400
/** Days from 2000-01-01 to 0001-01-01; before that the year is counted back from 1 BC. */
const FIRST_DAY_AD = -730_119
const INFINITY_DAYS = 0x7fff_ffff
const MINUS_INFINITY_DAYS = -0x8000_0000

const ZERO = 0x30
const BLANK = 0x20
const MINUS = 0x2d
const COLON = 0x3a
const POINT = 0x2e

/** Postgres' own text of every `date`. */
export const dateTextKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  reserveBytes(output, rows * LONGEST_BYTES + READABLE_PADDING_BYTES)
  const { bytes, starts, lengths, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  let end = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      starts[row] = end
      const textEnd = writeDate(bytes, end, view.getInt32(position))
      lengths[row] = textEnd - end
      end = textEnd
    }
  }
  return nulls
}

/** Postgres' own text of every timestamp, with this zone behind the time. */
export function timestampTextKernel(zone: '' | '+00'): Kernel<BytesVector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    reserveBytes(output, rows * LONGEST_BYTES + READABLE_PADDING_BYTES)
    const { bytes, starts, lengths, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let end = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        starts[row] = end
        const infinity = infinityOf(view, position)
        const textEnd =
          infinity === 0
            ? writeFinite(
                bytes,
                end,
                secondsOf(view, position),
                microsOfSecond(view, position),
                zone,
              )
            : writeInfinity(bytes, end, infinity)
        lengths[row] = textEnd - end
        end = textEnd
      }
    }
    return nulls
  }
}

/** The text of one `date`. */
export function dateText(view: DataView, position: number): string {
  const bytes = Buffer.allocUnsafe(LONGEST_BYTES)
  return bytes.toString('latin1', 0, writeDate(bytes, 0, view.getInt32(position)))
}

/** The text of one timestamp, with this zone behind the time. */
export function timestampText(view: DataView, position: number, zone: string): string {
  const infinity = infinityOf(view, position)
  if (infinity !== 0) return infinity < 0 ? '-infinity' : 'infinity'
  const bytes = Buffer.allocUnsafe(LONGEST_BYTES)
  const seconds = secondsOf(view, position)
  const end = writeFinite(bytes, 0, seconds, microsOfSecond(view, position), zone)
  return bytes.toString('latin1', 0, end)
}

/** `days` are those since 2000-01-01. */
function writeDate(bytes: Buffer, start: number, days: number): number {
  if (days === INFINITY_DAYS || days === MINUS_INFINITY_DAYS) {
    return writeInfinity(bytes, start, days)
  }
  return writeEra(bytes, writeDay(bytes, start, days), days)
}

/** `seconds` are those since 2000-01-01 00:00. */
// oxlint-disable-next-line max-params -- an options object would be one for each value
function writeFinite(
  bytes: Buffer,
  start: number,
  seconds: number,
  micros: number,
  zone: string,
): number {
  const days = Math.floor(seconds / SECONDS_PER_DAY)
  let end = writeDay(bytes, start, days)
  bytes[end++] = BLANK
  end = writeTime(bytes, end, seconds - days * SECONDS_PER_DAY)
  if (micros > 0) end = writeFraction(bytes, end, micros)
  for (let index = 0; index < zone.length; index++) bytes[end++] = zone.charCodeAt(index)
  return writeEra(bytes, end, days)
}

function writeInfinity(bytes: Buffer, start: number, sign: number): number {
  return start + bytes.write(sign < 0 ? '-infinity' : 'infinity', start, 'latin1')
}

/**
 * Year, month and day of the proleptic Gregorian calendar.
 *
 * @see http://howardhinnant.github.io/date_algorithms.html#civil_from_days
 */
function writeDay(bytes: Buffer, start: number, days: number): number {
  const sinceMarch0 = days + DAYS_FROM_MARCH_0
  const era = Math.floor(sinceMarch0 / DAYS_PER_ERA)
  const dayOfEra = sinceMarch0 - era * DAYS_PER_ERA
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = era * YEARS_PER_ERA + yearOfEra + (month <= 2 ? 1 : 0)
  let end = writeYear(bytes, start, year > 0 ? year : 1 - year)
  bytes[end++] = MINUS
  end = writeTwoDigits(bytes, end, month)
  bytes[end++] = MINUS
  return writeTwoDigits(bytes, end, day)
}

/** At least four digits. */
function writeYear(bytes: Buffer, start: number, year: number): number {
  let digits = 4
  while (10 ** digits <= year) digits++
  let rest = year
  for (let at = start + digits - 1; at >= start; at--) {
    bytes[at] = ZERO + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return start + digits
}

function writeEra(bytes: Buffer, start: number, days: number): number {
  return days < FIRST_DAY_AD ? start + bytes.write(' BC', start, 'latin1') : start
}

function writeTime(bytes: Buffer, start: number, seconds: number): number {
  let end = writeTwoDigits(bytes, start, Math.floor(seconds / SECONDS_PER_HOUR))
  bytes[end++] = COLON
  end = writeTwoDigits(bytes, end, Math.floor((seconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE))
  bytes[end++] = COLON
  return writeTwoDigits(bytes, end, seconds % SECONDS_PER_MINUTE)
}

/** The point and six digits, without the zeros at their end. */
function writeFraction(bytes: Buffer, start: number, micros: number): number {
  bytes[start] = POINT
  let digits = 6
  let rest = micros
  for (; rest % 10 === 0; rest /= 10) digits--
  for (let at = start + digits; at > start; at--) {
    bytes[at] = ZERO + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  return start + 1 + digits
}

function writeTwoDigits(bytes: Buffer, start: number, value: number): number {
  bytes[start] = ZERO + Math.floor(value / 10)
  bytes[start + 1] = ZERO + (value % 10)
  return start + 2
}
