/** Reads the dates and times that a task writes as text. */
import { TransformError } from './errors.ts'

export const MICROS_PER_DAY = 86_400_000_000n
const MILLIS_PER_DAY = 86_400_000

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?Z?$/

/**
 * Days since 1970-01-01 of `2026-03-01`.
 *
 * @throws {TransformError} record_mismatch, for what is no date of the years 0001 to 9999
 */
export function boundDays(text: string): bigint {
  const [, year = '', month = '', day = ''] = DATE.exec(text) ?? []
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  // A day that there is not becomes another one, or none.
  if (year === '0000' || !isIso(date, text)) throw noBound(text, 'a date such as 2026-03-01')
  return BigInt(date.getTime() / MILLIS_PER_DAY)
}

/**
 * Microseconds since 1970-01-01 00:00 of `2026-03-01 12:00:00.5`, or of the midnight of a date.
 *
 * @throws {TransformError} record_mismatch, for what is no time of the years 0001 to 9999
 */
export function boundMicros(text: string): bigint {
  const match = TIMESTAMP.exec(text)
  const [, date = '', hours = '0', minutes = '0', seconds = '0'] = match ?? []
  const expected = 'a time such as 2026-03-01 12:00:00'
  const isTime = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
  if (match === null || !isTime) throw noBound(text, expected)
  const ofDay = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  const micros = BigInt((match[5] ?? '').padEnd(6, '0'))
  return boundDays(date) * MICROS_PER_DAY + BigInt(ofDay) * 1_000_000n + micros
}

function isIso(date: Date, text: string): boolean {
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${text}T`)
}

function noBound(text: string, expected: string): TransformError {
  return new TransformError('record_mismatch', `bound '${text}' of clamp(): expected ${expected}`)
}
