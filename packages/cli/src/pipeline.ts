import { type ConnectionSettings, openSnapshot, type Snapshot } from '@carmilla/extract'
import {
  checkCompatible,
  DEFAULT_RETENTION,
  LoadError,
  newRunId,
  Publication,
  type RecordFormat,
  type Target,
} from '@carmilla/load'
import type { Task } from '@carmilla/transform'
import { CliError } from './errors.ts'
import { countedSink } from './run/counted-sink.ts'
import { estimateRows } from './run/estimate-rows.ts'
import { inParallel } from './run/in-parallel.ts'
import { failedOutcome, type TaskOutcome } from './run/outcome.ts'
import { recordOnly } from './run/record-only.ts'
import type { RunObserver } from './run/run-observer.ts'

/**
 * The whole of a run, as a picture:
 *
 *     snapshot ──▶ connect ──▶ task.open ──▶ batches ──▶ publication.append ──▶ publication.publish
 *     one a run    one a task  compares      typed       Parquet files, not     one commit: readers
 *                              the record    records     seen by readers        see it, or do not
 *
 * A *task* is a query and the record that its rows become; a *run* is one execution of tasks; a
 * *version* is what one run published of one task; the *snapshot* is the instant that all of a
 * run's connections see; a *batch* is the rows handed on in one step.
 */
export interface RunOrder {
  readonly tasks: Readonly<Record<string, Task>>
  /** Which of them, in order. */
  readonly names: readonly string[]
  readonly database: ConnectionSettings
  readonly target: Target
  readonly format: RecordFormat
  /** Most tasks at once. */
  readonly workers: number
  readonly keepVersions: number
  /** Longest time of one task. */
  readonly timeoutMs?: number
  /** Compare every record with the database; read nothing, write nothing. */
  readonly dryRun: boolean
  /** Publish what readers of the version before cannot read as they did. */
  readonly allowBreaking: boolean
  readonly signal: AbortSignal
}

/**
 * Runs tasks in one snapshot; a task that fails never stops the others.
 *
 * @returns what became of each task, in the order of the names.
 * @throws {ExtractError} when the snapshot cannot be taken: then nothing has begun.
 */
export async function run(order: RunOrder, observer: RunObserver): Promise<readonly TaskOutcome[]> {
  const runId = newRunId()
  await using snapshot = await openSnapshot(order.database, { signal: order.signal })
  const outcomes = new Map<string, TaskOutcome>()
  await inParallel(order.names, order.workers, async (name) => {
    const outcome = await runTask({ ...order, name, runId, snapshot, observer })
    outcomes.set(name, outcome)
    observer.ended(outcome)
  })
  return order.names.flatMap((name) => outcomes.get(name) ?? [])
}

interface TaskOrder extends RunOrder {
  readonly name: string
  readonly runId: string
  readonly snapshot: Snapshot
  readonly observer: RunObserver
}

/** Runs one task; whatever goes wrong is its outcome. */
async function runTask(order: TaskOrder): Promise<TaskOutcome> {
  const startedMs = performance.now()
  const deadline = order.timeoutMs === undefined ? [] : [AbortSignal.timeout(order.timeoutMs)]
  const signal = AbortSignal.any([order.signal, ...deadline])
  const seconds = (): number => Math.round(performance.now() - startedMs) / 1000
  try {
    signal.throwIfAborted()
    const task = order.tasks[order.name]
    if (task === undefined) throw new CliError('unknown_task', `no task \`${order.name}\``)
    const work = order.dryRun ? checkTask : publishTask
    const { notes, ...facts } = await work(task, { ...order, signal })
    const done = { task: order.name, ...facts, seconds: seconds() }
    return notes === undefined ? done : { ...done, notes }
  } catch (error) {
    return failedOutcome(order.name, reasonOf(error, order, signal), seconds())
  }
}

type Done = Omit<TaskOutcome, 'task' | 'seconds'>

/** Reads a task's records and publishes them as a new version, or publishes nothing. */
async function publishTask(task: Task, order: TaskOrder): Promise<Done> {
  const { name, runId, snapshot, target, format, observer, signal } = order
  let bytes = 0
  const sink = countedSink(target.sink, (count) => (bytes += count))

  await using connection = await snapshot.connect({ signal })
  // Before the estimate, whose error would not say that the database has changed.
  const reader = await task.open(connection, { name, signal })
  observer.began(name, await estimateRows(connection, task.source, signal))
  await using publication = await Publication.begin({
    target: { ...target, sink },
    table: name,
    schema: task.schema,
    partitionKeys: task.partitionKeys,
    expect: task.expect,
    runId,
    format,
    source: { snapshot: snapshot.id, takenAt: snapshot.takenAt, server: snapshot.serverVersion },
    allowBreaking: order.allowBreaking,
    retention: { ...DEFAULT_RETENTION, versions: order.keepVersions },
  })
  for await (const { partition, batch } of reader.batches()) {
    await publication.append(partition, batch)
    observer.advanced(name, { rows: publication.rows, bytes })
  }
  const { notes } = reader.counts
  for (const note of notes) publication.note(note)
  signal.throwIfAborted()
  const { version } = await publication.publish()

  return {
    status: 'published',
    rows: version.rows,
    bytes: version.bytes,
    files: version.files.length,
    location: `${target.sink.uri}/${version.location}`,
    version: version.version,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** Compares a task's record and lookups with the database, and checks that its tables may be read. */
async function checkTask(task: Task, order: TaskOrder): Promise<Done> {
  const { name, snapshot, target, signal } = order
  await using connection = await snapshot.connect({ signal })
  await task.open(recordOnly(connection), { name, signal })
  const rows = await estimateRows(connection, task.source, signal)
  const current = await target.catalog.current(name)
  if (current !== undefined && !order.allowBreaking) checkCompatible(name, current, task)
  return {
    status: 'checked',
    rows: rows ?? null,
    bytes: null,
    files: null,
    location: `${target.sink.uri}/${name}/`,
    version: (current?.version ?? 0) + 1,
  }
}

/** An aborted read reports that it was aborted; what is wanted is why. */
function reasonOf(error: unknown, order: RunOrder, signal: AbortSignal): unknown {
  const isAnswer = error instanceof LoadError && error.code === 'commit_unknown'
  if (!signal.aborted || isAnswer) return error
  if (order.signal.aborted) return order.signal.reason
  const limit = `${(order.timeoutMs ?? 0) / 1000} s`
  return new CliError('timed_out', `not finished after ${limit}; raise --timeout, or read less`, {
    cause: error,
    retriable: true,
  })
}
