import type { Kernel } from '../kernel-decoder.ts'
import type { Float64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `double precision`: binary64. */
export type Float8 = number & Flavour<'float8'>

/** Reads one value. */
export function readFloat8(batch: WireBatch, position: number): number {
  return batch.view.getFloat64(position)
}

/** Turns the byte order around. */
export const float8ToFloat64: Kernel<Float64Vector> = (batch, column, output) => {
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
      values[row] = view.getFloat64(position)
    }
  }
  return nulls
}
