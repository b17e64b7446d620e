import { blockRanges } from './block-ranges.ts'
import type { Connection } from './connection.ts'
import { keyRanges } from './key-ranges.ts'
import type { ShardRange } from './shard-range.ts'
import {
  type RelationName,
  type SourceStorage,
  sourceStorage,
  type StoredKey,
} from './source-storage.ts'

/** Postgres 14: the first that reads a range of ctids without reading the table. */
const TID_RANGE_SCANS = 140_000

export interface ShardPlanOptions {
  readonly table: RelationName
  /** Most shards; at least 1. */
  readonly mostShards: number
  /** Bytes of the source that are worth a shard. */
  readonly shardBytes: number
  /**
   * Columns that the source can be divided by although they are no primary key, best first; a row
   * whose value is NULL has a shard too.
   */
  readonly keys?: readonly string[]
  /** Bytes of a source that has no storage of its own, such as a view; 0 by default. */
  readonly estimatedBytes?: number
  /**
   * Whether all shards are read in one snapshot. Rows keep their place in it; where each shard has a
   * snapshot of its own an update may move a row into another range, so only keys will do.
   */
  readonly sameSnapshot: boolean
  readonly signal?: AbortSignal
}

/** How a source is divided. */
export interface ShardPlan {
  /** Every row is in exactly one of them; a single `undefined` is all rows. */
  readonly ranges: readonly (ShardRange | undefined)[]
  /** Bytes of the source on disk, or as estimated. */
  readonly bytes: number
}

/**
 * Divides the rows of a relation among readers.
 *
 * By blocks of the heap where that is possible: plain, partitioned and inherited tables and
 * materialized views of Postgres 14 and later. Else by ranges of a key: foreign tables, views, older
 * servers. A source with neither, or too small to be worth it, is one shard.
 *
 * The sizes are those of this moment, not of the snapshot; they decide about balance only.
 *
 * @throws {ExtractError} `query_failed`, `connection_lost`, `aborted`
 */
export async function planShards(
  connection: Connection,
  options: ShardPlanOptions,
): Promise<ShardPlan> {
  const { table, mostShards, shardBytes, estimatedBytes = 0, signal } = options
  const storage = await sourceStorage(connection, table, signal)
  if (storage === undefined) return { ranges: [undefined], bytes: estimatedBytes }
  const { blocks, blockBytes, serverVersionNumber } = storage
  const bytes =
    blocks === undefined ? estimatedBytes : blocks.reduce((sum, n) => sum + n, 0) * blockBytes
  const count = Math.min(mostShards, Math.floor(bytes / shardBytes))
  if (count <= 1) return { ranges: [undefined], bytes }
  const hasCtid = blocks !== undefined && storage.mayReadCtid
  if (hasCtid && options.sameSnapshot && serverVersionNumber >= TID_RANGE_SCANS) {
    const ranges = blockRanges(blocks, count)
    return { ranges: ranges.length === 1 ? [undefined] : ranges, bytes }
  }
  const key = keyOf(storage, options.keys ?? [])
  if (key === undefined) return { ranges: [undefined], bytes }
  const ranges = await keyRanges(connection, { table, oid: storage.oid, key, count, signal })
  return { ranges: ranges.length <= 1 ? [undefined] : ranges, bytes }
}

function keyOf({ keys }: SourceStorage, declared: readonly string[]): StoredKey | undefined {
  const primary = keys.find((key) => key.isPrimary)
  if (primary !== undefined) return primary
  return declared.flatMap((name) => keys.find(({ column }) => column === name) ?? [])[0]
}
