import type { Flavour } from './flavour.ts'

/** Postgres `text`. */
export type Text = string & Flavour<'text'>
