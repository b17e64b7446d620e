import type { Connection } from './connection.ts'
import type { SourceQuery } from './source-query.ts'
import { valueReader } from './value-reader.ts'

/** Reads the few rows of a small query whose columns are all text or json. */
export async function textRows(
  connection: Connection,
  query: SourceQuery,
  signal?: AbortSignal,
): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const columns = await connection.describe(query)
  const readers = columns.map(({ type }) => valueReader(type))
  const rows: Record<string, string | null>[] = []
  for await (const batch of connection.batches(query, signal === undefined ? {} : { signal })) {
    for (let row = 0; row < batch.rows; row++) {
      const values: Record<string, string | null> = {}
      for (const [index, { name }] of columns.entries()) {
        const position = batch.positions[index * batch.capacityRows + row] ?? -1
        const value = position < 0 ? null : readers[index]?.(batch, position)
        values[name] = typeof value === 'string' ? value : null
      }
      rows.push(values)
    }
  }
  return rows
}
