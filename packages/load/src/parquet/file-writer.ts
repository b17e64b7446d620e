import type { RecordBatch, RecordSchema } from '@carmilla/transform'
import { metadataMemoryBytes, packIndexes, placeColumnChunk } from './column-chunk-metadata.ts'
import { compressorOf } from './compression.ts'
import { columnFactsOf, type ParquetFileFacts } from './facts.ts'
import { fileTail, MAGIC, type RowGroupMetadata } from './footer.ts'
import { joinedPieces } from './joined-pieces.ts'
import { resolveOptions, type ParquetOptions } from './options.ts'
import { PageArena } from './page-arena.ts'
import { PageWriter } from './page-writer.ts'
import { RowGroupWriter } from './row-group-writer.ts'
import { checkOptions } from './options-check.ts'
import { checkSchema } from './schema-check.ts'
import { SortCheck } from './sort-check.ts'

/** What a Parquet file is written to: an `ObjectWriter`, or anything that takes bytes in order. */
export interface ParquetOutput {
  /** The caller may reuse `bytes` once the promise resolves. */
  write(bytes: Uint8Array): Promise<void>
}

export interface ParquetWriterOptions {
  readonly schema: RecordSchema
  readonly output: ParquetOutput
  /** Layout; every field has a default. */
  readonly options?: Partial<ParquetOptions>
  /** Key-value metadata of the footer. */
  readonly metadata?: Readonly<Record<string, string>>
  /** `<application> version <semantic version> (build <hash>)`: readers parse it to know writer bugs. */
  readonly createdBy?: string
}

export const DEFAULT_CREATED_BY = 'carmilla version 0.1.0 (build release)'

/**
 * Writes record batches as one Parquet file.
 *
 * `append` encodes at once and keeps nothing of the batch; finished row groups wait, compressed,
 * for `flush`. So memory is bounded by one compressed row group, the open pages and the
 * dictionaries, as long as `flush` follows `append`.
 *
 * ```ts
 * const writer = new ParquetWriter({ schema, output })
 * for await (const batch of batches) {
 *   writer.append(batch)
 *   await writer.flush()
 * }
 * const { rows } = await writer.close()
 * ```
 */
export class ParquetWriter {
  readonly #schema: RecordSchema
  readonly #options: ParquetOptions
  readonly #output: ParquetOutput
  readonly #keyValues: Readonly<Record<string, string>>
  readonly #createdBy: string
  readonly #arena: PageArena = new PageArena()
  readonly #pageWriter: PageWriter
  readonly #rowGroupWriter: RowGroupWriter
  readonly #sortCheck: SortCheck
  readonly #rowGroups: RowGroupMetadata[] = []
  readonly #pending: PendingWrite[] = [{ pieces: [MAGIC], blocks: [] }]
  #metadataBytes = 0
  #offset = MAGIC.length
  #rows = 0
  #state: 'open' | 'failed' | 'closed' = 'open'

  /**
   * @throws {LoadError} `schema_invalid`
   * @throws {RangeError} for a limit that is not a positive integer.
   */
  constructor({ schema, output, options, metadata, createdBy }: ParquetWriterOptions) {
    checkSchema(schema)
    this.#schema = schema
    this.#options = resolveOptions(options)
    checkOptions(schema, this.#options)
    this.#sortCheck = new SortCheck(schema, this.#options.sortBy)
    this.#output = output
    this.#keyValues = metadata ?? {}
    this.#createdBy = createdBy ?? DEFAULT_CREATED_BY
    const { codec, compressionLevel, pageBytes } = this.#options
    const compressor = compressorOf(codec, compressionLevel)
    this.#pageWriter = new PageWriter(compressor, this.#arena, pageBytes * 2)
    this.#rowGroupWriter = new RowGroupWriter(schema, this.#options, this.#pageWriter)
  }

  /** Bytes of all buffers, and of what waits for the footer. */
  get memoryBytes(): number {
    return this.#bufferBytes + this.#metadataBytes
  }

  /** Open pages, dictionaries, and compressed pages not yet flushed. */
  get #bufferBytes(): number {
    const pending = this.#pending.reduce((bytes, { blocks }) => bytes + lengthOf(blocks), 0)
    const pages = this.#arena.memoryBytes + this.#pageWriter.memoryBytes
    return pending + pages + this.#rowGroupWriter.memoryBytes
  }

