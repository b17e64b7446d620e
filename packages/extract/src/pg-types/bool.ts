import type { Kernel } from '../kernel-decoder.ts'
import type { BoolVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `boolean`. */
export type Bool = boolean & Flavour<'bool'>

/** Reads one value. */
export function readBool(batch: WireBatch, position: number): boolean {
  return batch.bytes[position] !== 0
}

/** Decodes to 0 and 1. */
export const boolKernel: Kernel<BoolVector> = (batch, column, output) => {
  const { bytes, positions, rows } = batch
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
      // Without a branch, which truth values make hard to predict.
      values[row] = ((bytes[position] ?? 0) + 0xff) >> 8
    }
  }
  return nulls
}
