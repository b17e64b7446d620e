import type { Flavour } from './flavour.ts'

/**
 * Postgres `numeric(precision, scale)`, or unconstrained `numeric` when both are `null`.
 *
 * In a query it is compared as text (`'19.99'`): a JavaScript number cannot hold it.
 */
export type Numeric<
  Precision extends number | null = null,
  Scale extends number | null = null,
> = string & Flavour<readonly ['numeric', Precision, Scale]>
