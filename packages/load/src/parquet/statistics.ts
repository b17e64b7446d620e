import { isUtf8 } from 'node:buffer'

/**
 * Exact bounds of values, as Parquet stores them: PLAIN bytes without a length prefix.
 *
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift (Statistics, ColumnOrder)
 */
export interface Bounds {
  readonly min: Uint8Array
  readonly max: Uint8Array
  /** False when the bound was shortened: still a bound, but no value of the column. */
  readonly isMinExact: boolean
  readonly isMaxExact: boolean
}

/** How the encoded bounds of a physical and logical type compare. */
export type SortOrder =
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'unsigned-bytes'
  | 'signed-bytes'

/** Negative, zero or positive, as `a` sorts before, with or after `b`. */
export function compareBounds(order: SortOrder, a: Uint8Array, b: Uint8Array): number {
  return COMPARE[order](a, b)
}

/** Bounds that hold for the values of both. */
export function mergeBounds(order: SortOrder, a: Bounds, b: Bounds): Bounds {
  const byMin = compareBounds(order, a.min, b.min)
  const byMax = compareBounds(order, a.max, b.max)
  return {
    min: byMin <= 0 ? a.min : b.min,
    // A shortened minimum that equals a whole value is that value, and so exact.
    isMinExact: byMin < 0 ? a.isMinExact : byMin > 0 ? b.isMinExact : a.isMinExact || b.isMinExact,
    max: byMax >= 0 ? a.max : b.max,
    isMaxExact: byMax > 0 ? a.isMaxExact : byMax < 0 ? b.isMaxExact : a.isMaxExact || b.isMaxExact,
  }
}

/** How byte strings become bounds. */
export interface BytesBoundsOptions {
  readonly isText: boolean
  /** Longest bound, in bytes. */
  readonly maxBytes: number
}

/**
 * Bounds of byte strings, copied and shortened to `maxBytes`; undefined when a long maximum has no
 * shorter upper bound.
 */
export function bytesBounds(
  min: Uint8Array,
  max: Uint8Array,
  options: BytesBoundsOptions,
): Bounds | undefined {
  const isMinExact = min.length <= options.maxBytes
  const isMaxExact = max.length <= options.maxBytes
  const upper = isMaxExact ? Uint8Array.from(max) : shortenedMax(max, options)
  if (upper === undefined) return undefined
  const lower = isMinExact ? min : min.subarray(0, cutAt(min, options))
  return { min: Uint8Array.from(lower), max: upper, isMinExact, isMaxExact }
}

/** Where to cut: at the limit, or for text before the character that crosses it. */
function cutAt(value: Uint8Array, { isText, maxBytes }: BytesBoundsOptions): number {
  let end = maxBytes
  if (isText) while (end > maxBytes - 4 && isContinuation(value[end])) end--
  return end
}

/** The shortest change that sorts above everything with the same prefix. */
function shortenedMax(value: Uint8Array, options: BytesBoundsOptions): Uint8Array | undefined {
  const prefix = Buffer.from(value.subarray(0, cutAt(value, options)))
  // Text of a SQL_ASCII database may be no UTF-8 at all; bytes still have an order.
  const isUtf8Text = options.isText && isUtf8(prefix)
  return isUtf8Text ? incrementedText(prefix, options.maxBytes) : incrementedBytes(prefix)
}

function incrementedBytes(prefix: Buffer): Uint8Array | undefined {
  for (let last = prefix.length - 1; last >= 0; last--) {
    const byte = prefix.readUInt8(last)
    if (byte === 0xff) continue
    const upper = Uint8Array.from(prefix.subarray(0, last + 1))
    upper[last] = byte + 1
    return upper
  }
  return undefined
}

/** Raises the last character that can be raised: code points sort as their UTF-8 bytes do. */
function incrementedText(prefix: Buffer, maxBytes: number): Uint8Array | undefined {
  const characters = Array.from(prefix.toString('utf8'))
  for (;;) {
    const codePoint = characters.pop()?.codePointAt(0)
    if (codePoint === undefined) return undefined
    if (codePoint === LAST_CODE_POINT) continue
    const next = codePoint + 1 === FIRST_SURROGATE ? LAST_SURROGATE + 1 : codePoint + 1
    const upper = Buffer.from(characters.join('') + String.fromCodePoint(next))
    if (upper.length <= maxBytes) return upper
  }
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

type Compare = (a: Uint8Array, b: Uint8Array) => number

const COMPARE: Readonly<Record<SortOrder, Compare>> = {
  bool: (a, b) => Buffer.compare(a, b),
  'unsigned-bytes': (a, b) => Buffer.compare(a, b),
  'signed-bytes': compareSignedBytes,
  int32: decodedWith((view) => view.getInt32(0, true)),
  int64: decodedWith((view) => view.getBigInt64(0, true)),
  float32: decodedWith((view) => view.getFloat32(0, true)),
  float64: decodedWith((view) => view.getFloat64(0, true)),
}

function decodedWith(decode: (view: DataView) => number | bigint): Compare {
  return (a, b) => {
    const x = decode(viewOf(a))
    const y = decode(viewOf(b))
    return x < y ? -1 : x > y ? 1 : 0
  }
}

/** Big-endian two's complement of equal length. */
function compareSignedBytes(a: Uint8Array, b: Uint8Array): number {
  const signs = viewOf(a).getInt8(0) - viewOf(b).getInt8(0)
  return signs === 0 ? Buffer.compare(a, b) : signs
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const LAST_CODE_POINT = 0x10ffff
const FIRST_SURROGATE = 0xd800
const LAST_SURROGATE = 0xdfff
