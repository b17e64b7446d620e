import type { Flavour } from './flavour.ts'

/** Postgres `smallint`: a whole number of 16 bits. */
export type Int2 = number & Flavour<'int2'>
