import type { Printed } from './printed.ts'

/** Postgres `tsvector`: sorted lexemes with positions, as in `'cat':3 'fat':2A`. */
export type Tsvector = Printed<'tsvector'>
