import type { Expectations, ReadNote, RecordBatch, RecordSchema } from '@carmilla/transform'
import type { TableVersion } from './catalog.ts'
import { LoadError } from './errors.ts'
import {
  type CollectedGarbage,
  collectGarbage,
  DEFAULT_RETENTION,
  type Retention,
} from './garbage.ts'
import { type GateOutcome, Gates } from './gates.ts'
import { manifestKey, tableLocation } from './layout.ts'
import type { Target } from './target.ts'
import type { Manifest, SourceFacts } from './manifest.ts'
import {
  byKey,
  DEFAULT_BUFFERED_BYTES,
  DEFAULT_FILE_BYTES,
  DEFAULT_OPEN_FILES,
  PartWriter,
  type WrittenPart,
} from './part-writer.ts'
import type { RecordFormat } from './record-writer.ts'
import { RunJournal } from './run-journal.ts'
import { checkColumnNames } from './column-names.ts'
import { checkCompatible } from './schema-changes.ts'
import type { WrittenShard } from './shard-writer.ts'
import { writeJson } from './small-object.ts'
import { checkWritable } from './writable.ts'
import { verifyParts } from './verification.ts'

export interface PublicationOptions {
  readonly target: Target
  readonly table: string
  readonly schema: RecordSchema
  /** Names of the partition keys, outermost first; none of them is a column of the files. */
  readonly partitionKeys?: readonly string[]
  /** From `newRunId()`; the same for all tables of a run. */
  readonly runId: string
  readonly format: RecordFormat
  readonly expect?: Expectations
  /** Where the rows come from, for the manifest: snapshot id, server, query. */
  readonly source?: SourceFacts
  /** Key-value metadata of each file; the run id is always there. */
  readonly metadata?: Readonly<Record<string, string>>
  readonly retention?: Retention
  /** Publish what readers of the version before cannot read as they did; refused by default. */
  readonly allowBreaking?: boolean
  /** A file that reaches this is closed and the next begun. */
  readonly fileBytes?: number
  readonly openFiles?: number
  readonly bufferedBytes?: number
  /** Most files of the version; any number by default. */
  readonly mostFiles?: number
  readonly now?: () => Date
}

/** What a publication did. */
export interface Published {
  readonly version: TableVersion
  readonly manifestKey: string
  readonly gates: readonly GateOutcome[]
  readonly collected: CollectedGarbage
  /** What went wrong after the version was live; the next run cleans up. */
  readonly cleanUpErrors: readonly Error[]
}

/**
 * One run of one table: rows in, and at the end a new version, or nothing.
 *
 * `begin`, `append` as often as needed, `publish`. The catalog's commit inside `publish` is the one
 * step that readers see. A failure anywhere before it leaves the old version live and removes the
 * run's objects; a killed process's objects are removed by the next run of the table.
 *
 * ```ts
 * await using publication = await Publication.begin({ target, table, schema, runId, format })
 * for await (const batch of batches) await publication.append([], batch)
 * const { version } = await publication.publish()
 * ```
 *
 * A version that somebody else published since `begin` is a conflict: its rows may be newer.
 */
export class Publication implements AsyncDisposable {
  readonly #options: PublicationOptions
  readonly #previous: TableVersion | undefined
  readonly #journal: RunJournal
  readonly #parts: PartWriter
  readonly #gates: Gates
  readonly #startedAt: Date
  readonly #notes: ReadNote[] = []
  #source: SourceFacts
  readonly #cleanUpErrors: Error[]
  /** Keys that the writers of shards announced. */
  readonly #shardKeys: string[] = []
  readonly #shardParts: WrittenPart[] = []
  #rows = 0
  #state: 'open' | 'failed' | 'publishing' | 'ended' = 'open'

  /**
   * Begins a run of a table, and removes what dead runs of it left behind.
   *
   * @throws {LoadError} `target_not_writable`, `target_full`, `schema_invalid`,
   * `column_unwritable`, `catalog_corrupt`, `breaking_change`
   */
  static async begin(options: PublicationOptions): Promise<Publication> {
    const { target, table, runId } = options
    checkColumnNames(table, options.schema, options.partitionKeys ?? [])
    checkWritable(table, options.schema, options.format)
    const now = options.now ?? currentTime
    const cleanUpErrors: Error[] = []
    await collectGarbage({ target, table, now }).catch((error: unknown) => {
      cleanUpErrors.push(asError(error))
    })
    const previous = await target.catalog.current(table)
    if (previous !== undefined && options.allowBreaking !== true) {
      const { schema, partitionKeys = [] } = options
      checkCompatible(table, previous, { schema, partitionKeys })
    }
    const journal = new RunJournal({ sink: target.sink, table, runId, now })
    const gates = new Gates(table, options.expect ?? {}, { schema: options.schema })
    await journal.begin()
    return new Publication(options, { previous, journal, gates, startedAt: now(), cleanUpErrors })
  }

