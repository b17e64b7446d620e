import { epochDays, type EpochDays, localMicros } from '@carmilla/extract'
import { civilOf, dateOf, isoDate } from '../calendar.ts'
import type { PartitionScheme } from '../partition-scheme.ts'

const DAYS_PER_WEEK = 7
const LAST_WEEK = 5

/** Partitions by week of the month, named by its first day: see {@link Partitioning}. */
export function weekOfMonth(column: string, key = 'dt'): PartitionScheme {
  return {
    column,
    keys: [key],
    accepts: (source) => source.kind === 'timestamp',
    bucketOf: (timestamp) => {
      if (typeof timestamp !== 'bigint')
        throw new RangeError(`${String(timestamp)} is not a timestamp`)
      return firstDayOfWeek(dateOf(localMicros(timestamp)))
    },
    labelsOf: (bucket) => [isoDate(epochDays(bucket))],
  }
}

/** The first day of the week of the month in which a date lies. */
export function firstDayOfWeek(date: EpochDays): EpochDays {
  const { day } = civilOf(date)
  const week = Math.min(Math.ceil(day / DAYS_PER_WEEK), LAST_WEEK)
  return epochDays(date - day + (week - 1) * DAYS_PER_WEEK + 1)
}
