import type { Kernel } from '../kernel-decoder.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { Int64Vector } from '../vector.ts'
import type { Printed } from './printed.ts'

/** Postgres `time`: a time of day, as in `23:59:59.999999`. Its last is `24:00:00`. */
export type Time = Printed<'time'>

/** Microseconds of a day, as the words of an int64. */
const DAY_HIGH = 20
const DAY_LOW = 500_654_080

/** Reads microseconds since midnight, which in binary are an int64; `24:00:00` is no time of a day. */
export const timeMicrosKernel: Kernel<Int64Vector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { words, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      const high = view.getInt32(position)
      const low = view.getUint32(position + 4)
      if (high > DAY_HIGH || (high === DAY_HIGH && low >= DAY_LOW)) throw endOfDay(row)
      present[row] = 1
      words[2 * row] = low
      words[2 * row + 1] = high
    }
  }
  return nulls
}

function endOfDay(row: number) {
  return unrepresentable({
    type: 'time',
    value: '24:00:00',
    target: 'a time of day',
    hint: 'read it as text()',
    row,
  })
}
