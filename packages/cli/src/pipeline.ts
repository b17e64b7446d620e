import {
  type Connection,
  type ConnectionSettings,
  openShardSnapshots,
  openSingleSession,
  openSnapshot,
  type SessionUsage,
  type Snapshot,
  type SnapshotFacts,
  type SourceLimits,
  SourceMeter,
  SourcePace,
} from '@carmilla/extract'
import {
  checkCompatible,
  checkWritable,
  DEFAULT_RETENTION,
  LoadError,
  mergeFileOptions,
  newRunId,
  type FormatChoice,
  Publication,
  recordFormat,
  type Target,
} from '@carmilla/load'
import type { FileShape, ReadNote, Task } from '@carmilla/transform'
import { CliError } from './errors.ts'
import type { MemoryBudget } from './memory/memory-budget.ts'
import { countedSink } from './run/counted-sink.ts'
import { estimateRead, estimateRows } from './run/estimate-rows.ts'
import { inParallel } from './run/in-parallel.ts'
import { failedOutcome, type TaskOutcome } from './run/outcome.ts'
import { recordOnly } from './run/record-only.ts'
import type { RunObserver } from './run/run-observer.ts'
import { costOf } from './run/source-cost.ts'
import { AgeLimit } from './workers/age-limit.ts'
import { type Consistency, divideTask } from './workers/divide-task.ts'
import { databaseFacts, type ReadBounds } from './workers/read-shard.ts'
import { readShards } from './workers/read-shards.ts'
import { Slots } from './workers/slots.ts'
import type { TaskOrigin } from './workers/task-origin.ts'
import { ThreadPool } from './workers/thread-pool.ts'

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
export interface RunOrder extends FormatChoice {
  readonly tasks: Readonly<Record<string, Task>>
  /** Which of them, in order. */
  readonly names: readonly string[]
  readonly database: ConnectionSettings
  readonly target: Target
  /** Where a worker thread finds each of the tasks. */
  readonly origins: Readonly<Record<string, TaskOrigin>>
  /** How files are laid out, where a task says nothing else. */
  readonly files: FileShape
  /** The same, whatever a task says. */
  readonly fileOverrides: FileShape
  readonly budget: MemoryBudget
  /** Most readers at once, of all tables together. */
  readonly workers: number
  /** Bytes of a table that are worth a further worker. */
  readonly shardBytes: number
  readonly consistency: Consistency
  /** Longest time for which a snapshot is read. */
  readonly maxSnapshotAgeMs?: number
  /** With one backend at a time, and in fetches. */
  readonly gentle: boolean
  /** What a gentle run waits for. */
  readonly limits?: SourceLimits
  /** Of all tables together. */
  readonly maxRowsPerSecond?: number
  /** Measures every session that the settings of the database open. */
  readonly meter: SourceMeter
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
export async function run(given: RunOrder, observer: RunObserver): Promise<readonly TaskOutcome[]> {
  const order = { ...given, database: { ...given.database, maxRowBytes: given.budget.rowBytes } }
  const runId = newRunId()
  const database = order.gentle ? { ...order.database, parallelWorkers: 0 } : order.database
  await using snapshot = await openSource(order)(database, order)
  using age = new AgeLimit(order.consistency === 'snapshot' ? order.maxSnapshotAgeMs : undefined)
  const pace = new SourcePace({ ...order, fetches: order.gentle })
  const slots = new Slots(order.workers)
  await using threads = new ThreadPool(order.target.sink)
  const shared = { ...order, database, runId, snapshot, pace, observer, slots, threads }
  const outcomes = new Map<string, TaskOutcome>()
  await inParallel(order.names, order.workers, async (name) => {
    const outcome = await slots.during(() => runTask({ ...shared, name, age: age.signal }))
    outcomes.set(name, outcome)
    observer.ended(outcome)
  })
  return order.names.flatMap((name) => outcomes.get(name) ?? [])
}

/** How the source is opened for a run. */
function openSource({ consistency, gentle }: RunOrder): typeof openSingleSession {
  if (consistency === 'perShard') return openShardSnapshots
  return gentle ? openSingleSession : openSnapshot
}

interface TaskOrder extends RunOrder {
  readonly name: string
  readonly runId: string
  readonly snapshot: Snapshot
  readonly pace: SourcePace
  readonly observer: RunObserver
  readonly slots: Slots
  readonly threads: ThreadPool
  /** Aborted when the snapshot is too old to be read on. */
  readonly age: AbortSignal
}

/** Runs one task; whatever goes wrong is its outcome. */
async function runTask(order: TaskOrder): Promise<TaskOutcome> {
  const startedMs = performance.now()
  const deadline = order.timeoutMs === undefined ? [] : [AbortSignal.timeout(order.timeoutMs)]
  const signal = AbortSignal.any([order.signal, ...deadline])
  const reading = AbortSignal.any([signal, order.age])
  const seconds = (): number => Math.round(performance.now() - startedMs) / 1000
  try {
    reading.throwIfAborted()
    const task = order.tasks[order.name]
    if (task === undefined) throw new CliError('unknown_task', `no task \`${order.name}\``)
    checkWritable(order.name, task.schema, recordFormat(order))
    const work = order.dryRun ? checkTask : publishTask
    const { notes, ...facts } = await work(task, { ...order, signal, reading })
    const done = { task: order.name, ...facts, seconds: seconds() }
    return notes === undefined ? done : { ...done, notes }
  } catch (error) {
    return failedOutcome(order.name, reasonOf(error, order, reading), seconds())
  }
}

type Done = Omit<TaskOutcome, 'task' | 'seconds'>

/** One task, and when to stop reading it: sooner than `signal`, which stops everything. */
interface StoppableOrder extends TaskOrder {
  readonly reading: AbortSignal
}

/** Reads a task's records and publishes them as a new version, or publishes nothing. */
async function publishTask(task: Task, order: StoppableOrder): Promise<Done> {
  const { name, runId, snapshot, pace, meter, target, observer, signal, reading } = order
  const bounds = boundsOf(task, order)
  let bytes = 0
  const sink = countedSink(target.sink, (count) => (bytes += count))

  await using connection = await snapshot.connect({ signal: reading })
  const cost = meter.reading(connection)
  const shardMeter = new SourceMeter()
  const paced = (reader: Connection): Connection =>
    pace.of(reader, (wait) => observer.waits(name, wait))
  await task.open(recordOnly(connection), { name, signal: reading })
  // After opening: its error would not say that the database has changed.
  const estimate = await estimateRead(connection, task.source, reading)
  meter.planned(estimate?.parallelWorkers ?? 0)
  observer.began(name, estimate?.rows)
  const { ranges, threaded } = await divideTask(connection, task, {
    ...order,
    // The rows of a second are for all readers, which are then of this thread.
    workers: order.maxRowsPerSecond === undefined ? order.workers : 1,
    estimate,
    signal: reading,
  })
  await using publication = await Publication.begin({
    target: { ...target, sink },
    table: name,
    schema: task.schema,
    partitionKeys: task.partitionKeys,
    expect: task.expect,
    runId,
    format: recordFormat(bounds),
    ...bounds,
    source: {
      snapshot: snapshot.id,
      takenAt: snapshot.takenAt,
      server: snapshot.serverVersion,
      shards: ranges.length,
    },
    allowBreaking: order.allowBreaking,
    retention: { ...DEFAULT_RETENTION, versions: order.keepVersions },
  })
  let notes: readonly ReadNote[]
  if (!threaded && ranges.length === 1) {
    const advanced = (): void => observer.advanced(name, { rows: publication.rows, bytes })
    const here = { connection: paced(connection), publication, advanced }
    notes = await readHere(task, { ...order, ...bounds }, here)
  } else {
    // The slot of this table is for one reader.
    await connection.close()
    notes = await readShards({
      ...order,
      ...bounds,
      task,
      origin: originOf(order),
      database: databaseFacts(order.database),
      snapshot: factsOf(snapshot),
      target: target.sink.uri,
      ranges,
      publication,
      threads: threaded ? order.threads : undefined,
      paced,
      measured: (sessions: readonly SessionUsage[]) => {
        meter.add(sessions)
        shardMeter.add(sessions)
      },
      ...shardAge(order),
      advanced: (progress) => observer.advanced(name, progress),
      signal: reading,
    })
  }
  for (const note of notes) publication.note(note)
  publication.describeSource(costOf(cost(), shardMeter.usage()))
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

/** How the files of a task are laid out, and what its reader may take. */
function boundsOf(task: Task, order: TaskOrder): ReadBounds {
  const { budget, writer, codec } = order
  const { lookupBytes, bufferedBytes, rowGroupBytes } = budget.share(task)
  const files = mergeFileOptions(order.files, task.files, order.fileOverrides)
  return {
    writer,
    codec: files.codec ?? codec,
    files,
    ...(files.targetBytes === undefined ? {} : { fileBytes: files.targetBytes }),
    lookupBytes,
    bufferedBytes,
    memoryBytes: rowGroupBytes,
  }
}

interface HereOptions {
  readonly connection: Connection
  readonly publication: Publication
  readonly advanced: () => void
}

/** Reads all of a task in this thread. */
async function readHere(
  task: Task,
  { name, reading, lookupBytes, ...order }: StoppableOrder & ReadBounds,
  { connection, publication, advanced }: HereOptions,
): Promise<readonly ReadNote[]> {
  using age = new AgeLimit(shardAge(order).maxShardAgeMs)
  const signal = AbortSignal.any([reading, age.signal])
  try {
    const reader = await task.open(connection, { name, signal, lookupBytes })
    for await (const { partition, batch } of reader.batches()) {
      await publication.append(partition, batch)
      advanced()
    }
    return reader.counts.notes
  } catch (error) {
    age.signal.throwIfAborted()
    throw error
  }
}

/** The age of a run's snapshot is that of the run; each shard's own begins with the shard. */
function shardAge({
  consistency,
  maxSnapshotAgeMs,
}: Pick<RunOrder, 'consistency' | 'maxSnapshotAgeMs'>): { readonly maxShardAgeMs?: number } {
  const isOwn = consistency === 'perShard' && maxSnapshotAgeMs !== undefined
  return isOwn ? { maxShardAgeMs: maxSnapshotAgeMs } : {}
}

function originOf({ origins, name }: TaskOrder): TaskOrigin {
  const origin = origins[name]
  if (origin === undefined) throw new CliError('unknown_task', `no task \`${name}\``)
  return origin
}

function factsOf({ id, takenAt, serverVersion, server }: Snapshot): SnapshotFacts {
  return { id, takenAt, serverVersion, server }
}

/** Compares a task's record and lookups with the database, and checks that its tables may be read. */
async function checkTask(task: Task, order: StoppableOrder): Promise<Done> {
  const { name, snapshot, target, reading: signal } = order
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
  // An interruption, or the age of the snapshot.
  if (signal.reason instanceof CliError) return signal.reason
  const limit = `${(order.timeoutMs ?? 0) / 1000} s`
  return new CliError('timed_out', `not finished after ${limit}; raise --timeout, or read less`, {
    cause: error,
    retriable: true,
  })
}
