import type { Kernel } from '../kernel-decoder.ts'
import type { FixedVector } from '../vector.ts'

/** Bytes of a `uuid`. */
export const UUID_BYTES = 16
/** Words of 64 bits of a `uuid`. */
const UUID_WORDS = 2

/** Copies the bytes of every UUID, which in binary are in the order of its text. */
export const uuidBytesKernel: Kernel<FixedVector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { values, present } = output
  const words = new BigUint64Array(values.buffer)
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      const word = row * UUID_WORDS
      present[row] = 1
      words[word] = view.getBigUint64(position, true)
      words[word + 1] = view.getBigUint64(position + 8, true)
    }
  }
  return nulls
}
