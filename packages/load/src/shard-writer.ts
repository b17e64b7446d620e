import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import { type GateObservation, Gates } from './gates.ts'
import { tableLocation } from './layout.ts'
import {
  DEFAULT_BUFFERED_BYTES,
  DEFAULT_FILE_BYTES,
  DEFAULT_OPEN_FILES,
  PartWriter,
  type WrittenPart,
} from './part-writer.ts'
import type { RecordFormat } from './record-writer.ts'
import type { Sink } from './sink.ts'

/** Files that a shard may have open, however many shards there are. */
const LEAST_OPEN_FILES = 8

export interface ShardWriterOptions {
  readonly sink: Sink
  readonly format: RecordFormat
  readonly table: string
  readonly runId: string
  readonly schema: RecordSchema
  readonly partitionKeys: readonly string[]
  readonly expect: Expectations
  /** From 0; a part of the names of its files. */
  readonly shard: number
  /** Shards of the table that are written at once: they share the bounds on files and memory. */
  readonly shards: number
  /** A file that reaches this is closed and the next begun. */
  readonly fileBytes?: number
  /** Of the open files of this shard alone. */
  readonly bufferedBytes?: number
  /** Most files of this shard; any number by default. */
  readonly mostFiles?: number
  /** Of the publication that the shard is added to. */
  readonly digestSeeds: Int32Array
  /** Called with keys before an object may appear under any of them; see {@link Publication.announce}. */
  readonly announce: (keys: readonly string[]) => Promise<void>
}

/** What writing a shard learned; serialisable, for {@link Publication.add}. */
export interface WrittenShard {
  readonly rows: number
  /** Closed, not yet published; none for a shard without rows. */
  readonly parts: readonly WrittenPart[]
  readonly observation: GateObservation
}

/**
 * Writes the rows of one shard of a table, wherever it is read: the part of a publication that several
 * threads can do at once. What the shards write becomes a version by one {@link Publication}.
 */
export class ShardWriter implements AsyncDisposable {
  readonly #parts: PartWriter
  readonly #gates: Gates
  #rows = 0
  #closed = false

  /** @throws {LoadError} `schema_invalid` */
  constructor(options: ShardWriterOptions) {
    const { sink, format, schema, partitionKeys, shard, shards, announce } = options
    const { table, runId, expect, digestSeeds } = options
    this.#gates = new Gates(table, expect, { schema, seeds: digestSeeds })
    this.#parts = new PartWriter({
      sink,
      format,
      schema,
      partitionKeys,
      shard,
      announce,
      location: tableLocation(table, runId),
      metadata: { 'carmilla.run': runId },
      fileBytes: options.fileBytes ?? DEFAULT_FILE_BYTES,
      openFiles: Math.max(LEAST_OPEN_FILES, Math.floor(DEFAULT_OPEN_FILES / shards)),
      bufferedBytes: options.bufferedBytes ?? Math.floor(DEFAULT_BUFFERED_BYTES / shards),
      ...(options.mostFiles === undefined ? {} : { mostFiles: options.mostFiles }),
    })
  }

  /** Rows appended so far. */
  get rows(): number {
    return this.#rows
  }

  /** Takes the rows of a batch, all of one partition; the batch may be reused once this resolves. */
  async append(partition: readonly (string | null)[], batch: RecordBatch): Promise<void> {
    this.#gates.observe(batch)
    this.#rows += batch.rows
    await this.#parts.append(partition, batch)
  }

  /** Closes the files. */
  async close(): Promise<WrittenShard> {
    const parts = await this.#parts.close({ orEmpty: false })
    this.#closed = true
    return { rows: this.#rows, parts, observation: this.#gates.observation }
  }

  /** Gives up the files that are open; those that are closed are the publication's to delete. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#closed) await this.#parts.abort()
  }
}

/** Buffers of a shard that another thread can be given instead of a copy. */
export function shardBuffers({ observation }: WrittenShard): ArrayBuffer[] {
  return observation.unique.flatMap(({ integers, digests }) => [
    integers.slots.buffer,
    digests.slots.buffer,
  ])
}
