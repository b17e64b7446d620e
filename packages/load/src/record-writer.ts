import type { RecordBatch, RecordSchema, RecordType } from '@carmilla/transform'
import type { ObjectWriter, Sink } from './sink.ts'

/** A file format, by which record batches become objects: the seam for a second engine. */
export interface RecordFormat {
  /** Name of the engine, for manifests and messages. */
  readonly writer: string

  /** End of the names of its files, without a leading dot: `zstd.parquet`. */
  readonly extension: string

  /** The type that a column has in its files: `INT64 TIMESTAMP(MICROS, UTC)`. */
  columnType(type: RecordType): string

  /** The columns that it cannot write exactly; none of them may reach `open`. */
  refusals(schema: RecordSchema): readonly ColumnRefusal[]

  /** Begins a file that is written to `output`; the caller closes or aborts `output`. */
  open(options: RecordWriterOptions): RecordWriter

  /**
   * Reads back what a stored file says of itself.
   *
   * @throws {LoadError} `verification_failed` when it is not a whole file of this format.
   */
  inspect(sink: Sink, key: string, bytes: number): Promise<StoredRecordFile>
}

/** Why a format does not take a column. */
export interface ColumnRefusal {
  readonly column: string
  /** As the Parquet specification calls it. */
  readonly type: string
  readonly reason: string
}

export interface RecordWriterOptions {
  readonly schema: RecordSchema
  readonly output: Pick<ObjectWriter, 'write'>
  /** Facts for the file's own metadata: run id, source, snapshot. */
  readonly metadata: Readonly<Record<string, string>>
}

/** Writes one file. */
export interface RecordWriter {
  /** Bytes held in memory that are not yet written. */
  readonly bufferedBytes: number

  /** Takes the rows of a batch, copying what it keeps. */
  append(batch: RecordBatch): void

  /** Writes what is complete; resolves when more may be appended. */
  flush(): Promise<void>

  /** Writes the rest and the footer. Does not close the output. */
  close(): Promise<RecordFileFacts>
}

/** What writing a file learned. */
export interface RecordFileFacts {
  readonly rows: number
  readonly columns: readonly ColumnFacts[]
}

export interface ColumnFacts {
  readonly name: string
  readonly nulls?: number
  /** As people write them; absent when unknown. */
  readonly min?: string
  readonly max?: string
}

/** What a stored file says of itself. */
export interface StoredRecordFile {
  readonly rows: number
  /** Names of its columns, in order. */
  readonly columns: readonly string[]
}
