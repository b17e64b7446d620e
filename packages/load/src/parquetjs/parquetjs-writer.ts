import type { RecordBatch, RecordField, RecordSchema } from '@carmilla/transform'
import type { ParquetCompression, ParquetTransformer } from '@dsnp/parquetjs'
import { LoadError } from '../errors.ts'
import { checkSchema } from '../parquet/schema-check.ts'
import type {
  ColumnFacts,
  RecordFileFacts,
  RecordWriter,
  RecordWriterOptions,
} from '../record-writer.ts'
import { heldBytes } from './held-bytes.ts'
import type { ParquetjsCodec, ParquetjsOptions } from './options.ts'
import { rowValue, type RowValue } from './row-value.ts'
import { schemaDefinition } from './schema-definition.ts'

const COMPRESSIONS: Readonly<Record<ParquetjsCodec, ParquetCompression>> = {
  gzip: 'GZIP',
  snappy: 'SNAPPY',
  none: 'UNCOMPRESSED',
}

interface PendingRow {
  readonly values: Readonly<Record<string, RowValue>>
  readonly heldBytes: number
}

/**
 * Writes one file by `@dsnp/parquetjs`, row by row.
 *
 * `append` makes rows of a batch, `flush` hands them over one after the other, each awaited: rows
 * handed over at once end up in each other's pages. A row group ends at a number of rows or of bytes,
 * so that memory is bounded however wide the rows are.
 */
export class ParquetjsWriter implements RecordWriter {
  readonly #schema: RecordSchema
  readonly #output: RecordWriterOptions['output']
  readonly #metadata: RecordWriterOptions['metadata']
  readonly #options: ParquetjsOptions
  readonly #nulls: number[]
  readonly #rows: PendingRow[] = []
  /** Gathers bytes: the library does not wait for all of its writes, nor hear of their failures. */
  #stream: ParquetTransformer | undefined
  #rowCount = 0
  #rowGroupRows = 0
  #rowGroupBytes = 0
  #pendingBytes = 0

  /** @throws {LoadError} `schema_invalid` */
  constructor({ schema, output, metadata }: RecordWriterOptions, options: ParquetjsOptions) {
    checkSchema(schema)
    this.#schema = schema
    this.#output = output
    this.#metadata = metadata
    this.#options = options
    this.#nulls = schema.map(() => 0)
  }

  /** An estimate: what it holds are objects of JavaScript. */
  get bufferedBytes(): number {
    return this.#rowGroupBytes + this.#pendingBytes
  }

  /** @throws {LoadError} `write_failed` for a NULL in a column that is not optional. */
  append(batch: RecordBatch): void {
    for (const [index, { name, optional }] of this.#schema.entries()) {
      const nulls = batch.vectors[index]?.nulls ?? 0
      if (nulls > 0 && !optional) throw unexpectedNull(name)
      this.#nulls[index] = (this.#nulls[index] ?? 0) + nulls
    }
    for (let row = 0; row < batch.rows; row++) {
      const pending = this.#rowOf(batch, row)
      this.#rows.push(pending)
      this.#pendingBytes += pending.heldBytes
    }
    this.#rowCount += batch.rows
  }

  /** @throws {LoadError} `write_failed` for a value that the engine does not take. */
  async flush(): Promise<void> {
    const stream = await this.#opened()
    for (const row of this.#rows.splice(0)) {
      this.#pendingBytes -= row.heldBytes
      await this.#appendRow(stream, row)
      await this.#writeGathered(stream)
    }
  }

  async close(): Promise<RecordFileFacts> {
    await this.flush()
    const stream = await this.#opened()
    await stream.writer.close()
    await this.#writeGathered(stream)
    return {
      rows: this.#rowCount,
      columns: this.#schema.map((field, index) => columnFacts(field, this.#nulls[index] ?? 0)),
    }
  }

  #rowOf(batch: RecordBatch, row: number): PendingRow {
    const values: Record<string, RowValue> = {}
    let bytes = 0
    for (const [index, { name, type }] of this.#schema.entries()) {
      const vector = batch.vectors[index]
      if (vector === undefined) throw new TypeError(`batch has no column \`${name}\``)
      const value = rowValue(type, vector, row)
      values[name] = value
      bytes += heldBytes(value)
    }
    return { values, heldBytes: bytes }
  }

  async #appendRow({ writer }: ParquetTransformer, row: PendingRow): Promise<void> {
    const { rowGroupRows, rowGroupHeapBytes } = this.#options
    this.#rowGroupBytes += row.heldBytes
    this.#rowGroupRows++
    const isLast = this.#rowGroupRows >= rowGroupRows || this.#rowGroupBytes >= rowGroupHeapBytes
    // It looks at this after each row, and ends the row group that has so many.
    writer.setRowGroupSize(isLast ? this.#rowGroupRows : Number.MAX_SAFE_INTEGER)
    try {
      await writer.appendRow(row.values)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new LoadError('write_failed', `writer parquetjs stopped at a row: ${reason}`, { cause })
    }
    if (!isLast) return
    this.#rowGroupRows = 0
    this.#rowGroupBytes = 0
  }

  /** Begins the file at the first use: the package is loaded only where it is the writer. */
  async #opened(): Promise<ParquetTransformer> {
    if (this.#stream !== undefined) return this.#stream
    const { ParquetSchema, ParquetTransformer: Transformer } = await import('@dsnp/parquetjs')
    const { codec, pageRows } = this.#options
    const schema = new ParquetSchema(schemaDefinition(this.#schema, COMPRESSIONS[codec]))
    const stream = new Transformer(schema, {
      // Its page index marks pages as all NULL that are not, and has one row number for all pages.
      pageIndex: false,
      // Its pages of version 2 count the values of lists as rows.
      useDataPageV2: false,
      pageSize: pageRows,
    })
    for (const [key, value] of Object.entries(this.#metadata)) stream.writer.setMetadata(key, value)
    this.#stream = stream
    return stream
  }

  /** Writes what has gathered; of a stream of another library's, the type is not known. */
  async #writeGathered(stream: ParquetTransformer): Promise<void> {
    for (;;) {
      const bytes: unknown = stream.read()
      if (!(bytes instanceof Uint8Array)) return
      await this.#output.write(bytes)
    }
  }
}

/** Of columns with several leaves, or with levels of their own, the NULLs are not counted. */
function columnFacts({ name, type }: RecordField, nulls: number): ColumnFacts {
  const { kind } = type
  return kind === 'list' || kind === 'map' || kind === 'struct' ? { name } : { name, nulls }
}

function unexpectedNull(column: string): LoadError {
  return new LoadError(
    'write_failed',
    `column \`${column}\` has a NULL, expected none; declare the field optional`,
    { context: { column } },
  )
}
