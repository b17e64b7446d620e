import type { ChangedValues } from '../changed-values.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { Int64Vector } from '../vector.ts'
import { infiniteTimestamp } from './timestamp.ts'
import { infinityOf, microsOfSecond, secondsOf } from './timestamp-parts.ts'

const WORD = 0x1_0000_0000
const MILLIS_PER_SECOND = 1000
const MICROS_PER_MILLI = 1000
/** Seconds from 1970-01-01 to 2000-01-01, where Postgres begins to count. */
const EPOCH_SECONDS = 946_684_800

/**
 * Milliseconds since 1970-01-01 00:00, rounded down; every finite timestamp has them. Counts the
 * values that were no whole milliseconds.
 */
export function timestampMillisKernel(changed: ChangedValues): Kernel<Int64Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { words, present } = output
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
        const micros = microsOfSecond(view, position)
        const ofSecond = Math.floor(micros / MICROS_PER_MILLI)
        if (micros !== ofSecond * MICROS_PER_MILLI) truncated++
        // Milliseconds are beyond 2 ** 53 in the last nine thousand years: seconds are split in words.
        const seconds = secondsOf(view, position) + EPOCH_SECONDS
        const highSeconds = Math.floor(seconds / WORD)
        const low = (seconds - highSeconds * WORD) * MILLIS_PER_SECOND + ofSecond
        const carry = Math.floor(low / WORD)
        words[2 * row] = low - carry * WORD
        words[2 * row + 1] = highSeconds * MILLIS_PER_SECOND + carry
      }
    }
    changed.values = truncated
    return nulls
  }
}
