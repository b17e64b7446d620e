import type { PersonalCategory } from './personal.ts'
import type { SourceType } from './result-column.ts'

/** What a table of the source database is. */
export const TABLE_KINDS = [
  'table',
  'partitioned table',
  'view',
  'materialized view',
  'foreign table',
] as const
export type TableKind = (typeof TABLE_KINDS)[number]

/** A table of the source database as introspection found it, without its partitions. */
export interface TableDescriptor {
  readonly schema: string
  readonly name: string
  readonly kind: TableKind
  readonly comment?: string
  /** In the order of the table; only those that the reading role may select. */
  readonly columns: readonly ColumnDescriptor[]
  /** In the order of the key; empty when there is none. */
  readonly primaryKey: readonly string[]
  /** Unique constraints and unique indexes over whole tables, without the primary key. */
  readonly uniqueKeys: readonly (readonly string[])[]
  readonly foreignKeys: readonly ForeignKeyDescriptor[]
}

/** A column of a table. */
export interface ColumnDescriptor {
  readonly name: string
  /** A domain is given as its base type. */
  readonly type: SourceType
  /** The type as Postgres prints it, modifier included: `numeric(14,2)`. */
  readonly formattedType: string
  readonly nullable: boolean
  /** Of an array declared with more than one (`integer[][]`); Postgres does not hold values to it. */
  readonly dimensions?: number
  readonly comment?: string
  /** What it tells about a person, as `personal-data.ts` says; not there for what is not personal. */
  readonly personal?: PersonalCategory
}

/** Columns that refer to a key of another table, pairwise in order. */
export interface ForeignKeyDescriptor {
  readonly columns: readonly string[]
  readonly references: {
    readonly schema: string
    readonly table: string
    readonly columns: readonly string[]
  }
}

/** An enum type that a column uses, with its labels in their order. */
export interface EnumDescriptor {
  /** As {@link SourceType} names it: with its schema unless that is `public`. */
  readonly name: string
  readonly labels: readonly string[]
}
