import type { Flavour } from './flavour.ts'

/** Postgres `uuid`, 36 lower-case characters. */
export type Uuid = string & Flavour<'uuid'>
