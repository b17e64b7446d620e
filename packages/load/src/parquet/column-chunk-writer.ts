import { BloomFilterBuilder } from './bloom/bloom-filter-builder.ts'
import type { LeafColumn, PhysicalType } from './leaf-column.ts'
import { LevelBuffer } from './levels.ts'
import { NestedLevels, Nesting } from './nesting.ts'
import { DEFAULT_BYTES_ENCODING, type ParquetOptions } from './options.ts'
import type { PageWriter, WrittenPage } from './page-writer.ts'
import type { Bounds } from './statistics.ts'
import { createValueWriter } from './values/create-value-writer.ts'
import type { Encoding, ValueWriter } from './values/value-writer.ts'
import type { Vector } from './vector.ts'

/** One data page, and what the indexes and the footer say of it. */
export interface DataPage extends WrittenPage {
  readonly encoding: Encoding
  readonly firstRow: number
  readonly levelCount: number
  readonly valueCount: number
  readonly bounds: Bounds | undefined
}

/** One column of one row group, complete: a dictionary page when there is one, then data pages. */
export interface ColumnChunk {
  readonly leaf: LeafColumn
  readonly dictionaryPage: WrittenPage | undefined
  readonly dataPages: readonly DataPage[]
  /** With its header; undefined when none is wanted. */
  readonly bloomFilter: Uint8Array | undefined
}

/**
 * Cuts one column of a row group into pages.
 *
 * A page ends on a row boundary: before the row that would pass its limit of rows or bytes, or at
 * the row for which the dictionary had no room.
 */
export class ColumnChunkWriter {
  readonly #leaf: LeafColumn
  readonly #options: ParquetOptions
  readonly #pageWriter: PageWriter
  readonly #values: ValueWriter
  readonly #bloomFilter: BloomFilterBuilder | undefined
  readonly #definitionLevels: LevelBuffer
  readonly #repetitionLevels: LevelBuffer
  /** Undefined when the record column is the leaf itself. */
  readonly #nestedLevels: NestedLevels | undefined
  #dataPages: DataPage[] = []
  #rows = 0
  #pageFirstRow = 0

  constructor(leaf: LeafColumn, options: ParquetOptions, pageWriter: PageWriter) {
    this.#leaf = leaf
    this.#options = options
    this.#pageWriter = pageWriter
    const column = options.columns[leaf.path[0] ?? '']
    const limits = {
      ...options,
      ...(column?.dictionary === false ? { dictionaryEntries: 0 } : {}),
      encoding: column?.encoding ?? DEFAULT_BYTES_ENCODING,
    }
    this.#values = createValueWriter(leaf, limits, options.pageBytes * 2)
    if (column?.bloomFilter !== undefined) {
      const widthBytes = leaf.widthBytes || WIDTH_BYTES[leaf.physicalType]
      this.#bloomFilter = new BloomFilterBuilder(widthBytes, column.bloomFilter)
    }
    this.#definitionLevels = new LevelBuffer(leaf.maxDefinitionLevel)
    this.#repetitionLevels = new LevelBuffer(leaf.maxRepetitionLevel)
    const { path, optional, steps } = leaf
    this.#nestedLevels =
      steps.length > 0 ? new NestedLevels(path.join('.'), optional, steps) : undefined
  }

  /** PLAIN bytes of the values so far. */
  get rawBytes(): number {
    return this.#values.rawBytes
  }

  /** Buffers, without finished pages: those are in the arena. */
  get memoryBytes(): number {
    const levels = this.#definitionLevels.memoryBytes + this.#repetitionLevels.memoryBytes
    const bloomFilter = this.#bloomFilter?.memoryBytes ?? 0
    return this.#values.memoryBytes + levels + bloomFilter + (this.#nestedLevels?.memoryBytes ?? 0)
  }

