import type { Flavour } from './flavour.ts'

/** Postgres `Element[]`. An element may be NULL, whatever the column says. */
export type PgArray<Element> = readonly (Element | null)[] & Flavour<readonly ['array', Element]>
