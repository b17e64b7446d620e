import type { Printed } from './printed.ts'

/** Postgres `macaddr`, as in `08:00:2b:01:02:03`. */
export type Macaddr = Printed<'macaddr'>
