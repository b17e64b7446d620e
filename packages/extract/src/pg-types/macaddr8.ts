import type { Printed } from './printed.ts'

/** Postgres `macaddr8`, as in `08:00:2b:01:02:03:04:05`. */
export type Macaddr8 = Printed<'macaddr8'>
