import type { Codec, RecordSchema } from '@carmilla/transform'
import { ByteBuffer } from './byte-buffer.ts'
import type { ColumnChunkMetadata } from './column-chunk-metadata.ts'
import { CODEC_IDS } from './compression.ts'
import { leafColumnsOf, PHYSICAL_TYPE_IDS } from './leaf-column.ts'
import type { SortKey } from './options.ts'
import { ENCODING_IDS, PAGE_TYPE_IDS } from './page-header.ts'
import { writeSchemaElements } from './schema-elements.ts'
import { ThriftWriter } from './thrift-compact.ts'

/** First and last bytes of every Parquet file. */
export const MAGIC: Uint8Array = Buffer.from('PAR1')

/** One row group with its place in the file. */
export interface RowGroupMetadata {
  readonly rows: number
  readonly offset: number
  readonly chunks: readonly ColumnChunkMetadata[]
}

export interface FileMetadata {
  readonly schema: RecordSchema
  readonly rows: number
  readonly rowGroups: readonly RowGroupMetadata[]
  readonly codec: Codec
  readonly keyValues: Readonly<Record<string, string>>
  readonly createdBy: string
  readonly sortBy: readonly SortKey[]
}

/**
 * Everything after the last row group, which ends at `offset`: column indexes, offset indexes, and
 * the footer with its length and magic.
 */
export function fileTail(file: FileMetadata, offset: number): Uint8Array {
  const out = new ByteBuffer(4096)
  const columnIndexes = appendIndexes(out, file, offset, (chunk) => chunk.columnIndex)
  const offsetIndexes = appendIndexes(out, file, offset, (chunk) => chunk.offsetIndex)
  const footerFrom = out.lengthBytes
  writeFileMetadata(new ThriftWriter(out), file, { columnIndexes, offsetIndexes })
  const footerBytes = out.lengthBytes - footerFrom
  out.reserve(4)
  out.view.setUint32(out.lengthBytes, footerBytes, true)
  out.lengthBytes += 4
  out.append(MAGIC)
  return out.written()
}

interface IndexLocation {
  readonly offset: number
  readonly bytes: number
}

type IndexLocations = ReadonlyMap<ColumnChunkMetadata, IndexLocation>

function appendIndexes(
  out: ByteBuffer,
  file: FileMetadata,
  offset: number,
  indexOf: (chunk: ColumnChunkMetadata) => Uint8Array | undefined,
): IndexLocations {
  const locations = new Map<ColumnChunkMetadata, IndexLocation>()
  for (const rowGroup of file.rowGroups) {
    for (const chunk of rowGroup.chunks) {
      const index = indexOf(chunk)
      if (index === undefined) continue
      locations.set(chunk, { offset: offset + out.lengthBytes, bytes: index.length })
      out.append(index)
    }
  }
  return locations
}

function writeFileMetadata(
  thrift: ThriftWriter,
  file: FileMetadata,
  indexes: { readonly columnIndexes: IndexLocations; readonly offsetIndexes: IndexLocations },
): void {
  thrift.element(() => {
    thrift.i32(1, FORMAT_VERSION)
    writeSchemaElements(thrift, 2, file.schema)
    thrift.i64(3, file.rows)
    thrift.structList(4, file.rowGroups, (rowGroup, ordinal) => {
      thrift.structList(1, rowGroup.chunks, (chunk) => {
        thrift.i64(2, 0) // file_offset: deprecated, and 0 where the metadata is in the footer
        thrift.struct(3, () => writeColumnMetadata(thrift, chunk, file.codec))
        writeIndexLocation(thrift, 4, indexes.offsetIndexes.get(chunk))
        writeIndexLocation(thrift, 6, indexes.columnIndexes.get(chunk))
      })
      thrift.i64(
        2,
        sum(rowGroup.chunks, (chunk) => chunk.uncompressedBytes),
      )
      thrift.i64(3, rowGroup.rows)
      writeSortingColumns(thrift, file)
      thrift.i64(5, rowGroup.offset)
      thrift.i64(
        6,
        sum(rowGroup.chunks, (chunk) => chunk.compressedBytes),
      )
      if (ordinal <= MAX_ORDINAL) thrift.i16(7, ordinal)
    })
    const keyValues = Object.entries(file.keyValues)
    if (keyValues.length > 0) {
      thrift.structList(5, keyValues, ([key, value]) => {
        thrift.binary(1, key)
        thrift.binary(2, value)
      })
    }
    thrift.binary(6, file.createdBy)
    // Without column orders, min_value and max_value have no defined meaning.
    thrift.structList(7, file.schema.flatMap(leafColumnsOf), () =>
      thrift.emptyStruct(TYPE_DEFINED_ORDER),
    )
  })
}

