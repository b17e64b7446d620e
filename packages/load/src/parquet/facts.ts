import type { RowGroupMetadata } from './footer.ts'
import { mergeBounds, type Bounds } from './statistics.ts'

/** What closing a Parquet file learned. */
export interface ParquetFileFacts {
  readonly rows: number
  /** Bytes of the whole file. */
  readonly bytes: number
  readonly rowGroups: number
  /** In the order of the schema. */
  readonly columns: readonly ParquetColumnFacts[]
}

export interface ParquetColumnFacts {
  /** Name of the record column. */
  readonly name: string
  /** NULLs among the leaf values; for lists, also NULL and empty lists. */
  readonly nulls: number
  /** Least and greatest leaf value of all row groups; undefined when no row group has any. */
  readonly bounds: Bounds | undefined
  /** Bytes of the column's pages in the file, with their headers. */
  readonly compressedBytes: number
  /** The same before compression. */
  readonly uncompressedBytes: number
}

/** Sums up the row groups of a file; bounds are left out when a row group with values has none. */
export function columnFactsOf(
  name: string,
  column: number,
  rowGroups: readonly RowGroupMetadata[],
): ParquetColumnFacts {
  let nulls = 0
  let compressedBytes = 0
  let uncompressedBytes = 0
  let bounds: Bounds | undefined
  let isBounded = true
  for (const { chunks } of rowGroups) {
    const chunk = chunks[column]
    if (chunk === undefined) continue
    nulls += chunk.nullCount
    compressedBytes += chunk.compressedBytes
    uncompressedBytes += chunk.uncompressedBytes
    if (chunk.bounds === undefined) isBounded &&= chunk.nullCount === chunk.levelCount
    else {
      bounds =
        bounds === undefined
          ? chunk.bounds
          : mergeBounds(chunk.leaf.sortOrder, bounds, chunk.bounds)
    }
  }
  return { name, nulls, bounds: isBounded ? bounds : undefined, compressedBytes, uncompressedBytes }
}
