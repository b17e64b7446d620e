import type { ByteBuffer } from '../byte-buffer.ts'
import { appendHybrid, bitWidthOf } from '../rle.ts'

/** Appends the indices of a dictionary-encoded page: one byte of bit width, then the hybrid. */
export function appendIndices(
  out: ByteBuffer,
  indices: Uint16Array,
  count: number,
  entryCount: number,
): void {
  const bitWidth = bitWidthOf(Math.max(entryCount - 1, 0))
  out.reserve(1)
  out.bytes[out.lengthBytes++] = bitWidth
  appendHybrid(out, indices, count, bitWidth)
}

/** Bytes of `count` packed indices into `entryCount` entries. */
export function indexBytes(count: number, entryCount: number): number {
  return (count * bitWidthOf(Math.max(entryCount - 1, 0))) / 8
}
