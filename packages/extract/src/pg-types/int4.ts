import type { Flavour } from './flavour.ts'

/** Postgres `integer`: a whole number of 32 bits. */
export type Int4 = number & Flavour<'int4'>