  /**
   * Encodes all rows of `batch`, whose vectors may be reused afterwards.
   *
   * @throws {LoadError} `write_failed` for a NULL in a column that is not optional, and for a page
   * beyond 2 GiB; `not_sorted`. The file cannot be finished then.
   */
  append(batch: RecordBatch): void {
    this.#requireOpen()
    try {
      this.#sortCheck.check(batch)
      let row = 0
      while (row < batch.rows) {
        row = this.#rowGroupWriter.append(batch, row)
        if (this.#rowGroupWriter.isFull || this.#holdsTooMuch) this.#endRowGroup()
      }
    } catch (cause) {
      this.#state = 'failed'
      throw cause
    }
  }

  /** Writes finished row groups to the output; does nothing when there is none. */
  async flush(): Promise<void> {
    this.#requireOpen()
    try {
      for (const { pieces, blocks } of this.#pending.splice(0)) {
        for (const bytes of joinedPieces(pieces)) await this.#output.write(bytes)
        this.#arena.release(blocks)
      }
    } catch (cause) {
      this.#state = 'failed'
      throw cause
    }
  }

  /** Ends the last row group and writes the footer. The output is left open: it is the caller's. */
  async close(): Promise<ParquetFileFacts> {
    this.#requireOpen()
    if (this.#rowGroupWriter.rows > 0) this.#endRowGroup()
    const tail = fileTail(
      {
        schema: this.#schema,
        rows: this.#rows,
        rowGroups: this.#rowGroups,
        codec: this.#options.codec,
        keyValues: this.#keyValues,
        createdBy: this.#createdBy,
        sortBy: this.#options.sortBy,
      },
      this.#offset,
    )
    this.#pending.push({ pieces: [tail], blocks: [] })
    await this.flush()
    this.#state = 'closed'
    this.#arena.free()
    this.#pageWriter.body.clear(0)
    return {
      rows: this.#rows,
      bytes: this.#offset + tail.length,
      rowGroups: this.#rowGroups.length,
      columns: columnFactsOf(this.#schema, this.#rowGroups),
    }
  }

  /** Gives the finished row group its place in the file and queues its bytes. */
  #endRowGroup(): void {
    const { rows, chunks } = this.#rowGroupWriter.finish()
    const offset = this.#offset
    const pieces: Uint8Array[] = []
    const placed = chunks.map((chunk) => {
      const metadata = placeColumnChunk(chunk, this.#offset, this.#options.pageIndex)
      if (chunk.dictionaryPage !== undefined) pieces.push(chunk.dictionaryPage.bytes)
      for (const page of chunk.dataPages) pieces.push(page.bytes)
      this.#offset += metadata.compressedBytes
      return metadata
    })
    // Behind the row group, and not behind them all: they would have to be kept until then.
    const filtered = placed.map((metadata, index) => {
      const filter = chunks[index]?.bloomFilter
      if (filter === undefined) return metadata
      const bloomFilter = { offset: this.#offset, bytes: filter.length }
      pieces.push(filter)
      this.#offset += filter.length
      return { ...metadata, bloomFilter }
    })
    this.#rowGroups.push({ rows, offset, chunks: packIndexes(filtered) })
    this.#metadataBytes += metadataMemoryBytes(filtered)
    this.#rows += rows
    this.#pending.push({ pieces, blocks: this.#arena.detach() })
  }

  get #holdsTooMuch(): boolean {
    return this.#bufferBytes >= this.#options.memoryBytes
  }

  #requireOpen(): void {
    if (this.#state === 'open') return
    throw new Error(`file is ${this.#state}, expected it to be open`)
  }
}

/** Bytes to write in order, and the arena blocks that are free once they are written. */
interface PendingWrite {
  readonly pieces: readonly Uint8Array[]
  readonly blocks: readonly Buffer[]
}

function lengthOf(blocks: readonly Buffer[]): number {
  return blocks.reduce((bytes, block) => bytes + block.length, 0)
}
