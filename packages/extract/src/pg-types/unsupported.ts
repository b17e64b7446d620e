import type { Flavour } from './flavour.ts'

/** A Postgres type that no decoder reads yet, by its name; cast it in the query to read it. */
export type Unsupported<Name extends string> = string & Flavour<readonly ['unsupported', Name]>
