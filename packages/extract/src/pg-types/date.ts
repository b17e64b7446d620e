import type { Flavour } from './flavour.ts'

/** Postgres `date`. In a query a date is compared as text (`2026-03-01`). */
export type DateColumn = string & Flavour<'date'>
