import type { Kernel } from '../kernel-decoder.ts'
import type { FixedVector } from '../vector.ts'

/** Bytes of a `uuid`. */
export const UUID_BYTES = 16

/** Copies the bytes of every UUID, which in binary are in the order of its text. */
export const uuidBytesKernel: Kernel<FixedVector> = (batch, column, output) => {
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
      const start = row * UUID_BYTES
      present[row] = 1
      for (let byte = 0; byte < UUID_BYTES; byte++) {
        values[start + byte] = bytes[position + byte] ?? 0
      }
    }
  }
  return nulls
}
