import type { Printed } from './printed.ts'

/** Postgres `jsonpath`, as in `$."track"[*]`. */
export type Jsonpath = Printed<'jsonpath'>
