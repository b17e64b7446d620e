import type { Flavour } from './flavour.ts'

/** Postgres `boolean`. */
export type Bool = boolean & Flavour<'bool'>
