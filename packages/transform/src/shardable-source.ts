import type { RelationName, ShardRange, SourceQuery } from '@carmilla/extract'

/** A query whose rows can be read in parts: each depends on one row of one relation. */
export interface ShardableSource {
  /** The relation whose rows decide. */
  readonly table: RelationName
  /** Columns of the relation whose values are expected to differ in every row, best first. */
  readonly keys: readonly string[]
  /** The same query, for the rows of the relation that are in the range. */
  restrict(range: ShardRange): SourceQuery
}
