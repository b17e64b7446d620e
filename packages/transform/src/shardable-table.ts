import type { RelationName, SourceQuery } from '@carmilla/extract'
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely'
import { rangePredicate } from './range-predicate.ts'
import type { ShardableSource } from './shardable-source.ts'

/** Only compiles. */
const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/**
 * A table that is read as a whole, as a source that can be read in parts.
 *
 * @param select - a select from the table without any further clause or parameter.
 * @param keys - columns of the table whose values differ in every row.
 */
export function shardableTable(
  table: Required<RelationName>,
  select: Pick<SourceQuery, 'sql'>,
  keys: readonly string[] = [],
): ShardableSource {
  return {
    table,
    keys,
    restrict: (range) => {
      const predicate = rangePredicate([table.schema, table.name], range)
      const compiled = sql`${sql.raw(select.sql)} where ${predicate}`.compile(compiler)
      return { sql: compiled.sql, parameters: compiled.parameters }
    },
  }
}
