import type { Printed } from './printed.ts'

/** Postgres `pg_snapshot`: which transactions are visible, as in `10:20:10,14,15`. */
export type PgSnapshot = Printed<'pg_snapshot'>
