import { type Connection, planShards, type ShardRange } from '@carmilla/extract'
import type { Task } from '@carmilla/transform'
import type { ReadEstimate } from '../run/estimate-rows.ts'

/** How the database is seen by the readers of a run. */
export const CONSISTENCIES = ['snapshot', 'perShard'] as const
/**
 * `snapshot`: all readers of all tables see one instant. `perShard`: each shard of each table sees the
 * instant at which it begins, and no transaction lasts longer than one shard.
 */
export type Consistency = (typeof CONSISTENCIES)[number]

/** More shards than this are more trouble than any transaction that they shorten. */
const MOST_SHARDS = 10_000

/** What a run is told about dividing its tasks. */
export interface DivisionChoice {
  readonly workers: number
  /** Bytes of a source that are worth a further worker. */
  readonly shardBytes: number
  readonly consistency: Consistency
  /** Of all readers together, which are then of one thread. */
  readonly maxRowsPerSecond?: number
}

export interface DivideOptions extends DivisionChoice {
  readonly estimate: ReadEstimate | undefined
  readonly signal: AbortSignal
}

/** How a task is read. */
export interface Division {
  readonly ranges: readonly (ShardRange | undefined)[]
  /** Whether it is worth threads of its own. */
  readonly threaded: boolean
  /** Of the source, on disk or as estimated. */
  readonly bytes: number
}

/** Readers of the ranges of a division at once. */
export function lanesOf({ ranges }: Pick<Division, 'ranges'>, workers: number): number {
  return Math.min(workers, ranges.length)
}

/** Most readers of one task at once. */
export function workersOf({ workers, maxRowsPerSecond }: DivisionChoice): number {
  return maxRowsPerSecond === undefined ? workers : 1
}

/**
 * Decides into how many shards a task is divided: as many as there are workers, but one for each
 * `shardBytes` of the table at most. With shards that have snapshots of their own it is one for each
 * `shardBytes`, whatever the workers, so that each is short.
 */
export async function divideTask(
  connection: Connection,
  task: Task,
  options: DivideOptions,
): Promise<Division> {
  const { shardBytes, consistency, estimate, signal } = options
  const workers = workersOf(options)
  const sameSnapshot = consistency === 'snapshot'
  const estimatedBytes = estimate === undefined ? 0 : estimate.rows * estimate.rowBytes
  const mostShards = sameSnapshot ? workers : MOST_SHARDS
  if (task.shards === undefined || mostShards === 1) {
    const isLarge = estimatedBytes >= shardBytes * 2
    return { ranges: [undefined], threaded: workers > 1 && isLarge, bytes: estimatedBytes }
  }
  const { table, keys } = task.shards
  const { ranges, bytes } = await planShards(connection, {
    table,
    keys,
    mostShards,
    shardBytes,
    estimatedBytes,
    sameSnapshot,
    signal,
  })
  const isLarge = ranges.length > 1 || bytes >= shardBytes * 2
  return { ranges, threaded: workers > 1 && isLarge, bytes }
}
