import type { Kernel } from '../kernel-decoder.ts'
import type { BytesVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `text`. */
export type Text = string & Flavour<'text'>

/** Reads every type that goes over the wire as its own text. */
export function readText(batch: WireBatch, position: number): string {
  return batch.bytes.toString('utf8', position, position + batch.view.getInt32(position - 4))
}

/** Values stay where they are: slices of the receive buffer. For every text, and for `bytea`. */
export const sliceKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { starts, lengths, present } = output
  output.bytes = batch.bytes
  output.view = view
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      starts[row] = position
      lengths[row] = view.getInt32(position - 4)
    }
  }
  return nulls
}
