import type { Flavour } from './flavour.ts'

/** A Postgres enum, with its labels. */
export type PgEnum<Label extends string> = Label & Flavour<readonly ['enum', Label]>
