import type { Printed } from './printed.ts'

/** Postgres `bit(n)`: `n` characters `0` and `1`. */
export type Bit = Printed<'bit'>
