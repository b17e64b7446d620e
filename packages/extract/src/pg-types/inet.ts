import type { Printed } from './printed.ts'

/**
 * Postgres `inet`: an address, with its netmask unless that is a single host, as in `10.1.2.3/8`.
 *
 * This is what `psql` shows; `inet::text` would add `/32` to `10.1.2.3`.
 */
export type Inet = Printed<'inet'>
