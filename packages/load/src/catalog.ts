import type { RecordSchema } from '@carmilla/transform'

/** One published version of a table; immutable. */
export interface TableVersion {
  readonly table: string
  /** 1 for the first version; every publish and every rollback adds one. */
  readonly version: number
  readonly runId: string
  /** Prefix below which the data of this version lies, relative to the sink; ends with `/`. */
  readonly location: string
  readonly schema: RecordSchema
  /** Names of the partition keys, outermost first; empty for an unpartitioned table. */
  readonly partitionKeys: readonly string[]
  readonly files: readonly PublishedFile[]
  readonly rows: number
  readonly bytes: number
  /** ISO 8601, UTC. */
  readonly publishedAt: string
  /** The version whose data this one shows again, when it came from a rollback. */
  readonly rolledBackTo?: number
}

export interface PublishedFile {
  readonly key: string
  readonly rows: number
  readonly bytes: number
  /** Values of the partition keys, in their order; `null` for NULL. */
  readonly partition: readonly (string | null)[]
}

/**
 * What readers ask for the files of a table.
 *
 * Exactly one version is current. `commit` is the only call that changes what a reader sees, and
 * it is atomic: readers see the old version or the new one.
 */
export interface Catalog {
  /** The current version, or `undefined` when the table was never published. */
  current(table: string): Promise<TableVersion | undefined>

  /** All versions that are still kept, newest first. */
  versions(table: string): Promise<readonly TableVersion[]>

  /** Names of all published tables, sorted. */
  tables(): Promise<readonly string[]>

  /**
   * Makes `next` current if the current version is still `next.version - 1` (none for 1).
   *
   * @throws {LoadError} `commit_conflict` when another publisher was first; `commit_unknown` when
   * the catalog did not say whether it took effect.
   */
  commit(next: TableVersion): Promise<void>

  /** Forgets versions that are no longer kept; never the current one. */
  forget(table: string, versions: readonly number[]): Promise<void>
}
