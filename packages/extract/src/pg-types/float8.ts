import type { Flavour } from './flavour.ts'

/** Postgres `double precision`: binary64. */
export type Float8 = number & Flavour<'float8'>
