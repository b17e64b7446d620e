import type { Flavour } from './flavour.ts'

/** Postgres `timestamp with time zone`. In a query it is compared as text (`2026-03-01 12:00:00+00`). */
export type Timestamptz = string & Flavour<'timestamptz'>
