import type { JsRow, JsValue, SourceQuery } from '@carmilla/extract'
import type { SelectQueryBuilder } from 'kysely'

/** Which row a lookup keeps when several have one key. */
export type Keep = 'only' | 'first' | 'last'

/** A second query of a task, read into memory in the same snapshot and found by key. */
export interface LookupDefinition {
  readonly query: SourceQuery
  /** The column of the query whose value a row is found by. */
  readonly key: string
  readonly keep: Keep
  /** Whether the query says in which order its rows come. */
  readonly ordered: boolean
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
 * @example
 * lookup(db.selectFrom('currencies').select(['exchangable_id', 'rate']).orderBy('id'),
 *   'exchangable_id', { keep: 'last' })
 */
export function lookup<DB, Tables extends keyof DB, Row, Key extends KeyOf<Row>>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  key: Key,
  options: { readonly keep?: Keep } = {},
): Lookup<Row, Key> {
  const compiled = query.compile()
  const node = compiled.query
  return {
    query: { sql: compiled.sql, parameters: compiled.parameters },
    key,
    keep: options.keep ?? 'only',
    ordered: node.kind === 'SelectQueryNode' && node.orderBy !== undefined,
  }
}
