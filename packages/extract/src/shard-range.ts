/**
 * The rows of a source that one reader takes; half-open, and unbounded where a bound is missing.
 *
 * The ranges of one plan have every row in exactly one of them, whatever the source holds.
 */
export type ShardRange = CtidRange | KeyRange

/** Rows by where they lie: blocks of the heap, the same of every child of the table. */
export interface CtidRange {
  readonly by: 'ctid'
  readonly fromBlock?: number
  /** Exclusive. */
  readonly beforeBlock?: number
}

/** Rows by the value of a column. */
export interface KeyRange {
  readonly by: 'key'
  readonly column: string
  readonly type: KeyType
  /** As Postgres prints the value. */
  readonly from?: string
  /** Exclusive. */
  readonly before?: string
  /** Whether rows whose key is NULL are among them; true of the last range only. */
  readonly nulls: boolean
}

/** Types whose values a source can be divided by. */
export const KEY_TYPES = ['bigint', 'uuid', 'text'] as const
export type KeyType = (typeof KEY_TYPES)[number]
