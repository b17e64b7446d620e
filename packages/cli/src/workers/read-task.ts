import type { Connection, Snapshot, SnapshotFacts } from '@carmilla/extract'
import type { Publication } from '@carmilla/load'
import type { ReadNote, Task } from '@carmilla/transform'
import { CliError } from '../errors.ts'
import type { RunOrder, StoppableOrder, TaskOrder } from '../run/run-order.ts'
import { AgeLimit } from './age-limit.ts'
import type { Division } from './divide-task.ts'
import { databaseFacts, type ReadBounds, type ShardLink } from './read-shard.ts'
import { readShards } from './read-shards.ts'
import type { TaskOrigin } from './task-origin.ts'

/** What one reading of a task works with. */
export interface TaskReading extends Pick<ShardLink, 'paced' | 'measured'> {
  readonly division: Division
  /** Of this thread; closed where others read. */
  readonly connection: Connection
  readonly publication: Publication
  /** Of this thread, so far. */
  readonly writtenBytes: () => number
}

/**
 * Reads the records of a task into its publication: all of them here, or shard by shard.
 *
 * @returns what became of values.
 */
export async function readTask(
  task: Task,
  order: StoppableOrder & ReadBounds,
  reading: TaskReading,
): Promise<readonly ReadNote[]> {
  const { ranges, threaded } = reading.division
  if (!threaded && ranges.length === 1) return await readHere(task, order, reading)
  const { snapshot, observer, name } = order
  const { connection, publication, paced, measured } = reading
  // The slot of this table is for one reader.
  await connection.close()
  return await readShards({
    ...order,
    task,
    origin: originOf(order),
    database: databaseFacts(order.database),
    snapshot: factsOf(snapshot),
    ranges,
    publication,
    threads: threaded ? order.threads : undefined,
    paced,
    measured,
    ...shardAge(order),
    advanced: (progress) => observer.advanced(name, progress),
    signal: order.reading,
  })
}

/** Reads all of a task in this thread. */
async function readHere(
  task: Task,
  { name, reading, lookupBytes, observer, ...order }: StoppableOrder & ReadBounds,
  { connection, publication, paced, writtenBytes }: TaskReading,
): Promise<readonly ReadNote[]> {
  using age = new AgeLimit(shardAge(order).maxShardAgeMs)
  const signal = AbortSignal.any([reading, age.signal])
  try {
    const reader = await task.open(paced(connection), { name, signal, lookupBytes })
    for await (const { partition, batch } of reader.batches()) {
      await publication.append(partition, batch)
      observer.advanced(name, { rows: publication.rows, bytes: writtenBytes() })
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
