import type { Printed } from './printed.ts'

/** Postgres `xid8`: the number of a transaction, in 64 bits without a sign. */
export type Xid8 = Printed<'xid8'>
