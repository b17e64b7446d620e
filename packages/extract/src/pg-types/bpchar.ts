import type { Flavour } from './flavour.ts'

/** Postgres `character(n)`, blanks included. */
export type Bpchar = string & Flavour<'bpchar'>
