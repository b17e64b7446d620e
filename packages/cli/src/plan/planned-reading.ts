import { formatNumberOf } from '../output/quantity.ts'
import {
  type Consistency,
  type Division,
  type DivisionChoice,
  lanesOf,
  workersOf,
} from '../workers/divide-task.ts'

/** Why one worker reads all of a task. */
export type WholeReason = 'one_worker' | 'small' | 'query' | 'no_key'

/** How the rows of a task are read; serialisable. */
export interface PlannedReading {
  readonly shards: number
  /** What tells the shards apart: blocks of the heap, or values of a column; null of a single one. */
  readonly by: 'ctid' | 'key' | null
  /** The column of a key. */
  readonly column: string | null
  /** Why it is one shard; null of several. */
  readonly whole: WholeReason | null
  /** Most that read it at once. */
  readonly workers: number
  readonly consistency: Consistency
  /** One backend, and short queries. */
  readonly gentle: boolean
}

/** What a plan is told about reading. */
export interface ReadingChoice extends DivisionChoice {
  readonly gentle: boolean
}

/** @param divisible - whether the query is one that can be divided. */
export function plannedReading(
  division: Division,
  divisible: boolean,
  choice: ReadingChoice,
): PlannedReading {
  const { ranges } = division
  const [range] = ranges
  const isWhole = ranges.length === 1
  return {
    shards: ranges.length,
    by: range?.by ?? null,
    column: range?.by === 'key' ? range.column : null,
    whole: isWhole ? wholeReason(division, divisible, choice) : null,
    workers: lanesOf(division, workersOf(choice)),
    consistency: choice.consistency,
    gentle: choice.gentle,
  }
}

function wholeReason({ bytes }: Division, divisible: boolean, choice: ReadingChoice): WholeReason {
  if (!divisible) return 'query'
  if (choice.consistency === 'snapshot' && workersOf(choice) === 1) return 'one_worker'
  return bytes < choice.shardBytes * 2 ? 'small' : 'no_key'
}

const WHOLE_TEXTS: Readonly<Record<WholeReason, string>> = {
  one_worker: ' by 1 worker',
  small: ': too small to be divided',
  query: ': its query cannot be divided',
  no_key: ': it has no key to be divided by',
}

/** `read in 4 shards by 2 workers, by where rows lie (ctid)` */
export function formatReading(reading: PlannedReading): string {
  const { shards, by, column, whole, workers, consistency, gentle } = reading
  const divided = by === 'key' ? `by ranges of \`${column ?? ''}\`` : 'by where rows lie (ctid)'
  const manner = [
    ...(gentle ? ['in short queries of one backend'] : []),
    ...(consistency === 'perShard' ? ['in short transactions'] : []),
  ]
  if (whole !== null) return [`read whole${WHOLE_TEXTS[whole]}`, ...manner].join(', ')
  const howMany = `read in ${formatNumberOf(shards, 'shard')} by ${formatNumberOf(workers, 'worker')}`
  return [howMany, divided, ...manner].join(', ')
}
