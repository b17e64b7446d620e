import type { Flavour } from './flavour.ts'

/**
 * A Postgres type whose values are read as text, by its name: `Printed<'int4range'>`, also that of an
 * extension. Many have a name of their own, as `Inet`.
 *
 * The text is what the type's output function gives, as `psql` shows it, so it is exact. What a session
 * may choose is fixed (ISO 8601, UTC, all digits of a number), but for the `lc_monetary` of `money`.
 */
export type Printed<Name extends string> = string & Flavour<readonly ['printed', Name]>
