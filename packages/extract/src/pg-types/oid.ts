import type { Kernel } from '../kernel-decoder.ts'
import type { Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `oid`: a whole number of 32 bits without a sign. */
export type Oid = number & Flavour<'oid'>

/** Postgres `xid`: the number of a transaction, in 32 bits without a sign. */
export type Xid = number & Flavour<'xid'>

/** Postgres `cid`: the number of a command within its transaction, in 32 bits without a sign. */
export type Cid = number & Flavour<'cid'>

/** Reads one `oid`, `xid` or `cid`. */
export function readOid(batch: WireBatch, position: number): number {
  return batch.view.getUint32(position)
}

/** Widens without a sign. */
export const oidToInt64: Kernel<Int64Vector> = (batch, column, output) => {
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
      words[2 * row] = view.getInt32(position)
      words[2 * row + 1] = 0
    }
  }
  return nulls
}
