import type { Printed } from './printed.ts'

/**
 * Postgres `time with time zone`: a time of day with the offset it was stored with, as in `12:00:00+05:45`.
 */
export type Timetz = Printed<'timetz'>
