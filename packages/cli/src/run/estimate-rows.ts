import { type Connection, type SourceQuery, textRows } from '@carmilla/extract'

/** What the planner expects of a query. */
export interface ReadEstimate {
  readonly rows: number
  /** Bytes of a row, as Postgres holds it in memory. */
  readonly rowBytes: number
  /** Processes that are to help the backend with it. */
  readonly parallelWorkers: number
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
  return typeof rows === 'number' && typeof rowBytes === 'number'
    ? { rows, rowBytes, parallelWorkers: parallelWorkersOf(plan) }
    : undefined
}

/** The planner's estimate of a query's rows, as {@link estimateRead} has it. */
export async function estimateRows(
  connection: Connection,
  source: SourceQuery,
  signal: AbortSignal,
): Promise<number | undefined> {
  return (await estimateRead(connection, source, signal))?.rows
}

/** Of all its parts, which may run at once. */
function parallelWorkersOf(plan: unknown): number {
  const own = at(plan, 'Workers Planned')
  const parts = at(plan, 'Plans')
  const ofParts = Array.isArray(parts) ? parts.map(parallelWorkersOf) : []
  return ofParts.reduce((sum, each) => sum + each, typeof own === 'number' ? own : 0)
}

function at(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
