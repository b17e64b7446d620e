import type { Bounds } from '../statistics.ts'
import type { Word32Type } from './word32-values.ts'
import type { Word64Type } from './word64-values.ts'

/** INT32 in signed order: integers, dates, decimals of up to nine digits. */
export const INT32_WORDS: Word32Type = { layout: 'int32', bounds: int32Bounds }
/** FLOAT in the order of numbers. */
export const FLOAT32_WORDS: Word32Type = { layout: 'float32', bounds: float32Bounds }
/** INT64 in signed order: integers, timestamps, decimals of up to eighteen digits. */
export const INT64_WORDS: Word64Type = { layout: 'int64', bounds: int64Bounds }
/** DOUBLE in the order of numbers. */
export const FLOAT64_WORDS: Word64Type = { layout: 'float64', bounds: float64Bounds }

function int32Bounds(words: Int32Array, count: number): Bounds {
  let min = words[0]!
  let max = min
  for (let i = 1; i < count; i++) {
    const word = words[i]!
    if (word < min) min = word
    if (word > max) max = word
  }
  return exactBounds(Int32Array.of(min), Int32Array.of(max))
}

/** The high words decide unless they are equal; the low words are unsigned. */
function int64Bounds(words: Int32Array, count: number): Bounds {
  let minLow = words[0]! >>> 0
  let minHigh = words[1]!
  let maxLow = minLow
  let maxHigh = minHigh
  for (let i = 1; i < count; i++) {
    const low = words[2 * i]! >>> 0
    const high = words[2 * i + 1]!
    if (high < minHigh || (high === minHigh && low < minLow)) {
      minLow = low
      minHigh = high
    }
    if (high > maxHigh || (high === maxHigh && low > maxLow)) {
      maxLow = low
      maxHigh = high
    }
  }
  return exactBounds(Int32Array.of(minLow, minHigh), Int32Array.of(maxLow, maxHigh))
}

function float32Bounds(words: Int32Array, count: number): Bounds | undefined {
  const range = numberRange(new Float32Array(words.buffer, 0, count), count)
  return range && exactBounds(Float32Array.of(range.min), Float32Array.of(range.max))
}

function float64Bounds(words: Int32Array, count: number): Bounds | undefined {
  const range = numberRange(new Float64Array(words.buffer, 0, count), count)
  return range && exactBounds(Float64Array.of(range.min), Float64Array.of(range.max))
}

/**
 * Least and greatest of `values`, a zero with the sign that includes both zeros; undefined when there
 * is a NaN. The format asks for bounds of the other values then, but readers that sort NaN above all
 * numbers, as Postgres and DuckDB do, would lose it: DuckDB 1.5 finds no row for `c > 1` then.
 */
function numberRange(
  values: Float32Array | Float64Array,
  count: number,
): { readonly min: number; readonly max: number } | undefined {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) {
    const value = values[i]!
    if (value < min) min = value
    if (value > max) max = value
    if (Number.isNaN(value)) return undefined
  }
  return { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max }
}

function exactBounds(min: ArrayBufferView, max: ArrayBufferView): Bounds {
  return { min: bytesOf(min), max: bytesOf(max), isMinExact: true, isMaxExact: true }
}

function bytesOf(words: ArrayBufferView): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
