import type { Flavour } from './flavour.ts'

/** Postgres `jsonb`: the text that Postgres prints. */
export type Jsonb = string & Flavour<'jsonb'>
