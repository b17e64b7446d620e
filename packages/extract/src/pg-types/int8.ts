import type { Flavour } from './flavour.ts'

/** Postgres `bigint`: a whole number of 64 bits. */
export type Int8 = bigint & Flavour<'int8'>
