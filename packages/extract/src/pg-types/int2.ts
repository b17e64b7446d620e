import type { Kernel } from '../kernel-decoder.ts'
import type { Int32Vector, Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `smallint`: a whole number of 16 bits. */
export type Int2 = number & Flavour<'int2'>

/** Reads one value. */
export function readInt2(batch: WireBatch, position: number): number {
  return batch.view.getInt16(position)
}

/** Widens to 32 bits. */
export const int2ToInt32: Kernel<Int32Vector> = (batch, column, output) => {
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
      values[row] = view.getInt16(position)
    }
  }
  return nulls
}

/** Widens to 64 bits. */
export const int2ToInt64: Kernel<Int64Vector> = (batch, column, output) => {
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
      const value = view.getInt16(position)
      words[2 * row] = value
      words[2 * row + 1] = value >> 31
    }
  }
  return nulls
}
