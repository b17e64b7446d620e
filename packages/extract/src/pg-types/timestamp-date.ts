import type { ChangedValues } from '../changed-values.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { Int32Vector } from '../vector.ts'
import { EPOCH_DAYS } from './date.ts'
import { infiniteTimestamp } from './timestamp.ts'
import { infinityOf, microsOfSecond, secondsOf } from './timestamp-parts.ts'

const SECONDS_PER_DAY = 86_400

/**
 * Days since 1970-01-01 of timestamps, rounded down; of a `timestamptz`, its day in UTC. Counts the
 * values that were not midnight.
 */
export function timestampDateKernel(changed: ChangedValues): Kernel<Int32Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let truncated = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        if (infinityOf(view, position) !== 0) throw infiniteTimestamp(batch, position, row)
        const seconds = secondsOf(view, position)
        const days = Math.floor(seconds / SECONDS_PER_DAY)
        if (seconds !== days * SECONDS_PER_DAY || microsOfSecond(view, position) !== 0) truncated++
        values[row] = days + EPOCH_DAYS
      }
    }
    changed.values = truncated
    return nulls
  }
}
