import {
  type Connection,
  type ConnectionSettings,
  joinSnapshot,
  type SessionUsage,
  type ShardRange,
  type SnapshotFacts,
  SourceMeter,
} from '@carmilla/extract'
import { type FormatChoice, recordFormat, ShardWriter, type WrittenShard } from '@carmilla/load'
import type { ReadNote } from '@carmilla/transform'
import { countedSink } from '../run/counted-sink.ts'
import type { TaskProgress } from '../run/run-observer.ts'
import { openTarget, type TargetChoice } from '../invocation.ts'
import { type TaskOrigin, taskFrom } from './task-origin.ts'

/** How files are laid out, and what a reader may take; serialisable. */
export interface ReadBounds extends FormatChoice {
  /** A file that reaches this is closed and the next begun. */
  readonly fileBytes?: number
  /** Of all open files together. */
  readonly bufferedBytes: number
  /** Most files of one reader. */
  readonly mostFiles?: number
  /** Of one lookup. */
  readonly lookupBytes: number
}

/** Everything that reading a shard takes; serialisable. */
export interface ShardOrder extends ReadBounds {
  readonly name: string
  readonly origin: TaskOrigin
  readonly database: DatabaseFacts
  readonly snapshot: SnapshotFacts
  readonly place: TargetChoice
  readonly runId: string
  /** Which rows of the source; all when missing. */
  readonly range?: ShardRange
  /** From 0. */
  readonly shard: number
  /** Shards of the table that are read at once. */
  readonly concurrent: number
  readonly digestSeeds: Int32Array
}

/** Settings of a connection, and the password itself. */
export interface DatabaseFacts {
  readonly settings: Omit<ConnectionSettings, 'password' | 'meter'>
  readonly password: string | undefined
}

/** What the thread that reads has to say while it does. */
export interface ShardLink {
  /** Resolves when objects may appear under the keys. */
  announce(keys: readonly string[]): Promise<void>
  advanced(progress: TaskProgress): void
  /** The same connection, on which results are read at the pace of the run. */
  paced(connection: Connection): Connection
  /** Is told what the sessions have cost the source, also of a reading that failed. */
  measured(sessions: readonly SessionUsage[]): void
  readonly signal: AbortSignal
}

/** What reading a shard came to; serialisable. */
export interface ReadShard {
  readonly written: WrittenShard
  /** What became of values, and how often. */
  readonly notes: readonly ReadNote[]
}

/** Splits the settings of a connection into what can be handed to another thread. */
export function databaseFacts({
  password,
  meter: _meter,
  ...settings
}: ConnectionSettings): DatabaseFacts {
  return { settings, password: password?.() }
}

/** Reads one shard of a table, and writes its files: the work of one worker. */
export async function readShard(order: ShardOrder, link: ShardLink): Promise<ReadShard> {
  const meter = new SourceMeter()
  try {
    return await readRange(order, link, { ...settingsOf(order.database), meter })
  } finally {
    link.measured(meter.sessions)
  }
}

async function readRange(
  order: ShardOrder,
  link: ShardLink,
  database: ConnectionSettings,
): Promise<ReadShard> {
  const { name, range, runId, shard, concurrent, digestSeeds } = order
  const { signal } = link
  await using snapshot = joinSnapshot(database, order.snapshot)
  await using connection = await snapshot.connect({ signal })
  const task = await taskFrom(order.origin, connection)
  const reader = await task.open(link.paced(connection), {
    name,
    signal,
    lookupBytes: order.lookupBytes,
    ...(range === undefined ? {} : { range }),
  })
  const { sink } = await openTarget(order.place)
  let bytes = 0
  await using writer = new ShardWriter({
    sink: countedSink(sink, (count) => (bytes += count)),
    format: recordFormat(order),
    table: name,
    runId,
    schema: task.schema,
    partitionKeys: task.partitionKeys,
    expect: task.expect,
    ...(order.fileBytes === undefined ? {} : { fileBytes: order.fileBytes }),
    bufferedBytes: order.bufferedBytes,
    ...(order.mostFiles === undefined ? {} : { mostFiles: order.mostFiles }),
    shard,
    shards: concurrent,
    digestSeeds,
    announce: (keys) => link.announce(keys),
  })
  for await (const { partition, batch } of reader.batches()) {
    await writer.append(partition, batch)
    link.advanced({ rows: writer.rows, bytes })
  }
  signal.throwIfAborted()
  const written = await writer.close()
  link.advanced({ rows: writer.rows, bytes })
  return { written, notes: reader.counts.notes }
}

function settingsOf({ settings, password }: DatabaseFacts): ConnectionSettings {
  return password === undefined ? settings : { ...settings, password: () => password }
}
