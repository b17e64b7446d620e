import type { DuckDBResult } from '@duckdb/node-api'
import type { QueryResult } from './result-writer.ts'

/** A result of DuckDB, streamed. */
export function duckDbResult(result: DuckDBResult): QueryResult {
  return {
    columns: result.columnNames().map((name, index) => ({
      name,
      type: String(result.columnType(index)),
    })),
    uniqueNames: result.deduplicatedColumnNames(),
    batches: result.yieldRows(),
  }
}
