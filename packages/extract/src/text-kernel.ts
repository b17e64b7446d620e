import type { Kernel } from './kernel-decoder.ts'
import { reserveBytes } from './new-vector.ts'
import type { BytesVector, ValueReader } from './vector.ts'
import { READABLE_PADDING_BYTES } from './wire-batch.ts'

/** Largest number of UTF-8 bytes of one UTF-16 code unit. */
const UTF8_BYTES_PER_UNIT = 3

/** Writes the text that `read` makes of every value, as UTF-8, into the vector's own bytes. */
export function textKernel(read: ValueReader<string>): Kernel<BytesVector> {
  return (batch, column, output) => {
    const { positions, rows } = batch
    const { starts, lengths, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let end = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        const text = read(batch, position)
        reserveBytes(output, end + text.length * UTF8_BYTES_PER_UNIT + READABLE_PADDING_BYTES)
        present[row] = 1
        starts[row] = end
        const lengthBytes = output.bytes.write(text, end, 'utf8')
        lengths[row] = lengthBytes
        end += lengthBytes
      }
    }
    return nulls
  }
}
