/**
 * Names the table or the column when a query selects from one that does not exist.
 *
 * Kysely's own overloads let TypeScript say no more than that none matches, at the start of the list,
 * and that what follows cannot be called. These match only names that do not exist, and what they
 * return is no query: the sentence is printed where the query is used. Types only; nothing changes
 * when a query is built.
 */
import type { AliasedExpression, AnyColumn, AnyColumnWithTable } from 'kysely'

/** Stands where a query should, and says why it cannot. */
export interface Mistake<Sentence extends string> {
  readonly mistake: Sentence
}

declare module 'kysely' {
  interface QueryCreator<DB> {
    selectFrom<Table extends string>(
      table: Table & ([UnknownTable<DB, Table>] extends [never] ? never : unknown),
    ): Mistake<`the database has no table '${UnknownTable<DB, Table>}'`>
  }

  interface SelectQueryBuilder<DB, TB extends keyof DB, O> {
    select<Item extends string | AliasedExpression<unknown, string>>(
      items: readonly Item[] & ([UnknownName<DB, TB, Item>] extends [never] ? never : unknown),
    ): Mistake<`no table of this query has a column '${UnknownName<DB, TB, Item>}'`>
  }
}

/** The name of the table, unless the database has it. */
type UnknownTable<DB, Table extends string> = Table extends
  | (keyof DB & string)
  | `${keyof DB & string} as ${string}`
  ? never
  : Table extends `${infer Name} as ${string}`
    ? Name
    : Table

/** The names among `Item` that no table of the query has. */
type UnknownName<DB, TB extends keyof DB, Item> = Item extends string
  ? Item extends KnownName<DB, TB> | `${KnownName<DB, TB>} as ${string}`
    ? never
    : Item extends `${infer Name} as ${string}`
      ? Name
      : Item
  : never

type KnownName<DB, TB extends keyof DB> = AnyColumn<DB, TB> | AnyColumnWithTable<DB, TB>
