import type { Kernel } from '../kernel-decoder.ts'
import type { Int32Vector, Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `integer`: a whole number of 32 bits. */
export type Int4 = number & Flavour<'int4'>

/** Reads one value. */
export function readInt4(batch: WireBatch, position: number): number {
  return batch.view.getInt32(position)
}

/** Turns the byte order around. */
export const int4ToInt32: Kernel<Int32Vector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { values, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      values[row] = view.getInt32(position)
    }
  }
  return nulls
}

/** Widens to 64 bits. */
export const int4ToInt64: Kernel<Int64Vector> = (batch, column, output) => {
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
      present[row] = 1
      const value = view.getInt32(position)
      words[2 * row] = value
      words[2 * row + 1] = value >> 31
    }
  }
  return nulls
}
