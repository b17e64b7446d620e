import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `bytea`. */
export type Bytea = Uint8Array & Flavour<'bytea'>

/** Gives a copy, which outlives the batch. */
export function readBytea(batch: WireBatch, position: number): Uint8Array {
  const lengthBytes = batch.view.getInt32(position - 4)
  return new Uint8Array(batch.bytes.subarray(position, position + lengthBytes))
}