  private constructor(
    options: PublicationOptions,
    begun: {
      readonly previous: TableVersion | undefined
      readonly journal: RunJournal
      readonly gates: Gates
      readonly startedAt: Date
      readonly cleanUpErrors: Error[]
    },
  ) {
    this.#options = options
    this.#source = options.source ?? {}
    this.#previous = begun.previous
    this.#journal = begun.journal
    this.#gates = begun.gates
    this.#startedAt = begun.startedAt
    this.#cleanUpErrors = begun.cleanUpErrors
    this.#parts = new PartWriter({
      sink: options.target.sink,
      format: options.format,
      schema: options.schema,
      partitionKeys: options.partitionKeys ?? [],
      location: this.#location,
      metadata: { ...options.metadata, 'carmilla.run': options.runId },
      fileBytes: options.fileBytes ?? DEFAULT_FILE_BYTES,
      openFiles: options.openFiles ?? DEFAULT_OPEN_FILES,
      bufferedBytes: options.bufferedBytes ?? DEFAULT_BUFFERED_BYTES,
      ...(options.mostFiles === undefined ? {} : { mostFiles: options.mostFiles }),
      announce: (keys) => begun.journal.announce(keys),
    })
  }

  /** Rows appended so far. */
  get rows(): number {
    return this.#rows
  }

  /**
   * Takes the rows of a batch, all of one partition; the batch may be reused once this resolves.
   *
   * @param partition values of the partition keys, in their order; empty when there are none.
   */
  async append(partition: readonly (string | null)[], batch: RecordBatch): Promise<void> {
    this.#expectOpen()
    // Until it is done: a caller that goes on after a failure must not publish what is left.
    this.#state = 'failed'
    this.#gates.observe(batch)
    this.#rows += batch.rows
    await this.#parts.append(partition, batch)
    this.#state = 'open'
  }

  /** Seeds of the digests by which shards find equal rows. */
  get digestSeeds(): Int32Array {
    return this.#gates.seeds
  }

  /**
   * Journals keys of a shard, before an object may appear under any of them.
   *
   * @throws {LoadError} `aborted` once the publication has ended
   */
  async announce(keys: readonly string[]): Promise<void> {
    this.#expectOpen()
    this.#shardKeys.push(...keys)
    await this.#journal.announce(keys)
  }

  /** Takes the rows that a {@link ShardWriter} has written elsewhere: each shard once. */
  add(shard: WrittenShard): void {
    this.#expectOpen()
    this.#rows += shard.rows
    this.#shardParts.push(...shard.parts)
    this.#gates.merge(shard.observation)
  }

  /** Adds what readers of the manifest should know of the values of a column. */
  note(note: ReadNote): void {
    this.#notes.push(note)
  }

  /** Adds what is known of the source only after the reading: what it cost. */
  describeSource(facts: SourceFacts): void {
    this.#source = { ...this.#source, ...facts }
  }

  /**
   * Closes, verifies and commits. On any failure before the commit nothing was published and the
   * run's objects are gone.
   *
   * @throws {LoadError} `verification_failed`, `gate_failed`, `commit_conflict`, `target_full`, …;
   * `commit_unknown` when the catalog did not answer (then the objects stay, for the version may
   * be live).
   */
  async publish(): Promise<Published> {
    this.#expectOpen()
    this.#state = 'publishing'
    let prepared: { version: TableVersion; gates: readonly GateOutcome[] }
    try {
      prepared = await this.#prepare()
      await this.#commit(prepared.version)
    } catch (error) {
      if (!(error instanceof LoadError && error.code === 'commit_unknown')) await this.#cleanUp()
      this.#state = 'ended'
      throw error
    }
    this.#state = 'ended'
    const collected = await this.#retain()
    return {
      ...prepared,
      manifestKey: this.#manifestKey,
      collected,
      cleanUpErrors: this.#cleanUpErrors,
    }
  }

  /** Gives up: removes the run's objects. Harmless after `publish`. */
  async abort(): Promise<void> {
    if (!this.#isUnfinished) return
    this.#state = 'ended'
    await this.#deleteOwn()
  }

  /** Gives up unless `publish` was called; what cannot be removed is left to the next run. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isUnfinished) return
    this.#state = 'ended'
    await this.#cleanUp()
  }

  async #prepare(): Promise<{ version: TableVersion; gates: readonly GateOutcome[] }> {
    const { target, format, table, schema } = this.#options
    const own = await this.#parts.close({ orEmpty: this.#shardParts.length === 0 })
    const parts = byKey([...own, ...this.#shardParts])
    await verifyParts({ sink: target.sink, format, table, schema, parts, rows: this.#rows })
    const gates = this.#gates.check()
    const version = this.#versionOf(parts)
    await writeJson(target.sink, this.#manifestKey, this.#manifestOf(version, parts, gates))
    await this.#journal.seal()
    return { version, gates }
  }

  async #commit(version: TableVersion): Promise<void> {
    try {
      await this.#options.target.catalog.commit(version)
    } catch (error) {
      const published = await this.#isPublished(version).catch(() => undefined)
      if (published === true) return
      const certain = error instanceof LoadError && error.code !== 'commit_unknown'
      if (published === false && certain) throw error
      throw new LoadError(
        'commit_unknown',
        `table \`${version.table}\`: the catalog did not say whether version ${version.version} is live; its objects are kept, look at the table before running again`,
        { cause: error, context: { table: version.table, version: version.version } },
      )
    }
  }

  async #isPublished({ table, runId }: TableVersion): Promise<boolean> {
    const versions = await this.#options.target.catalog.versions(table)
    return versions.some((version) => version.runId === runId)
  }

  async #retain(): Promise<CollectedGarbage> {
    const { target, table, retention = DEFAULT_RETENTION, now = currentTime } = this.#options
    try {
      return await collectGarbage({ target, table, retention, now })
    } catch (error) {
      // The version is live: a clean-up that failed must not make it look as if it were not.
      this.#cleanUpErrors.push(asError(error))
      return { forgotten: [], deleted: [] }
    }
  }

  async #cleanUp(): Promise<void> {
    await this.#deleteOwn().catch((error: unknown) => {
      this.#cleanUpErrors.push(asError(error))
    })
  }

  async #deleteOwn(): Promise<void> {
    const { sink } = this.#options.target
    await this.#parts.abort()
    const keys = [...this.#parts.begunKeys, ...this.#shardKeys]
    await sink.discardUnfinished?.(keys)
    await sink.delete(keys)
    await sink.delete([this.#manifestKey])
    await this.#journal.end()
  }

  #versionOf(parts: readonly WrittenPart[]): TableVersion {
    const { table, runId, schema, partitionKeys = [], now = currentTime } = this.#options
    return {
      table,
      version: (this.#previous?.version ?? 0) + 1,
      runId,
      location: this.#location,
      schema,
      partitionKeys,
      files: parts.map(({ key, rows, bytes, partition }) => ({ key, rows, bytes, partition })),
      rows: this.#rows,
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      publishedAt: now().toISOString(),
    }
  }

  #manifestOf(
    version: TableVersion,
    parts: readonly WrittenPart[],
    gates: readonly GateOutcome[],
  ): Manifest {
    const { table, runId, schema, partitionKeys, rows, bytes, publishedAt } = version
    return {
      formatVersion: 1,
      table,
      runId,
      version: version.version,
      previousVersion: this.#previous?.version ?? null,
      startedAt: this.#startedAt.toISOString(),
      publishedAt,
      source: this.#source,
      writer: this.#options.format.writer,
      schema,
      partitionKeys,
      rows,
      bytes,
      files: parts,
      notes: this.#notes,
      gates,
    }
  }

  get #location(): string {
    return tableLocation(this.#options.table, this.#options.runId)
  }

  get #manifestKey(): string {
    return manifestKey(this.#options.table, this.#options.runId)
  }

  get #isUnfinished(): boolean {
    return this.#state === 'open' || this.#state === 'failed'
  }

  #expectOpen(): void {
    if (this.#state === 'open') return
    const { table, runId } = this.#options
    const state = this.#state === 'failed' ? 'has failed, or is busy with a batch' : 'has ended'
    throw new LoadError('aborted', `table \`${table}\`: this publication ${state}`, {
      context: { table, runId },
    })
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function currentTime(): Date {
  return new Date()
}
