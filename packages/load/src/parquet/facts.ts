import type { RecordSchema } from '@carmilla/transform'
import type { RowGroupMetadata } from './footer.ts'
import { leafColumnsOf } from './leaf-column.ts'
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
  /** NULLs among the leaf values, NULL and empty lists included; of a struct or a map, those of all leaves. */
  readonly nulls: number
  /**
   * Least and greatest leaf value of all row groups; undefined when no row group has any, and for
   * several leaves.
   */
  readonly bounds: Bounds | undefined
  /** Bytes of the column's pages in the file, with their headers. */
  readonly compressedBytes: number
  /** The same before compression. */
  readonly uncompressedBytes: number
}

/** Sums up the row groups of a file, whose leaf columns are those of all record columns in order. */
export function columnFactsOf(
  schema: RecordSchema,
  rowGroups: readonly RowGroupMetadata[],
): readonly ParquetColumnFacts[] {
  let leaf = 0
  return schema.map((field) => {
    const first = leaf
    leaf += leafColumnsOf(field).length
    const leaves = Array.from({ length: leaf - first }, (_, index) =>
      leafFactsOf(first + index, rowGroups),
    )
    const sum = (of: (facts: LeafFacts) => number): number =>
      leaves.reduce((total, facts) => total + of(facts), 0)
    return {
      name: field.name,
      nulls: sum(({ nulls }) => nulls),
      bounds: leaves.length === 1 ? leaves[0]?.bounds : undefined,
      compressedBytes: sum(({ compressedBytes }) => compressedBytes),
      uncompressedBytes: sum(({ uncompressedBytes }) => uncompressedBytes),
    }
  })
}

type LeafFacts = Omit<ParquetColumnFacts, 'name'>

/** Bounds are left out when a row group with values has none. */
function leafFactsOf(column: number, rowGroups: readonly RowGroupMetadata[]): LeafFacts {
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
  return { nulls, bounds: isBounded ? bounds : undefined, compressedBytes, uncompressedBytes }
}
