import type { Printed } from './printed.ts'

/** Postgres `bit varying`: any number of characters `0` and `1`. */
export type Varbit = Printed<'varbit'>
