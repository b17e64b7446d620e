import { type Connection, type SourceQuery, textRows } from '@carmilla/extract'

/** What the planner expects of a query. */
export interface ReadEstimate {
  readonly rows: number
  /** Bytes of a row, as Postgres holds it in memory. */
  readonly rowBytes: number
}

/**
 * The planner's estimate of a query's result; `undefined` when it gives none.
 *
 * Asking costs a plan, and not one row is read; the privileges on all tables are checked.
 *
 * @throws {ExtractError} `query_failed`, `aborted`
 */
export async function estimateRead(
  connection: Connection,
  { sql, parameters }: SourceQuery,
  signal: AbortSignal,
): Promise<ReadEstimate | undefined> {
  const explain = { sql: `explain (format json) ${sql}`, parameters }
  const [row] = await textRows(connection, explain, signal)
  const [text] = Object.values(row ?? {})
  const plan = at(at(JSON.parse(text ?? 'null'), 0), 'Plan')
  const [rows, rowBytes] = [at(plan, 'Plan Rows'), at(plan, 'Plan Width')]
  return typeof rows === 'number' && typeof rowBytes === 'number' ? { rows, rowBytes } : undefined
}

/** The planner's estimate of a query's rows, as {@link estimateRead} has it. */
export async function estimateRows(
  connection: Connection,
  source: SourceQuery,
  signal: AbortSignal,
): Promise<number | undefined> {
  return (await estimateRead(connection, source, signal))?.rows
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
