import type { RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from '../errors.ts'
import { ColumnChunkWriter, type ColumnChunk } from './column-chunk-writer.ts'
import { leafColumnsOf } from './leaf-column.ts'
import type { ParquetOptions } from './options.ts'
import type { PageWriter } from './page-writer.ts'

/** One row group, complete, before it has a place in the file. */
export interface RowGroup {
  readonly rows: number
  /** One for each leaf column, in the order of the file. */
  readonly chunks: readonly ColumnChunk[]
}

/** Distributes the columns of batches over column chunks, and says when the row group is full. */
export class RowGroupWriter {
  readonly #schema: RecordSchema
  readonly #options: ParquetOptions
  /** For each record column, the writers of its leaves. */
  readonly #columns: readonly (readonly ColumnChunkWriter[])[]
  #rows = 0

  constructor(schema: RecordSchema, options: ParquetOptions, pageWriter: PageWriter) {
    this.#schema = schema
    this.#options = options
    this.#columns = schema.map((field) =>
      leafColumnsOf(field).map((leaf) => new ColumnChunkWriter(leaf, options, pageWriter)),
    )
  }

  get rows(): number {
    return this.#rows
  }

  get isFull(): boolean {
    return (
      this.#rows >= this.#options.rowGroupRows || this.#rawBytes() >= this.#options.rowGroupBytes
    )
  }

  get memoryBytes(): number {
    return this.#sum((leaf) => leaf.memoryBytes)
  }

  /**
   * Appends rows of `batch` from `from` until the batch ends or the row group has all its rows;
   * returns the row after the last one taken.
   */
  append(batch: RecordBatch, from: number): number {
    const to = Math.min(batch.rows, from + this.#options.rowGroupRows - this.#rows)
    for (const [index, leaves] of this.#columns.entries()) {
      const vector = batch.vectors[index]
      const field = this.#schema[index]
      if (vector === undefined || field === undefined) {
        throw new TypeError(
          `batch has ${batch.vectors.length} columns, expected ${this.#columns.length}`,
        )
      }
      if (!field.optional && vector.nulls > 0) throw unexpectedNull(field.name)
      for (const leaf of leaves) leaf.append(vector, from, to)
    }
    this.#rows += to - from
    return to
  }

  /** Ends the row group; the next rows begin another one. */
  finish(): RowGroup {
    const chunks = this.#columns.flatMap((leaves) => leaves.map((leaf) => leaf.finish()))
    const rowGroup = { rows: this.#rows, chunks }
    this.#rows = 0
    return rowGroup
  }

  #rawBytes(): number {
    return this.#sum((leaf) => leaf.rawBytes)
  }

  #sum(bytesOf: (leaf: ColumnChunkWriter) => number): number {
    let bytes = 0
    for (const leaves of this.#columns) for (const leaf of leaves) bytes += bytesOf(leaf)
    return bytes
  }
}

function unexpectedNull(column: string): LoadError {
  return new LoadError(
    'write_failed',
    `column \`${column}\` has a NULL, expected none; declare the column optional`,
    { context: { column } },
  )
}
