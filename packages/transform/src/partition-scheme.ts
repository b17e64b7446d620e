import type { SourceType } from '@carmilla/extract'

/**
 * How rows are laid out in Hive-style partitions, by one column of the source.
 *
 * A value falls into a bucket, a number, and a bucket has one label for each partition key. NULL
 * falls into the default partition.
 */
export interface PartitionScheme {
  readonly column: string
  /** Names of the partition keys, outermost first. */
  readonly keys: readonly string[]
  readonly accepts: (source: SourceType) => boolean
  /** The bucket of a value of the column, as functions of a task see it. */
  readonly bucketOf: (value: unknown) => number
  readonly labelsOf: (bucket: number) => readonly string[]
}
