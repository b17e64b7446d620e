import { readFile } from 'node:fs/promises'
import { readThrift, type ThriftStruct } from './thrift-reader.ts'

/** The picture of a file: what its footer, page headers and page indexes say, checked against each other. */
export interface Layout {
  readonly createdBy: string
  readonly footer: ThriftStruct
  readonly rowGroups: readonly {
    readonly rows: number
    readonly columns: readonly ColumnLayout[]
  }[]
}

export interface ColumnLayout {
  readonly encodings: readonly number[]
  readonly nulls: number
  readonly bounds: BoundsLayout | undefined
  readonly dictionaryEntries: number | undefined
  readonly pages: readonly PageLayout[]
  readonly hasColumnIndex: boolean
  readonly boundaryOrder: number | undefined
}

export interface PageLayout {
  readonly encoding: string
  readonly firstRow: number
  readonly levels: number
  readonly uncompressedBytes: number
  /** From the column index. */
  readonly index:
    | ({ readonly isNull: boolean; readonly nulls: number } & Omit<
        BoundsLayout,
        'isMinExact' | 'isMaxExact'
      >)
    | undefined
}

export interface BoundsLayout {
  readonly min: Uint8Array
  readonly max: Uint8Array
  readonly isMinExact: boolean
  readonly isMaxExact: boolean
}

/**
 * Reads the layout of a file with nothing of the encoder under test.
 *
 * Throws where the file contradicts itself: offsets, lengths, sums of sizes.
 */
export async function readLayout(path: string): Promise<Layout> {
  const file = await readFile(path)
  const footerBytes = file.readUInt32LE(file.length - 8)
  const footer = readThrift(file, file.length - 8 - footerBytes)
  same('footer length', footer.lengthBytes, footerBytes)
  let next = 4
  let rows = 0
  const rowGroups = footer.structs(4).map((rowGroup) => {
    same('row group offset', rowGroup.number(5), next)
    const columns = rowGroup.structs(1).map((column) => {
      const { layout, end } = readColumn(file, column, next)
      next = end
      return layout
    })
    same('row group bytes', rowGroup.number(6), next - rowGroup.number(5))
    const uncompressed = rowGroup
      .structs(1)
      .reduce((sum, column) => sum + column.struct(3).number(6), 0)
    same('row group uncompressed bytes', rowGroup.number(2), uncompressed)
    rows += rowGroup.number(3)
    return { rows: rowGroup.number(3), columns }
  })
  same('rows', footer.number(3), rows)
  return { createdBy: footer.text(6), footer, rowGroups }
}

function readColumn(
  file: Buffer,
  column: ThriftStruct,
  start: number,
): { layout: ColumnLayout; end: number } {
  const metadata = column.struct(3)
  const end = start + metadata.number(7)
  let at = start
  let uncompressed = 0
  let dictionaryEntries: number | undefined
  if (metadata.has(11)) {
    same('dictionary page offset', metadata.number(11), at)
    const header = readThrift(file, at)
    same('page type', header.number(1), 2)
    dictionaryEntries = header.struct(7).number(1)
    same('dictionary encoding', header.struct(7).number(2), 0)
    at += header.lengthBytes + header.number(3)
    uncompressed += header.lengthBytes + header.number(2)
  }
  same('data page offset', metadata.number(9), at)
  const locations = readThrift(file, column.number(4))
  same('offset index length', locations.lengthBytes, column.number(5))
  const index = column.has(6) ? readThrift(file, column.number(6)) : undefined
  if (index !== undefined) same('column index length', index.lengthBytes, column.number(7))
  let levels = 0
  const pages = locations.structs(1).map((location, page): PageLayout => {
    same('page offset', location.number(1), at)
    const header = readThrift(file, at)
    same('page type', header.number(1), 0)
    same('page bytes', location.number(2), header.lengthBytes + header.number(3))
    at += location.number(2)
    uncompressed += header.lengthBytes + header.number(2)
    levels += header.struct(5).number(1)
    return {
      encoding: ENCODINGS[header.struct(5).number(2)] ?? 'unknown',
      firstRow: location.number(3),
      levels: header.struct(5).number(1),
      uncompressedBytes: header.number(2),
      index: index && {
        isNull: index.list(1)[page] === true,
        min: itemAt(index.binaries(2), page),
        max: itemAt(index.binaries(3), page),
        nulls: Number(index.list(5)[page]),
      },
    }
  })
  same('column chunk end', at, end)
  same('column chunk uncompressed bytes', metadata.number(6), uncompressed)
  same('column chunk values', metadata.number(5), levels)
  const statistics = metadata.struct(12)
  const layout = {
    encodings: metadata.list(2).map(Number),
    nulls: statistics.number(3),
    bounds: statistics.has(5)
      ? {
          min: statistics.binary(6),
          max: statistics.binary(5),
          isMinExact: statistics.bool(8),
          isMaxExact: statistics.bool(7),
        }
      : undefined,
    dictionaryEntries,
    pages,
    hasColumnIndex: index !== undefined,
    boundaryOrder: index?.number(4),
  }
  return { layout, end }
}

function itemAt(items: readonly Uint8Array[], index: number): Uint8Array {
  const item = items[index]
  if (item === undefined) throw new RangeError(`no item ${index}`)
  return item
}

function same(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${what} is ${actual}, expected ${expected}`)
}

const ENCODINGS: Readonly<Record<number, string>> = {
  0: 'PLAIN',
  6: 'DELTA_LENGTH_BYTE_ARRAY',
  8: 'RLE_DICTIONARY',
}
