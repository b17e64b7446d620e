import type { Printed } from './printed.ts'

/** Postgres `xml`, in UTF-8 whatever its declaration said. */
export type Xml = Printed<'xml'>
