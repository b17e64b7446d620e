import type { Draw } from '../draw.ts'
import { TODAY } from '../market.ts'

const DAY_SECONDS = 86_400

/** Start of the first day of the marketplace, in seconds since 1970. */
export const OPENING_SECONDS: number = startOf('2017-01-01')

/** End of the last day, in seconds since 1970; exclusive. */
export const END_SECONDS: number = startOf(TODAY) + DAY_SECONDS

/** Seconds since 1970 of the start of a day `yyyy-mm-dd`. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000
}

/** The text of each day that was asked for: some thousands. */
const DAYS = new Map<number, string>()

/** A timestamp without time zone, with microseconds. */
export function timestamp(seconds: number, micros = 0): string {
  const ofDay = ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS
  const hours = two(Math.floor(ofDay / 3600))
  const minutes = two(Math.floor(ofDay / 60) % 60)
  const text = `${dayText(seconds - ofDay)} ${hours}:${minutes}:${two(ofDay % 60)}`
  return micros === 0 ? text : `${text}.${String(micros).padStart(6, '0')}`
}

function dayText(seconds: number): string {
  const known = DAYS.get(seconds)
  if (known !== undefined) return known
  const text = new Date(seconds * 1000).toISOString().slice(0, 10)
  DAYS.set(seconds, text)
  return text
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/** A moment of the marketplace, in seconds since 1970. */
export function sometime(draw: Draw): number {
  return draw.int(OPENING_SECONDS, END_SECONDS - DAY_SECONDS)
}

/** Seconds since 1970 for row `id` of `rows` that came in over time, from `since` on. */
export function arrival(draw: Draw, rows: number, since: number): number {
  const step = (END_SECONDS - since) / rows
  const seconds = Math.floor(since + (draw.id - 1) * step + draw.int(0, Math.floor(step)))
  return Math.min(END_SECONDS - 1, seconds)
}

/** A timestamp some time after another, never after the last day of the data. */
export function later(draw: Draw, seconds: number, withinDays: number): string {
  const end = Math.min(END_SECONDS - 1, seconds + withinDays * DAY_SECONDS)
  return timestamp(draw.int(Math.min(seconds, end), end), draw.int(0, 999_999))
}

/** `created_at` and `updated_at` of a row: edges of the calendar among the first rows, some NULL. */
export interface Lifetime {
  readonly created_at: string | null
  readonly updated_at: string | null
  /** Seconds since 1970 of the creation, for what happened later. */
  readonly seconds: number
}

/** Draws when a row was created and last updated. */
export function lifetime(draw: Draw, rows: number, since: number = OPENING_SECONDS): Lifetime {
  const seconds = arrival(draw, rows, since)
  const created = draw.rarely<string | null>(
    EDGES,
    timestamp(seconds, draw.chance(0.1) ? 0 : draw.int(0, 999_999)),
  )
  // Some rows change long after they were made: what a window over created_at never sees again.
  const updated = later(draw, seconds, draw.chance(0.05) ? 900 : 20)
  return { created_at: created, updated_at: draw.unless(0.02, updated), seconds }
}

/** Where calendars break: month ends, leap days, year ends, ISO week edges, before 1970, NULL. */
export const EDGES: readonly (string | null)[] = [
  '2024-02-29 00:00:00',
  '2024-02-29 23:59:59.999999',
  null,
  '2023-02-28 23:59:59.999999',
  '2024-03-01 00:00:00',
  '2024-12-29 23:59:59.999999',
  '2024-12-30 00:00:00',
  '2024-12-31 23:59:59.999999',
  '2025-01-01 00:00:00',
  '2025-01-29 08:15:00.000001',
  '2025-04-30 23:59:59.999999',
  '2025-08-31 23:59:59.999999',
  '2025-12-28 23:59:59.999999',
  '2025-12-29 00:00:00',
  '2025-12-31 23:59:59.999999',
  '2026-01-01 00:00:00',
  '2026-01-07 23:59:59.999999',
  '2026-01-08 00:00:00',
  '2026-01-24 11:30:00.123456',
  '2026-01-29 00:00:00',
  '2026-01-31 23:59:59.999999',
  '2026-02-01 00:00:00',
  '2026-02-28 23:59:59.999999',
  '2026-03-01 00:00:00',
  '2026-03-01 23:59:59.999999',
  '2026-03-02 00:00:00',
  '2026-03-02 23:59:59.999999',
  '2021-01-03 23:59:59.999999',
  '2020-02-29 12:00:00.1',
  '2018-06-01 00:00:00',
  '2018-06-01 00:00:00.000001',
  '2018-05-31 23:59:59.999999',
  '2000-02-29 00:00:00.000001',
  '1999-12-31 23:59:59.999999',
  '1970-01-01 00:00:00',
  '1969-12-31 23:59:59.999999',
  '1969-07-20 20:17:40.123',
  '1900-02-28 23:59:59.999999',
  '1582-10-04 12:00:00.5',
  '0001-01-01 00:00:00',
]
