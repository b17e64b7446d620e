import type { Kernel } from '../kernel-decoder.ts'
import type { Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `bigint`: a whole number of 64 bits. */
export type Int8 = bigint & Flavour<'int8'>

/** Reads one value. */
export function readInt8(batch: WireBatch, position: number): bigint {
  return batch.view.getBigInt64(position)
}

/** Turns the byte order around. */
export const int8ToInt64: Kernel<Int64Vector> = (batch, column, output) => {
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
      words[2 * row] = view.getInt32(position + 4)
      words[2 * row + 1] = view.getInt32(position)
    }
  }
  return nulls
}
