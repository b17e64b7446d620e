import type { Connection, SourceQuery } from '@carmilla/extract'
import type { Expectations } from './expectations.ts'
import type { RecordSchema } from './record-type.ts'
import type { RecordReader } from './record-reader.ts'

/** A task: what `defineTask` makes of a definition. Its name is the name of its file. */
export interface Task {
  /** What the task's query compiles to. */
  readonly source: SourceQuery
  /** Names of its lookups, in the order of the definition. */
  readonly lookups: readonly string[]
  /** The columns that it writes. */
  readonly schema: RecordSchema
  /** Names of its partition keys, outermost first; empty when it is not partitioned. */
  readonly partitionKeys: readonly string[]
  readonly expect: Expectations

  /**
   * Compares the source with the record and loads the lookups; reads no row of the source yet.
   *
   * @throws {TransformError} `record_mismatch` when the database has changed since the code was
   * generated, naming every column at fault; `lookup_…`
   * @throws {ExtractError}
   */
  open(connection: Connection, options: OpenOptions): Promise<RecordReader>
}

export interface OpenOptions {
  /** Name of the task, for messages. */
  readonly name: string
  readonly signal?: AbortSignal
  /** Most bytes of one lookup. */
  readonly lookupBytes?: number
}
