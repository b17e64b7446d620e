/**
 * Names the column when a query selects one that does not exist.
 *
 * Kysely's own overloads let TypeScript say no more than that none matches, at the start of the list.
 * This one matches only lists with a name that does not exist, and what it returns is no query: the
 * sentence is printed where the query is used. Types only; nothing changes when a query is built.
 */
import type { AliasedExpression, AnyColumn, AnyColumnWithTable } from 'kysely'

/** Stands where a query should, and says why it cannot. */
export interface Mistake<Sentence extends string> {
  readonly mistake: Sentence
}

declare module 'kysely' {
  interface SelectQueryBuilder<DB, TB extends keyof DB, O> {
    select<Item extends string | AliasedExpression<unknown, string>>(
      items: readonly Item[] & ([UnknownName<DB, TB, Item>] extends [never] ? never : unknown),
    ): Mistake<`no table of this query has a column '${UnknownName<DB, TB, Item>}'`>
  }
}

/** The names among `Item` that no table of the query has. */
type UnknownName<DB, TB extends keyof DB, Item> = Item extends string
  ? Item extends KnownName<DB, TB> | `${KnownName<DB, TB>} as ${string}`
    ? never
    : Item extends `${infer Name} as ${string}`
      ? Name
      : Item
  : never

type KnownName<DB, TB extends keyof DB> = AnyColumn<DB, TB> | AnyColumnWithTable<DB, TB>
