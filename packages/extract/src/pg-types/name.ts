import type { Flavour } from './flavour.ts'

/** Postgres `name`: an identifier of the catalog. */
export type Name = string & Flavour<'name'>
