import type { Printed } from './printed.ts'

/** Postgres `tid`: block and place of a row, as in `(0,1)`. */
export type Tid = Printed<'tid'>
