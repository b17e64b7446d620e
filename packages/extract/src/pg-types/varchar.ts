import type { Flavour } from './flavour.ts'

/** Postgres `character varying`, with or without a length. */
export type Varchar = string & Flavour<'varchar'>
