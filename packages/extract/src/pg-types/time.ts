import type { Printed } from './printed.ts'

/** Postgres `time`: a time of day, as in `23:59:59.999999`. Its last is `24:00:00`. */
export type Time = Printed<'time'>
