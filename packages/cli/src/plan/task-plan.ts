import type { Connection, ResultColumn } from '@carmilla/extract'
import {
  type RecordFormat,
  refusalText,
  type SchemaChange,
  tableChanges,
  type TableVersion,
  type Target,
} from '@carmilla/load'
import { type PersonalUse, type Task, TransformError } from '@carmilla/transform'
import { type ErrorFacts, factsOf } from '../errors.ts'
import { estimateRead } from '../run/estimate-rows.ts'
import { recordOnly } from '../run/record-only.ts'
import { divideTask } from '../workers/divide-task.ts'
import { type PlannedColumn, plannedColumns } from './planned-column.ts'
import { type PlannedReading, plannedReading, type ReadingChoice } from './planned-reading.ts'
import type { SourceDrift } from './source-drift.ts'

/** Whether a task would run as it is. */
export const PLAN_STATUSES = ['ready', 'drifted', 'refused', 'breaking', 'failed'] as const
/**
 * `drifted`: the database is not what the task was compiled for. `refused`: the writer would corrupt
 * a column. `breaking`: readers of the published version may fail. `failed`: the plan itself could not be made.
 */
export type PlanStatus = (typeof PLAN_STATUSES)[number]

/** What a run of a task would read and write; serialisable. */
export interface TaskPlan {
  readonly task: string
  readonly status: PlanStatus
  /** The planner's estimate of the source's rows. */
  readonly rows: number | null
  /** The planner's estimate of what they come to in Postgres. */
  readonly readBytes: number | null
  /** What so many rows come to in the files, at the bytes a row of the published version. */
  readonly writeBytes: number | null
  /** Null where the database has no such query. */
  readonly reading: PlannedReading | null
  readonly columns: readonly PlannedColumn[]
  /** The personal columns that it reads, and what becomes of each. */
  readonly personal: readonly PersonalUse[]
  readonly partitionKeys: readonly string[]
  /** Where the database is not what the task was compiled for, so that a run stops: one sentence each. */
  readonly drift: readonly string[]
  /** The columns that the writer does not take: one sentence each. */
  readonly refusals: readonly string[]
  /**
   * What has become of its tables since `generated/` was written, new columns included: one sentence
   * each. Null when there is no `generated/`.
   */
  readonly sourceChanges: readonly string[] | null
  /** The version that readers see now. */
  readonly publishedVersion: number | null
  /** What readers of that version will see. */
  readonly changes: readonly SchemaChange[]
  readonly error?: ErrorFacts
}

/** What a plan is made with. */
export interface PlanOrder {
  readonly connection: Connection
  readonly target: Target
  readonly format: RecordFormat
  readonly reading: ReadingChoice
  readonly signal: AbortSignal
  /** Absent when there is no `generated/` to compare with. */
  readonly sourceDrift: SourceDrift | undefined
}

/** Plans a task; reads no row. What goes wrong is in the plan, but for a signal. */
export async function planTask(name: string, task: Task, order: PlanOrder): Promise<TaskPlan> {
  const { connection, target, format, signal } = order
  const nothing = {
    task: name,
    rows: null,
    readBytes: null,
    writeBytes: null,
    reading: null,
    columns: [],
    personal: task.personal,
    partitionKeys: task.partitionKeys,
    drift: [],
    refusals: format.refusals(task.schema).map(refusalText),
    sourceChanges: order.sourceDrift?.(task.source) ?? null,
    publishedVersion: null,
    changes: [],
  }
  try {
    const current = await target.catalog.current(name)
    const published = {
      publishedVersion: current?.version ?? null,
      changes: current === undefined ? [] : tableChanges(current, task),
    }
    const drift = await driftOf(name, task, order)
    const described = await describeIfPossible(connection, task, drift.length > 0)
    const columns = await plannedColumns(task, described, order)
    const sizes = described.length === 0 ? {} : await sizesOf(task, current, order)
    const status = statusOf({ ...nothing, ...published, drift })
    return { ...nothing, ...published, ...sizes, status, columns, drift }
  } catch (error) {
    signal.throwIfAborted()
    return { ...nothing, status: 'failed', error: factsOf(error) }
  }
}

function statusOf({
  drift,
  refusals,
  changes,
}: Pick<TaskPlan, 'drift' | 'refusals' | 'changes'>): PlanStatus {
  if (drift.length > 0) return 'drifted'
  if (refusals.length > 0) return 'refused'
  return changes.some(({ severity }) => severity === 'breaking') ? 'breaking' : 'ready'
}

/** Compares the record with the database, as a run does before its first row. */
async function driftOf(
  name: string,
  task: Task,
  { connection, signal }: PlanOrder,
): Promise<readonly string[]> {
  try {
    await task.open(recordOnly(connection), { name, signal })
    return []
  } catch (error) {
    if (!(error instanceof TransformError) || error.code !== 'record_mismatch') throw error
    // A sentence for each column, and at the end what to do.
    return error.message
      .replace(/^task `[^`]*`:? (?:query failed: )?/, '')
      .split('; ')
      .slice(0, -1)
  }
}

/** A query that names what is gone has no columns. */
async function describeIfPossible(
  connection: Connection,
  { source }: Task,
  hasDrifted: boolean,
): Promise<readonly ResultColumn[]> {
  try {
    return await connection.describe(source)
  } catch (error) {
    if (hasDrifted) return []
    throw error
  }
}

async function sizesOf(
  task: Task,
  current: TableVersion | undefined,
  { connection, reading, signal }: PlanOrder,
): Promise<Partial<TaskPlan>> {
  const estimate = await estimateRead(connection, task.source, signal)
  const division = await divideTask(connection, task, { ...reading, estimate, signal })
  const read = { reading: plannedReading(division, task.shards !== undefined, reading) }
  if (estimate === undefined) return read
  const { rows, rowBytes } = estimate
  const writtenRowBytes =
    current === undefined || current.rows === 0 ? null : current.bytes / current.rows
  return {
    ...read,
    rows,
    readBytes: rows * rowBytes,
    writeBytes: writtenRowBytes === null ? null : Math.round(rows * writtenRowBytes),
  }
}
