import type { JsRow, JsValue, SourceQuery } from '@carmilla/extract'
import type { SelectQueryBuilder } from 'kysely'
import type { TagOfValue } from './accepts.ts'
import { type PersonalColumns, personalColumnsOf } from './personal/personal-columns.ts'

/** Which row a lookup keeps when several have one key. */
export type Keep = 'only' | 'first' | 'last'

/** `error`: the run stops. `null`: it is NULL to the functions of the task, counted and reported. */
export type LookupPolicy = 'error' | 'null'

/** A second query of a task, read into memory in the same snapshot and found by key. */
export interface LookupDefinition {
  readonly query: SourceQuery
  /** The column of the query whose value a row is found by. */
  readonly key: string
  readonly keep: Keep
  /** What becomes of a value that no JavaScript value holds exactly. */
  readonly unrepresentable: LookupPolicy
  /** Whether the query says in which order its rows come. */
  readonly ordered: boolean
  /** Columns of personal data, by their names in the query. */
  readonly personal: PersonalColumns
}

/** A lookup with the type of its rows. */
export interface Lookup<Row, Key extends string> extends LookupDefinition {
  readonly key: Key
  /** Never set; carries the row type. */
  readonly row?: Row
}

/**
 * The columns that rows can be found by: those whose values are equal when they are the same in
 * JavaScript, so not numerics, arrays and bytes. Any name for a query that is at fault itself,
 * which has no row.
 */
type KeyOf<Row> = unknown extends Row
  ? string
  : {
      [Name in keyof Row & string]: JsValue<Row[Name]> extends Primitive ? Name : never
    }[keyof Row & string]

type Primitive = string | number | bigint | boolean | null

/** A row in which every value is NULL that no JavaScript value may hold exactly. */
type NullWhereRefused<Row> = unknown extends Row
  ? Row
  : {
      [Name in keyof Row]: TagOfValue<Row[Name]> extends NeverRefused ? Row[Name] : Row[Name] | null
    }

/** Tags of the types whose every value is a JavaScript value: no infinity, no NaN, no dimensions. */
type NeverRefused =
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
  | 'bytea'
  | 'oid'
  | 'xid'
  | 'cid'
  | 'hstore'
  | readonly ['enum', string]
  | readonly ['printed', string]

/** What the functions of a task see of a lookup. */
export interface LookupView<Row, Key extends keyof Row> {
  /** The row with this key; `undefined` when there is none, or when the key is NULL. */
  get(key: (unknown extends Row ? unknown : JsValue<Row[Key]>) | null): RowView<Row> | undefined
}

/**
 * A row as the functions of a task see it. A query that is at fault has no row: its functions are
 * then not checked, so that the compiler reports the fault and not its consequences.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- only beside an error that is reported
export type RowView<Row> = unknown extends Row ? any : JsRow<Row>

/** The lookups of a task as its functions see them. */
export type LookupViews<Lookups> = {
  readonly [Name in keyof Lookups]: Lookups[Name] extends Lookup<infer Row, infer Key>
    ? LookupView<Row, Key & keyof Row>
    : never
}

/**
 * Finds rows of a query by the value of one of its columns. Rows whose key is NULL are never found.
 *
 * Several rows with one key stop the run, unless `keep` says which one counts: the `first` or the
 * `last` in the order of the query, which then needs an `orderBy`.
 *
 * A value that no JavaScript value holds exactly (an `infinity` timestamp, a numeric `NaN`, an array
 * of several dimensions) stops the run. With `unrepresentable: 'null'` it is NULL and counted, in
 * every row that is read; where it is the key, its row is never found.
 *
 * @example
 * lookup(db.selectFrom('currencies').select(['exchangable_id', 'rate']).orderBy('id'),
 *   'exchangable_id', { keep: 'last' })
 */
export function lookup<
  DB,
  Tables extends keyof DB,
  Row,
  Key extends KeyOf<Row>,
  Policy extends LookupPolicy = 'error',
>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  key: Key,
  options: { readonly keep?: Keep; readonly unrepresentable?: Policy } = {},
): Lookup<[Policy] extends ['error'] ? Row : NullWhereRefused<Row>, Key> {
  const compiled = query.compile()
  const node = compiled.query
  return {
    query: { sql: compiled.sql, parameters: compiled.parameters },
    key,
    keep: options.keep ?? 'only',
    unrepresentable: options.unrepresentable ?? 'error',
    personal: personalColumnsOf(node),
    ordered: node.kind === 'SelectQueryNode' && node.orderBy !== undefined,
  }
}
