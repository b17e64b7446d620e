import type { ShardRange } from '@carmilla/extract'
import type { Publication } from '@carmilla/load'
import type { ReadNote, Task } from '@carmilla/transform'
import type { TaskProgress } from '../run/run-observer.ts'
import { AgeLimit } from './age-limit.ts'
import { lanesOf } from './divide-task.ts'
import { type ReadShard, readShard, type ShardLink, type ShardOrder } from './read-shard.ts'
import { mergedNotes } from './shard-notes.ts'
import type { Slots } from './slots.ts'
import type { ThreadPool } from './thread-pool.ts'

export interface ShardsOrder extends Omit<
  ShardOrder,
  'range' | 'shard' | 'concurrent' | 'digestSeeds'
> {
  readonly task: Task
  /** The shards, in their order. */
  readonly ranges: readonly (ShardRange | undefined)[]
  readonly publication: Publication
  /** Of the run; the caller holds one of them for this table. */
  readonly slots: Slots
  /** Most of the slots. */
  readonly workers: number
  /** Where the shards are read; in this thread when undefined. */
  readonly threads: ThreadPool | undefined
  /** Longest time of the transaction of one shard. */
  readonly maxShardAgeMs?: number
  readonly advanced: (progress: TaskProgress) => void
  readonly paced: ShardLink['paced']
  readonly measured: ShardLink['measured']
  readonly signal: AbortSignal
}

/**
 * Reads the shards of a table, as many at once as there are free slots, and adds each to the
 * publication. The first that fails aborts the others; nothing touches the target any more when it is
 * thrown.
 *
 * @returns what became of values, over all shards.
 */
export async function readShards(order: ShardsOrder): Promise<readonly ReadNote[]> {
  const { ranges, slots, workers, publication, task } = order
  const lanes = lanesOf({ ranges }, workers)
  const failed = new AbortController()
  const taken = new AbortController()
  const signal = AbortSignal.any([order.signal, failed.signal])
  const notes: (readonly ReadNote[])[] = []
  const progress = new SummedProgress(order.advanced)
  const queue = ranges.entries()
  const readQueue = async (): Promise<void> => {
    for (const [shard, range] of queue) {
      if (shard === ranges.length - 1) taken.abort()
      signal.throwIfAborted()
      const link = {
        signal,
        announce: (keys: readonly string[]) => publication.announce(keys),
        advanced: (done: TaskProgress) => progress.of(shard, done),
        paced: order.paced,
        measured: order.measured,
      }
      const read = await readOne(order, { shard, range, lanes, link })
      publication.add(read.written)
      notes[shard] = read.notes
    }
  }
  const lane = async (index: number): Promise<void> => {
    // The first goes on in the slot that the table has.
    using slot = index === 0 ? undefined : await slots.take(taken.signal)
    if (index > 0 && slot === undefined) return
    try {
      await readQueue()
    } catch (error) {
      taken.abort()
      failed.abort(error)
    }
  }
  await Promise.allSettled(Array.from({ length: lanes }, (_, index) => lane(index)))
  order.signal.throwIfAborted()
  // The first in time: the others were stopped because of it.
  if (failed.signal.aborted) throw asError(failed.signal.reason)
  return mergedNotes(task, notes)
}

interface OneShard {
  readonly shard: number
  readonly range: ShardRange | undefined
  readonly lanes: number
  readonly link: ShardLink
}

async function readOne(order: ShardsOrder, one: OneShard): Promise<ReadShard> {
  const { name, origin, database, snapshot, place, writer, codec, files, runId, threads } = order
  const { shard, range, lanes } = one
  using age = new AgeLimit(order.maxShardAgeMs)
  const link = { ...one.link, signal: AbortSignal.any([one.link.signal, age.signal]) }
  const facts: ShardOrder = {
    name,
    origin,
    database,
    snapshot,
    place,
    writer,
    codec,
    ...(files === undefined ? {} : { files }),
    ...(order.memoryBytes === undefined ? {} : { memoryBytes: order.memoryBytes }),
    ...(order.fileBytes === undefined ? {} : { fileBytes: order.fileBytes }),
    bufferedBytes: order.bufferedBytes,
    ...(order.mostFiles === undefined ? {} : { mostFiles: order.mostFiles }),
    lookupBytes: order.lookupBytes,
    runId,
    shard,
    concurrent: lanes,
    digestSeeds: order.publication.digestSeeds,
    ...(range === undefined ? {} : { range }),
  }
  try {
    return threads === undefined ? await readShard(facts, link) : await threads.read(facts, link)
  } catch (error) {
    age.signal.throwIfAborted()
    throw error
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** Adds up how far the shards of a table are. */
class SummedProgress {
  readonly #shards = new Map<number, TaskProgress>()
  readonly #advanced: (progress: TaskProgress) => void

  constructor(advanced: (progress: TaskProgress) => void) {
    this.#advanced = advanced
  }

  of(shard: number, done: TaskProgress): void {
    this.#shards.set(shard, done)
    let [rows, bytes] = [0, 0]
    for (const each of this.#shards.values()) {
      rows += each.rows
      bytes += each.bytes
    }
    this.#advanced({ rows, bytes })
  }
}
