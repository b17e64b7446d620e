import type { ByteBuffer } from './byte-buffer.ts'
import { appendVarint } from './rle.ts'

/**
 * The encoding DELTA_BINARY_PACKED, for integers of 32 bits that are not negative.
 *
 * Blocks of 128 differences, each as what it has more than the least of its block, in four
 * miniblocks that are packed with as many bits as their greatest needs.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#DELTAENC
 */
export function appendDeltaBinaryPacked(out: ByteBuffer, values: Int32Array, count: number): void {
  out.reserve(HEADER_ROOM_BYTES)
  appendVarint(out, BLOCK_VALUES)
  appendVarint(out, MINIBLOCKS)
  appendVarint(out, count)
  appendZigzag(out, count > 0 ? values[0]! : 0)
  const differences = new Int32Array(BLOCK_VALUES)
  for (let from = 1; from < count; from += BLOCK_VALUES) {
    const to = Math.min(count, from + BLOCK_VALUES)
    for (let i = from; i < to; i++) differences[i - from] = values[i]! - values[i - 1]!
    appendBlock(out, differences, to - from)
  }
}

/** Appends `differences[0 .. count]`, end exclusive, and takes the least off them. */
function appendBlock(out: ByteBuffer, differences: Int32Array, count: number): void {
  let least = differences[0]!
  for (let i = 1; i < count; i++) least = Math.min(least, differences[i]!)
  for (let i = 0; i < count; i++) differences[i] = differences[i]! - least
  differences.fill(0, count)
  out.reserve(BLOCK_ROOM_BYTES)
  appendZigzag(out, least)
  const widthsAt = out.lengthBytes
  out.lengthBytes += MINIBLOCKS
  for (let miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
    const from = miniblock * MINIBLOCK_VALUES
    let bits = 0
    for (let i = from; i < from + MINIBLOCK_VALUES; i++) bits |= differences[i]!
    const bitWidth = 32 - Math.clz32(bits)
    out.bytes[widthsAt + miniblock] = bitWidth
    if (bitWidth > 0) appendMiniblock(out, differences, from, bitWidth)
  }
}

/** Lowest bits first; a miniblock ends with a whole word, as it has 32 values. */
function appendMiniblock(
  out: ByteBuffer,
  differences: Int32Array,
  from: number,
  bitWidth: number,
): void {
  let word = 0
  let wordBits = 0
  for (let i = from; i < from + MINIBLOCK_VALUES; i++) {
    const difference = differences[i]!
    word |= difference << wordBits
    wordBits += bitWidth
    if (wordBits < 32) continue
    out.view.setInt32(out.lengthBytes, word, true)
    out.lengthBytes += 4
    wordBits -= 32
    // A shift by 32 is none at all.
    word = wordBits === 0 ? 0 : difference >>> (bitWidth - wordBits)
  }
}

/** Negative numbers as odd ones. */
function appendZigzag(out: ByteBuffer, value: number): void {
  appendVarint(out, value < 0 ? -2 * value - 1 : 2 * value)
}

const BLOCK_VALUES = 128
const MINIBLOCKS = 4
const MINIBLOCK_VALUES = BLOCK_VALUES / MINIBLOCKS
const HEADER_ROOM_BYTES = 16
/** The least difference, the widths, and differences that all take 32 bits. */
const BLOCK_ROOM_BYTES = 5 + MINIBLOCKS + 4 * BLOCK_VALUES
