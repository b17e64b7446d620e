import type { Printed } from './printed.ts'

/** Postgres `pg_lsn`: a position in the write-ahead log, as in `16/B374D848`. */
export type PgLsn = Printed<'pg_lsn'>
