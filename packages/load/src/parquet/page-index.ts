import { ByteBuffer } from './byte-buffer.ts'
import type { DataPage } from './column-chunk-writer.ts'
import { compareBounds, type Bounds, type SortOrder } from './statistics.ts'
import { ThriftWriter } from './thrift-compact.ts'

/**
 * The page index: bounds and places of pages, so that readers skip pages of a column chunk.
 *
 * @see https://github.com/apache/parquet-format/blob/master/PageIndex.md
 */

/** Where one page stands in the file. */
export interface PageLocation {
  readonly offset: number
  /** With its header. */
  readonly compressedBytes: number
  readonly firstRow: number
}

/**
 * The ColumnIndex of a column chunk, or undefined when a page with values has no bounds: the format
 * then allows no index for the chunk.
 */
export function columnIndexOf(
  order: SortOrder,
  pages: readonly DataPage[],
): Uint8Array | undefined {
  const bounds = pages.map((page) => page.bounds)
  if (pages.some((page) => page.valueCount > 0 && page.bounds === undefined)) return undefined
  const out = new ByteBuffer(256)
  const thrift = new ThriftWriter(out)
  thrift.element(() => {
    thrift.boolList(
      1,
      pages.map((page) => page.valueCount === 0),
    )
    thrift.binaryList(
      2,
      bounds.map((page) => page?.min ?? NO_BOUND),
    )
    thrift.binaryList(
      3,
      bounds.map((page) => page?.max ?? NO_BOUND),
    )
    thrift.i32(4, BOUNDARY_ORDER_IDS[boundaryOrderOf(order, bounds)])
    thrift.intList(
      5,
      'i64',
      pages.map((page) => page.levelCount - page.valueCount),
    )
  })
  return out.written()
}

/** The OffsetIndex of a column chunk. */
export function offsetIndexOf(locations: readonly PageLocation[]): Uint8Array {
  const out = new ByteBuffer(256)
  const thrift = new ThriftWriter(out)
  thrift.element(() =>
    thrift.structList(1, locations, (location) => {
      thrift.i64(1, location.offset)
      thrift.i32(2, location.compressedBytes)
      thrift.i64(3, location.firstRow)
    }),
  )
  return out.written()
}

type BoundaryOrder = 'unordered' | 'ascending' | 'descending'

/** `BoundaryOrder` ids of parquet.thrift. */
const BOUNDARY_ORDER_IDS: Readonly<Record<BoundaryOrder, number>> = {
  unordered: 0,
  ascending: 1,
  descending: 2,
}

/** Whether minima and maxima both ascend, or both descend; pages of NULLs do not count. */
function boundaryOrderOf(order: SortOrder, bounds: readonly (Bounds | undefined)[]): BoundaryOrder {
  let ascending = true
  let descending = true
  let previous: Bounds | undefined
  for (const page of bounds) {
    if (page === undefined) continue
    if (previous !== undefined) {
      const byMin = compareBounds(order, previous.min, page.min)
      const byMax = compareBounds(order, previous.max, page.max)
      ascending &&= byMin <= 0 && byMax <= 0
      descending &&= byMin >= 0 && byMax >= 0
    }
    previous = page
  }
  return ascending ? 'ascending' : descending ? 'descending' : 'unordered'
}

const NO_BOUND = new Uint8Array(0)
