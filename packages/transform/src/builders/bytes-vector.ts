import { type BytesVector, READABLE_PADDING_BYTES } from '@carmilla/extract'
import { emptied } from './slots.ts'

/** A vector of byte strings without room. */
export function emptyBytesVector(): BytesVector {
  const bytes = Buffer.allocUnsafeSlow(READABLE_PADDING_BYTES)
  return {
    layout: 'bytes',
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    bytes,
    view: new DataView(bytes.buffer),
    starts: new Int32Array(0),
    lengths: new Int32Array(0),
  }
}

/** Empties a vector of byte strings and makes room for `rows` values, not for their bytes. */
export function beginBytes(vector: BytesVector, rows: number): void {
  if (!emptied(vector, rows)) return
  vector.starts = new Int32Array(rows)
  vector.lengths = new Int32Array(rows)
}

/** Makes room for `moreBytes` bytes behind the `usedBytes` that are taken, and the padding. */
export function reserveBytes(vector: BytesVector, usedBytes: number, moreBytes: number): void {
  const neededBytes = usedBytes + moreBytes + READABLE_PADDING_BYTES
  if (neededBytes <= vector.bytes.length) return
  const grown = Buffer.allocUnsafeSlow(Math.max(neededBytes, vector.bytes.length * 2))
  vector.bytes.copy(grown, 0, 0, usedBytes)
  vector.bytes = grown
  vector.view = new DataView(grown.buffer)
}

/** Records a value whose bytes were written at `startBytes`. */
export function appendedAt(vector: BytesVector, startBytes: number, lengthBytes: number): void {
  vector.present[vector.rows] = 1
  vector.starts[vector.rows] = startBytes
  vector.lengths[vector.rows++] = lengthBytes
}
