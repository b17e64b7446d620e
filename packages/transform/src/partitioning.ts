import type { TagOf } from '@carmilla/extract'
import type { PartitionScheme } from './partition-scheme.ts'
import { weekOfMonth } from './partitions/week-of-month.ts'

/** The ways to partition a record, over the columns of its source that allow it. */
export interface Partitioning<Row> {
  /**
   * By week of the month of a timestamp: days 1–7, 8–14, 15–21, 22–28 and 29 to the end, each named
   * by its first day, `dt=2026-03-29` (or another key than `dt`).
   */
  readonly weekOfMonth: (
    column: ColumnsOf<Row, 'timestamp'> & string,
    key?: string,
  ) => PartitionScheme
}

/** Names of the columns of a row that have this Postgres type; a sentence when there are none. */
type ColumnsOf<Row, Tag extends string> = unknown extends Row
  ? string
  : {
        [Name in keyof Row & string]: TagOf<NonNullable<Row[Name]>> extends Tag ? Name : never
      }[keyof Row & string] extends infer Names extends string
    ? [Names] extends [never]
      ? `the source has no column of type ${Tag}`
      : Names
    : string

/** All ways to partition a row. */
export function partitioning<Row>(): Partitioning<Row> {
  return { weekOfMonth }
}