function writeColumnMetadata(thrift: ThriftWriter, chunk: ColumnChunkMetadata, codec: Codec): void {
  const { leaf, dataPages } = chunk
  const hasDictionary = chunk.dictionaryPageOffset !== undefined
  const encodings = [ENCODING_IDS.RLE]
  if (hasDictionary || dataPages.PLAIN > 0) encodings.push(ENCODING_IDS.PLAIN)
  if (hasDictionary) encodings.push(ENCODING_IDS.RLE_DICTIONARY)
  if (dataPages.DELTA_LENGTH_BYTE_ARRAY > 0) encodings.push(ENCODING_IDS.DELTA_LENGTH_BYTE_ARRAY)
  thrift.i32(1, PHYSICAL_TYPE_IDS[leaf.physicalType])
  thrift.intList(2, 'i32', encodings)
  thrift.binaryList(3, leaf.path)
  thrift.i32(4, CODEC_IDS[codec])
  thrift.i64(5, chunk.levelCount)
  thrift.i64(6, chunk.uncompressedBytes)
  thrift.i64(7, chunk.compressedBytes)
  thrift.i64(9, chunk.dataPageOffset)
  if (chunk.dictionaryPageOffset !== undefined) thrift.i64(11, chunk.dictionaryPageOffset)
  thrift.struct(12, () => writeStatistics(thrift, chunk))
  writeEncodingStatistics(thrift, chunk)
  if (chunk.bloomFilter === undefined) return
  thrift.i64(14, chunk.bloomFilter.offset)
  thrift.i32(15, chunk.bloomFilter.bytes)
}

/** Columns are named by their leaf. */
function writeSortingColumns(thrift: ThriftWriter, { schema, sortBy }: FileMetadata): void {
  if (sortBy.length === 0) return
  const names = schema.flatMap(leafColumnsOf).map(({ path }) => path[0])
  thrift.structList(4, sortBy, ({ column, descending, nullsFirst }) => {
    thrift.i32(1, names.indexOf(column))
    thrift.bool(2, descending)
    thrift.bool(3, nullsFirst)
  })
}

/** The deprecated fields 1 and 2 are left out: their order was never defined. */
function writeStatistics(thrift: ThriftWriter, chunk: ColumnChunkMetadata): void {
  const { bounds } = chunk
  thrift.i64(3, chunk.nullCount)
  if (bounds === undefined) return
  thrift.binary(5, bounds.max)
  thrift.binary(6, bounds.min)
  thrift.bool(7, bounds.isMaxExact)
  thrift.bool(8, bounds.isMinExact)
}

/** Tells readers whether every page is dictionary-encoded, so that the dictionary can prune. */
function writeEncodingStatistics(thrift: ThriftWriter, chunk: ColumnChunkMetadata): void {
  const { dataPages } = chunk
  const { DATA_PAGE, DICTIONARY_PAGE } = PAGE_TYPE_IDS
  const { PLAIN, RLE_DICTIONARY, DELTA_LENGTH_BYTE_ARRAY } = ENCODING_IDS
  const counts = [
    {
      page: DICTIONARY_PAGE,
      encoding: PLAIN,
      count: chunk.dictionaryPageOffset === undefined ? 0 : 1,
    },
    { page: DATA_PAGE, encoding: RLE_DICTIONARY, count: dataPages.RLE_DICTIONARY },
    { page: DATA_PAGE, encoding: PLAIN, count: dataPages.PLAIN },
    {
      page: DATA_PAGE,
      encoding: DELTA_LENGTH_BYTE_ARRAY,
      count: dataPages.DELTA_LENGTH_BYTE_ARRAY,
    },
  ]
  thrift.structList(
    13,
    counts.filter(({ count }) => count > 0),
    ({ page, encoding, count }) => {
      thrift.i32(1, page)
      thrift.i32(2, encoding)
      thrift.i32(3, count)
    },
  )
}

function writeIndexLocation(
  thrift: ThriftWriter,
  firstId: number,
  location: IndexLocation | undefined,
): void {
  if (location === undefined) return
  thrift.i64(firstId, location.offset)
  thrift.i32(firstId + 1, location.bytes)
}

function sum(
  chunks: readonly ColumnChunkMetadata[],
  bytesOf: (chunk: ColumnChunkMetadata) => number,
): number {
  return chunks.reduce((total, chunk) => total + bytesOf(chunk), 0)
}

/** V1 data pages and nothing newer: format version 1. */
const FORMAT_VERSION = 1
/** The ordinal is an optional i16. */
const MAX_ORDINAL = 32_767
/** Field id of the union `ColumnOrder`. */
const TYPE_DEFINED_ORDER = 1
