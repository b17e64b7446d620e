import { type Connection, type SourceQuery } from '@carmilla/extract'
import { readRows } from '../read-rows.ts'

/**
 * The planner's estimate of a query's rows; `undefined` when it gives none.
 *
 * Asking costs a plan, and not one row is read; the privileges on all tables are checked.
 *
 * @throws {ExtractError} `query_failed`, `aborted`
 */
export async function estimateRows(
  connection: Connection,
  { sql, parameters }: SourceQuery,
  signal: AbortSignal,
): Promise<number | undefined> {
  const explain = { sql: `explain (format json) ${sql}`, parameters }
  const [row] = await readRows(connection, explain, signal)
  const [text] = Object.values(row ?? {})
  const plan: unknown = JSON.parse(text ?? 'null')
  const rows = at(at(at(plan, 0), 'Plan'), 'Plan Rows')
  return typeof rows === 'number' ? rows : undefined
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
