import type { Printed } from './printed.ts'

/** Postgres `"char"`: one byte, empty for 0, in octal (`\200`) from 128 on. Not `char(n)`. */
export type Char = Printed<'char'>