  /** Appends rows `from .. to` of the record column `vector`, end exclusive. */
  append(vector: Vector, from: number, to: number): void {
    const levels = this.#nestedLevels
    const nesting = levels && new Nesting(vector, this.#leaf.steps)
    let row = from
    while (row < to) {
      const end = nesting ? this.#fitNested(nesting, row, to) : this.#fit(vector, row, to)
      // No row of this batch fits the open page, unless the page is empty: then one always does.
      if (end > row) {
        const first = row
        row =
          levels && nesting
            ? this.#appendNested(nesting, levels, row, end)
            : this.#appendScalars(vector, row, end)
        this.#rows += row - first
      }
      if (row < to || this.#pageRows === this.#options.pageRows) this.#endPage()
    }
  }

  /** Ends the column chunk; the next rows begin another one. */
  finish(): ColumnChunk {
    if (this.#pageRows > 0) this.#endPage()
    const entryCount = this.#values.writeDictionary(this.#pageWriter.body)
    // Every value of a page with indices is an entry.
    this.#bloomFilter?.add(this.#pageWriter.body, 0)
    const chunk = {
      leaf: this.#leaf,
      dictionaryPage: entryCount > 0 ? this.#pageWriter.writeDictionaryPage(entryCount) : undefined,
      dataPages: this.#dataPages,
      bloomFilter: this.#bloomFilter?.finish(),
    }
    this.#values.reset()
    this.#dataPages = []
    this.#rows = 0
    this.#pageFirstRow = 0
    return chunk
  }

  get #pageRows(): number {
    return this.#rows - this.#pageFirstRow
  }

  /** The end of the rows from `from` that the open page still takes. */
  #fit(vector: Vector, from: number, to: number): number {
    const end = this.#values.fit(vector, from, this.#lastRow(from, to), this.#budgetBytes)
    return Math.max(this.#leastRow(from), end)
  }

  #fitNested(nesting: Nesting, from: number, to: number): number {
    const last = this.#lastRow(from, to)
    const start = nesting.leafSlotOf(from)
    const endSlot = nesting.leafSlotOf(last)
    const end = this.#values.fit(nesting.leaf, start, endSlot, this.#budgetBytes)
    return Math.max(this.#leastRow(from), nesting.rowAt(end, from, last))
  }

  get #budgetBytes(): number {
    return Math.max(0, this.#options.pageBytes - this.#values.pageBytes)
  }

  /** An empty page takes one row, however large. */
  #leastRow(from: number): number {
    return this.#pageRows === 0 ? from + 1 : from
  }

  #lastRow(from: number, to: number): number {
    return Math.min(to, from + this.#options.pageRows - this.#pageRows)
  }

  /** Appends rows and their levels; returns the row at which the dictionary was full, or `to`. */
  #appendScalars(vector: Vector, from: number, to: number): number {
    const end = this.#values.append(vector, from, to)
    if (this.#leaf.optional && vector.nulls > 0) {
      this.#definitionLevels.appendEach(vector.present, from, end)
    } else this.#definitionLevels.appendSame(this.#leaf.maxDefinitionLevel, end - from)
    return end
  }

  /** The same, of rows that have any number of values each. */
  #appendNested(nesting: Nesting, levels: NestedLevels, from: number, to: number): number {
    const { leaf } = nesting
    const start = nesting.leafSlotOf(from)
    const endSlot = nesting.leafSlotOf(to)
    const valuesBefore = this.#values.valueCount
    const stop = this.#values.append(leaf, start, endSlot)
    let end = to
    if (stop < endSlot) {
      end = nesting.rowAt(stop, from, to)
      this.#values.truncate(valuesBefore + presentCount(leaf, start, nesting.leafSlotOf(end)))
    }
    levels.compute(nesting, from, end)
    this.#definitionLevels.appendEach(levels.definitionLevels, 0, levels.count)
    if (this.#leaf.maxRepetitionLevel > 0) {
      this.#repetitionLevels.appendEach(levels.repetitionLevels, 0, levels.count)
    }
    return end
  }

  /** Writes the open page, if it has rows, and begins the next one. */
  #endPage(): void {
    const { body } = this.#pageWriter
    const levelCount = this.#definitionLevels.count
    this.#repetitionLevels.writeTo(body)
    this.#definitionLevels.writeTo(body)
    const valuesFrom = body.lengthBytes
    const { encoding, valueCount, bounds, lengths } = this.#values.endPage(body)
    if (encoding === 'PLAIN') this.#bloomFilter?.add(body, valuesFrom)
    else if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' && lengths !== undefined) {
      this.#bloomFilter?.addApart(body, lengths)
    }
    const firstRow = this.#pageFirstRow
    if (this.#pageRows === 0) {
      // The first row of a page filled the dictionary: nothing to write, but the next try is PLAIN.
      body.clear()
      return
    }
    const page = this.#pageWriter.writeDataPage(levelCount, encoding)
    this.#dataPages.push({ ...page, encoding, firstRow, levelCount, valueCount, bounds })
    this.#definitionLevels.clear()
    this.#repetitionLevels.clear()
    this.#pageFirstRow = this.#rows
  }
}

function presentCount(vector: Vector, from: number, to: number): number {
  if (vector.nulls === 0) return to - from
  let count = 0
  for (let slot = from; slot < to; slot++) count += vector.present[slot] === 0 ? 0 : 1
  return count
}

/** Bytes of a PLAIN value; 0 where each has its length before it. */
const WIDTH_BYTES: Readonly<Record<PhysicalType, number>> = {
  BOOLEAN: 0,
  INT32: 4,
  INT64: 8,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: 0,
  FIXED_LEN_BYTE_ARRAY: 0,
}
