import type { LeafColumn } from './leaf-column.ts'
import { leafOf, leafSlotOf, LevelBuffer, ListLevels } from './levels.ts'
import type { ParquetOptions } from './options.ts'
import type { PageWriter, WrittenPage } from './page-writer.ts'
import type { Bounds } from './statistics.ts'
import { createValueWriter } from './values/create-value-writer.ts'
import type { Encoding, ValueWriter } from './values/value-writer.ts'
import { layoutMismatch, type Vector, type VectorOf } from './vector.ts'

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
  readonly #definitionLevels: LevelBuffer
  readonly #repetitionLevels: LevelBuffer
  readonly #listLevels: ListLevels | undefined
  #dataPages: DataPage[] = []
  #rows = 0
  #pageFirstRow = 0

  constructor(leaf: LeafColumn, options: ParquetOptions, pageWriter: PageWriter) {
    this.#leaf = leaf
    this.#options = options
    this.#pageWriter = pageWriter
    this.#values = createValueWriter(leaf, options, options.pageBytes * 2)
    this.#definitionLevels = new LevelBuffer(leaf.maxDefinitionLevel)
    this.#repetitionLevels = new LevelBuffer(leaf.maxRepetitionLevel)
    this.#listLevels = leaf.isList ? new ListLevels(leaf.optional) : undefined
  }

  /** PLAIN bytes of the values so far. */
  get rawBytes(): number {
    return this.#values.rawBytes
  }

  /** Buffers, without finished pages: those are in the arena. */
  get memoryBytes(): number {
    const levels = this.#definitionLevels.memoryBytes + this.#repetitionLevels.memoryBytes
    return this.#values.memoryBytes + levels + (this.#listLevels?.memoryBytes ?? 0)
  }

  /** Appends rows `from .. to` of `vector`, end exclusive. */
  append(vector: Vector, from: number, to: number): void {
    let row = from
    while (row < to) {
      const end = this.#fit(vector, row, to)
      // No row of this batch fits the open page, unless the page is empty: then one always does.
      if (end > row) row = this.#appendRows(vector, row, end)
      if (row < to || this.#pageRows === this.#options.pageRows) this.#endPage()
    }
  }

  /** Ends the column chunk; the next rows begin another one. */
  finish(): ColumnChunk {
    if (this.#pageRows > 0) this.#endPage()
    const entryCount = this.#values.writeDictionary(this.#pageWriter.body)
    const chunk = {
      leaf: this.#leaf,
      dictionaryPage: entryCount > 0 ? this.#pageWriter.writeDictionaryPage(entryCount) : undefined,
      dataPages: this.#dataPages,
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
    const { pageRows, pageBytes } = this.#options
    const last = Math.min(to, from + pageRows - this.#pageRows)
    const budgetBytes = Math.max(0, pageBytes - this.#values.pageBytes)
    const least = this.#pageRows === 0 ? from + 1 : from
    if (vector.layout !== 'list') {
      return Math.max(least, this.#values.fit(vector, from, last, budgetBytes))
    }
    const start = leafSlotOf(vector, from)
    const end = this.#values.fit(leafOf(vector), start, leafSlotOf(vector, last), budgetBytes)
    return Math.max(least, rowAt(vector, end, from, last))
  }

  /** Appends rows and their levels; returns the row at which the dictionary was full, or `to`. */
  #appendRows(vector: Vector, from: number, to: number): number {
    const end = this.#listLevels
      ? this.#appendLists(vector, from, to)
      : this.#appendScalars(vector, from, to)
    this.#rows += end - from
    return end
  }

  #appendScalars(vector: Vector, from: number, to: number): number {
    const end = this.#values.append(vector, from, to)
    if (this.#leaf.optional && vector.nulls > 0) {
      this.#definitionLevels.appendEach(vector.present, from, end)
    } else this.#definitionLevels.appendSame(this.#leaf.maxDefinitionLevel, end - from)
    return end
  }

  #appendLists(vector: Vector, from: number, to: number): number {
    if (vector.layout !== 'list') throw layoutMismatch('list', vector)
    const leaf = leafOf(vector)
    const start = leafSlotOf(vector, from)
    const endSlot = leafSlotOf(vector, to)
    const valuesBefore = this.#values.valueCount
    const stop = this.#values.append(leaf, start, endSlot)
    let end = to
    if (stop < endSlot) {
      end = rowAt(vector, stop, from, to)
      this.#values.truncate(valuesBefore + presentCount(leaf, start, leafSlotOf(vector, end)))
    }
    const levels = this.#listLevels
    if (levels === undefined) return end
    levels.compute(vector, from, end)
    this.#definitionLevels.appendEach(levels.definitionLevels, 0, levels.count)
    this.#repetitionLevels.appendEach(levels.repetitionLevels, 0, levels.count)
    return end
  }

  /** Writes the open page, if it has rows, and begins the next one. */
  #endPage(): void {
    const { body } = this.#pageWriter
    const levelCount = this.#definitionLevels.count
    this.#repetitionLevels.writeTo(body)
    this.#definitionLevels.writeTo(body)
    const { encoding, valueCount, bounds } = this.#values.endPage(body)
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

/** The last row boundary, in `from .. to`, whose leaf slot is not beyond `slot`. */
function rowAt(vector: VectorOf<'list'>, slot: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (leafSlotOf(vector, middle) <= slot) low = middle
    else high = middle - 1
  }
  return low
}

function presentCount(vector: Vector, from: number, to: number): number {
  if (vector.nulls === 0) return to - from
  let count = 0
  for (let slot = from; slot < to; slot++) count += vector.present[slot] === 0 ? 0 : 1
  return count
}
