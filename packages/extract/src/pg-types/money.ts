import type { Printed } from './printed.ts'

/**
 * Postgres `money` as the `lc_monetary` of the database prints it, as in `$1,234.50`.
 *
 * The setting also decides how many digits a stored amount has after the point, so it cannot be
 * changed for the session. To write a number, cast it in the query: `price::numeric(19, 2)`.
 */
export type Money = Printed<'money'>
