import type { ColumnChunk, DataPage } from './column-chunk-writer.ts'
import type { LeafColumn } from './leaf-column.ts'
import { columnIndexOf, offsetIndexOf, type PageLocation } from './page-index.ts'
import { mergeBounds, type Bounds, type SortOrder } from './statistics.ts'
import type { Encoding } from './values/value-writer.ts'

/** What the footer says of a column chunk, once it has a place in the file. */
export interface ColumnChunkMetadata {
  readonly leaf: LeafColumn
  /** Values with NULLs and empty lists: one for each definition level. */
  readonly levelCount: number
  readonly nullCount: number
  readonly bounds: Bounds | undefined
  readonly dataPageOffset: number
  readonly dictionaryPageOffset: number | undefined
  /** With page headers. */
  readonly uncompressedBytes: number
  /** With page headers. */
  readonly compressedBytes: number
  readonly dataPages: Readonly<Record<Exclude<Encoding, 'RLE'>, number>>
  readonly columnIndex: Uint8Array | undefined
  readonly offsetIndex: Uint8Array | undefined
  readonly bloomFilter: { readonly offset: number; readonly bytes: number } | undefined
}

/** Places `chunk` at `offset` of the file; its bloom filter has none yet. */
export function placeColumnChunk(
  chunk: ColumnChunk,
  offset: number,
  pageIndex: boolean,
): ColumnChunkMetadata {
  const { leaf, dictionaryPage, dataPages } = chunk
  const dataPageOffset = offset + (dictionaryPage?.bytes.length ?? 0)
  const locations: PageLocation[] = []
  let next = dataPageOffset
  let uncompressedBytes = dictionaryPage?.uncompressedBytes ?? 0
  let levelCount = 0
  let valueCount = 0
  for (const page of dataPages) {
    const compressedBytes = page.bytes.length
    locations.push({ offset: next, compressedBytes, firstRow: page.firstRow })
    next += compressedBytes
    uncompressedBytes += page.uncompressedBytes
    levelCount += page.levelCount
    valueCount += page.valueCount
  }
  const pagesOf = (encoding: Encoding): number =>
    dataPages.filter((page) => page.encoding === encoding).length
  return {
    leaf,
    levelCount,
    nullCount: levelCount - valueCount,
    bounds: boundsOf(leaf.sortOrder, dataPages),
    dataPageOffset,
    dictionaryPageOffset: dictionaryPage === undefined ? undefined : offset,
    uncompressedBytes,
    compressedBytes: next - offset,
    dataPages: {
      RLE_DICTIONARY: pagesOf('RLE_DICTIONARY'),
      PLAIN: pagesOf('PLAIN'),
      DELTA_LENGTH_BYTE_ARRAY: pagesOf('DELTA_LENGTH_BYTE_ARRAY'),
    },
    columnIndex: pageIndex ? columnIndexOf(leaf.sortOrder, dataPages) : undefined,
    offsetIndex: pageIndex ? offsetIndexOf(locations) : undefined,
    bloomFilter: undefined,
  }
}

/**
 * Moves the page indexes of a row group, which wait for the end of the file, into one piece of memory:
 * thousands of small ones would take several times their length.
 */
export function packIndexes(
  chunks: readonly ColumnChunkMetadata[],
): readonly ColumnChunkMetadata[] {
  const packed = Buffer.allocUnsafeSlow(indexBytes(chunks))
  let at = 0
  const pack = (index: Uint8Array | undefined): Uint8Array | undefined => {
    if (index === undefined) return undefined
    packed.set(index, at)
    at += index.length
    return packed.subarray(at - index.length, at)
  }
  return chunks.map((chunk) => ({
    ...chunk,
    columnIndex: pack(chunk.columnIndex),
    offsetIndex: pack(chunk.offsetIndex),
  }))
}

/** What a row group takes until the end of the file, with room for the footer that is made of it. */
export function metadataMemoryBytes(chunks: readonly ColumnChunkMetadata[]): number {
  return chunks.length * CHUNK_BYTES + 3 * indexBytes(chunks)
}

/** Bytes of an object of metadata with its bounds, and of its place in the footer. */
const CHUNK_BYTES = 2048

function indexBytes(chunks: readonly ColumnChunkMetadata[]): number {
  return chunks.reduce(
    (bytes, { columnIndex, offsetIndex }) =>
      bytes + (columnIndex?.length ?? 0) + (offsetIndex?.length ?? 0),
    0,
  )
}

/** Bounds of all pages; none when a page without them has values, which may lie beyond the others. */
function boundsOf(order: SortOrder, pages: readonly DataPage[]): Bounds | undefined {
  let bounds: Bounds | undefined
  for (const page of pages) {
    if (page.valueCount === 0) continue
    if (page.bounds === undefined) return undefined
    bounds = bounds === undefined ? page.bounds : mergeBounds(order, bounds, page.bounds)
  }
  return bounds
}
