import type { Printed } from './printed.ts'

/** Postgres `txid_snapshot`, which `pg_snapshot` replaces: `10:20:10,14,15`. */
export type TxidSnapshot = Printed<'txid_snapshot'>
