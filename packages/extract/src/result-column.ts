import type { PersonalCategory } from './personal.ts'

/** A column of a query's result, as Postgres describes it before the first row. */
export interface ResultColumn {
  readonly name: string
  /** `pg_type.oid`; a domain is reported as its base type. */
  readonly typeOid: number
  /** -1 when the type has no modifier. */
  readonly typeModifier: number
  readonly type: SourceType
  /** The column that it shows; absent for an expression. */
  readonly origin?: ColumnOrigin
  /** What it tells about a person: no message may show its values. */
  readonly personal?: PersonalCategory
}

/** The column of a table or view that a column of a result shows as it is. */
export interface ColumnOrigin {
  readonly table: OriginTable
  /** Its name there, whatever the query calls it. */
  readonly column: string
}

/** A table or view that a query names. */
export interface OriginTable {
  /** `pg_class.oid`. */
  readonly oid: number
  readonly schema: string
  readonly name: string
  /** Columns of its primary key, in the order of the key; none for a view. */
  readonly primaryKey: readonly string[]
}

/** A Postgres type in the terms of the type contract. */
export type SourceType =
  | { readonly kind: ScalarTypeName }
  | { readonly kind: 'numeric'; readonly precision: number | null; readonly scale: number | null }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'array'; readonly element: SourceType }
  | {
      readonly kind: 'composite'
      readonly name: string
      readonly fields: readonly CompositeField[]
    }
  | { readonly kind: 'hstore' }
  /** Every other type, extensions' too: its values come as Postgres prints them. */
  | {
      readonly kind: 'printed'
      readonly name: string
      /** What stands between the elements of its arrays, unless it is a comma. */
      readonly delimiter?: string
    }

/** A field of a composite type; it may always be NULL. */
export interface CompositeField {
  readonly name: string
  readonly type: SourceType
}

/** Types that need no more than their name. */
export type ScalarTypeName =
  | 'bool'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'float8'
  | 'text'
  | 'varchar'
  | 'bpchar'
  | 'name'
  | 'uuid'
  | 'json'
  | 'jsonb'
  | 'date'
  | 'timestamp'
  | 'timestamptz'
  | 'bytea'
  | 'oid'
  | 'xid'
  | 'cid'
  | 'vector'
  | 'halfvec'
  | 'geometry'
  | 'geography'
