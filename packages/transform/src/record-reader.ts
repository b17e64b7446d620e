import type { ChangeKind } from './change-counter.ts'
import type { RecordBatch } from './record-batch.ts'

/** Reads a task's records. */
export interface RecordReader {
  /** Reads the source once and yields its records in batches; see {@link PartitionBatch}. */
  batches(): AsyncIterable<PartitionBatch>
  /** What was read so far. */
  readonly counts: ReadCounts
}

/** Records of one partition. Borrowed: valid only until the next one is asked for. */
export interface PartitionBatch {
  /** Values of the partition keys; empty when the task is not partitioned, `null` for NULL. */
  readonly partition: readonly (string | null)[]
  readonly batch: RecordBatch
}

export interface ReadCounts {
  /** Rows that came from the source. */
  readonly rowsRead: number
  /** Rows for which `where` was false. */
  readonly rowsDropped: number
  /**
   * Values that became NULL for a reason or were changed, by column (of a lookup `<lookup>.<column>`)
   * and reason.
   */
  readonly notes: readonly ReadNote[]
}

/** How often something became of the values of a column. */
export interface ReadNote {
  readonly column: string
  /** `null`: NULL was written. Otherwise what a declared policy did to the value. */
  readonly kind: 'null' | ChangeKind
  /** Of a declared policy, the reason that the task gives. */
  readonly reason: string
  readonly count: number
}
