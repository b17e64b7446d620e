import type { Printed } from './printed.ts'

/**
 * Postgres `interval` in ISO 8601, as in `P1Y2M3DT-4H-5M-6.000007S`. A negative part has its own sign.
 */
export type Interval = Printed<'interval'>
