import type { Printed } from './printed.ts'

/** Postgres `tsquery`, as in `'fat' & !'cat'`. */
export type Tsquery = Printed<'tsquery'>
