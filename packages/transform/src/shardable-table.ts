import type { RelationName, SourceQuery } from '@carmilla/extract'
import { sql } from 'kysely'
import { queryBuilder } from './query-builder.ts'
import { rangePredicate } from './range-predicate.ts'
import type { ShardableSource } from './shardable-source.ts'

/** Only compiles. */
const compiler = queryBuilder<Record<string, never>>()

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
