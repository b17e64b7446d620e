import type { Connection, ShardRange, SourceQuery } from '@carmilla/extract'
import type { Declaration, Fit, UnrepresentablePolicy } from './column.ts'
import type { Expectations } from './expectations.ts'
import type { PersonalUse } from './personal/protect-record.ts'
import type { FileOptions } from './file-options.ts'
import type { RecordSchema } from './record-type.ts'
import type { RecordReader } from './record-reader.ts'
import type { ShardableSource } from './shardable-source.ts'

/** A task: what `defineTask` makes of a definition. Its name is the name of its file. */
export interface Task {
  /** What the task's query compiles to. */
  readonly source: SourceQuery
  /** Names of its lookups, in the order of the definition. */
  readonly lookups: readonly string[]
  /** The columns that it writes. */
  readonly schema: RecordSchema
  /** How each of them comes about, in the order of the schema. */
  readonly columns: readonly TaskColumn[]
  /** Names of its partition keys, outermost first; empty when it is not partitioned. */
  readonly partitionKeys: readonly string[]
  readonly expect: Expectations
  /** The personal columns that it reads, and what becomes of each. */
  readonly personal: readonly PersonalUse[]
  /** How its source can be read in parts; missing when it can not. */
  readonly shards?: ShardableSource
  /** How its files are laid out, where that differs from the project's. */
  readonly files?: FileOptions

  /**
   * Compares the source with the record and loads the lookups; reads no row of the source yet.
   *
   * @throws {TransformError} `record_mismatch` when the database has changed since the code was
   * generated, naming every column at fault; `lookup_…`
   * @throws {ExtractError}
   */
  open(connection: Connection, options: OpenOptions): Promise<RecordReader>
}

/** How a written column comes about. */
export interface TaskColumn {
  readonly name: string
  /** Whether a function of the task computes it; else it is the query's column of this name. */
  readonly derived: boolean
  readonly fit: Fit
  /** What becomes of a value that the column cannot hold exactly. */
  readonly unrepresentable: UnrepresentablePolicy
  /** The policies under which its values change, in the order in which they were declared. */
  readonly declarations: readonly Declaration[]
}

export interface OpenOptions {
  /** Name of the task, for messages. */
  readonly name: string
  readonly signal?: AbortSignal
  /** Most bytes of one lookup. */
  readonly lookupBytes?: number
  /** Which rows of the source; all by default, and always of a task without `shards`. */
  readonly range?: ShardRange
}
