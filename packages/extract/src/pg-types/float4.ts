import type { Kernel } from '../kernel-decoder.ts'
import type { Float32Vector, Float64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `real`: binary32. */
export type Float4 = number & Flavour<'float4'>

/** Gives the binary32 value itself, which in JavaScript prints with more digits than in Postgres. */
export function readFloat4(batch: WireBatch, position: number): number {
  return batch.view.getFloat32(position)
}

/** Keeps binary32. */
export const float4ToFloat32: Kernel<Float32Vector> = (batch, column, output) => {
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
      values[row] = view.getFloat32(position)
    }
  }
  return nulls
}

/** Widens to binary64, which holds every binary32 exactly. */
export const float4ToFloat64: Kernel<Float64Vector> = (batch, column, output) => {
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
      values[row] = view.getFloat32(position)
    }
  }
  return nulls
}
