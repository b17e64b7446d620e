import type { ChangedValues } from '../changed-values.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { BytesVector } from '../vector.ts'

/** The upper bits of a byte of UTF-8, and what they are in every byte of a character but its first. */
const KIND_BITS = 0xc0
const CONTINUATION = 0x80

/**
 * The first `maxCharacters` characters of every text, as `left(text, n)` gives them, in slices of the
 * receive buffer. A character is a code point. Counts the texts that were longer.
 */
export function cutTextKernel(maxCharacters: number, changed: ChangedValues): Kernel<BytesVector> {
  return (batch, column, output) => {
    const { bytes, view, positions, rows } = batch
    const { starts, lengths, present } = output
    output.bytes = bytes
    output.view = view
    const first = column * batch.capacityRows
    let nulls = 0
    let cut = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        starts[row] = position
        const lengthBytes = view.getInt32(position - 4)
        const keptBytes =
          lengthBytes <= maxCharacters
            ? lengthBytes
            : bytesOfCharacters(bytes, position, lengthBytes, maxCharacters)
        if (keptBytes < lengthBytes) cut++
        lengths[row] = keptBytes
      }
    }
    changed.values = cut
    return nulls
  }
}

/** Bytes of the first `maxCharacters` characters of a text, or of all when they are fewer. */
// oxlint-disable-next-line max-params -- an options object would be one for each value
function bytesOfCharacters(
  bytes: Uint8Array,
  start: number,
  lengthBytes: number,
  maxCharacters: number,
): number {
  let left = maxCharacters
  for (let at = 0; at < lengthBytes; at++) {
    const isFirst = ((bytes[start + at] ?? 0) & KIND_BITS) !== CONTINUATION
    if (isFirst && left-- === 0) return at
  }
  return lengthBytes
}
