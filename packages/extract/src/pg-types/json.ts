import type { Flavour } from './flavour.ts'

/** Postgres `json`: the text as it was stored. */
export type Json = string & Flavour<'json'>
