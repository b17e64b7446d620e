import type { ByteBuffer } from './byte-buffer.ts'

/**
 * The RLE/bit-packing hybrid: levels and dictionary indices.
 *
 * A run of equal values is `varint(count << 1)` and the value in whole bytes; everything else is
 * `varint(groups << 1 | 1)` and groups of eight values of `bitWidth` bits, lowest bits first.
 *
 * @see https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */

/** Widest value this encoder packs, in bits: what still fits a 32-bit accumulator beside a remainder. */
export const MAX_BIT_WIDTH = 16

/** Unsigned integers below `2 ** bitWidth`. */
export type HybridValues = Uint8Array | Uint16Array

/** Bits that hold every value up to `maxValue`: 0 when there is only one value. */
export function bitWidthOf(maxValue: number): number {
  return 32 - Math.clz32(maxValue)
}

/** Appends `values[0 .. count]`, end exclusive, to `out`. */
export function appendHybrid(
  out: ByteBuffer,
  values: HybridValues,
  count: number,
  bitWidth: number,
): void {
  if (bitWidth === 0) {
    appendRun(out, 0, count, 0)
    return
  }
  const worthwhileRun = worthwhileRunValues(bitWidth)
  let packedFrom = 0
  let at = 0
  while (at < count) {
    const value = values[at]!
    let runEnd = at + 1
    while (runEnd < count && values[runEnd] === value) runEnd++
    if (runEnd - at < worthwhileRun) {
      // Groups are of eight values, so a run can only begin at a multiple of eight.
      at += Math.max(8, (runEnd - at) & ~7)
      continue
    }
    if (at > packedFrom)
      appendPacked(out, values.subarray(packedFrom, at), at - packedFrom, bitWidth)
    appendRun(out, value, runEnd - at, bitWidth)
    packedFrom = at = runEnd
  }
  if (count > packedFrom) {
    appendPacked(out, values.subarray(packedFrom, count), count - packedFrom, bitWidth)
  }
}

/** Appends one run of `count` equal values. */
export function appendRun(out: ByteBuffer, value: number, count: number, bitWidth: number): void {
  out.reserve(8)
  appendVarint(out, count * 2)
  for (let bit = 0; bit < bitWidth; bit += 8) out.bytes[out.lengthBytes++] = value >>> bit
}

/** A run costs about four bytes with the header of the packed stretch after it. */
function worthwhileRunValues(bitWidth: number): number {
  return Math.max(8, Math.ceil(64 / bitWidth) & ~7)
}

function appendPacked(
  out: ByteBuffer,
  values: HybridValues,
  count: number,
  bitWidth: number,
): void {
  const groups = (count + 7) >>> 3
  out.reserve(8 + groups * bitWidth)
  appendVarint(out, groups * 2 + 1)
  const wholeGroups = count >>> 3
  if (bitWidth <= 4) packNarrow(out, values, wholeGroups, bitWidth)
  else packWide(out, values, wholeGroups, bitWidth)
  if (groups === wholeGroups) return
  const lastGroup = new Uint16Array(8)
  lastGroup.set(values.subarray(wholeGroups * 8, count))
  packWide(out, lastGroup, 1, bitWidth)
}

/** Up to four bits: a group of eight values fits one 32-bit word. */
function packNarrow(out: ByteBuffer, values: HybridValues, groups: number, bitWidth: number): void {
  const { bytes } = out
  let at = out.lengthBytes
  for (let i = 0, end = groups * 8; i < end; i += 8) {
    const low =
      values[i]! |
      (values[i + 1]! << bitWidth) |
      (values[i + 2]! << (2 * bitWidth)) |
      (values[i + 3]! << (3 * bitWidth))
    const high =
      values[i + 4]! |
      (values[i + 5]! << bitWidth) |
      (values[i + 6]! << (2 * bitWidth)) |
      (values[i + 7]! << (3 * bitWidth))
    const word = low | (high << (4 * bitWidth))
    for (let bit = 0; bit < bitWidth; bit++) bytes[at++] = word >>> (8 * bit)
  }
  out.lengthBytes = at
}

function packWide(out: ByteBuffer, values: HybridValues, groups: number, bitWidth: number): void {
  const { bytes } = out
  let at = out.lengthBytes
  let word = 0
  let wordBits = 0
  for (let i = 0, end = groups * 8; i < end; i++) {
    word |= values[i]! << wordBits
    wordBits += bitWidth
    while (wordBits >= 8) {
      bytes[at++] = word
      word >>>= 8
      wordBits -= 8
    }
  }
  out.lengthBytes = at
}

/** Appends an unsigned integer, seven bits a byte; room must be reserved. */
export function appendVarint(out: ByteBuffer, value: number): void {
  let rest = value
  while (rest >= 0x80) {
    out.bytes[out.lengthBytes++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  out.bytes[out.lengthBytes++] = rest
}
