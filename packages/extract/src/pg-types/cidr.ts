import type { Printed } from './printed.ts'

/** Postgres `cidr`: a network with its netmask, as in `10.0.0.0/8`. */
export type Cidr = Printed<'cidr'>
