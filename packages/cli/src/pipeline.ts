import { openShardSnapshots, openSingleSession, openSnapshot, SourcePace } from '@carmilla/extract'
import { newRunId } from '@carmilla/load'
import { keepYoungHeapSmall } from './memory/young-heap.ts'
import { inParallel } from './run/in-parallel.ts'
import type { TaskOutcome } from './run/outcome.ts'
import type { RunObserver } from './run/run-observer.ts'
import type { RunOrder } from './run/run-order.ts'
import { runTask } from './run/run-task.ts'
import { AgeLimit } from './workers/age-limit.ts'
import { Slots } from './workers/slots.ts'
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
 *
 * Here the source is opened and its tasks are run beside each other; `run/run-task.ts` runs one of them,
 * `run/publish-task.ts` is the row of the picture, and `workers/read-task.ts` its middle: in this thread
 * or in shards.
 */

/**
 * Runs tasks in one snapshot; a task that fails never stops the others.
 *
 * @returns what became of each task, in the order of the names.
 * @throws {ExtractError} when the snapshot cannot be taken: then nothing has begun.
 */
export async function run(given: RunOrder, observer: RunObserver): Promise<readonly TaskOutcome[]> {
  const order = { ...given, database: { ...given.database, maxRowBytes: given.budget.rowBytes } }
  if (given.budget.isCeiling) keepYoungHeapSmall()
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
