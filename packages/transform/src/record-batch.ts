import type { Vector } from '@carmilla/extract'

/**
 * Rows in a record's types, column by column in the order of its schema.
 *
 * The layout of each vector follows from its record type: `bool` → bool; `int16`, `int32`, `date` →
 * int32; `int64`, `timestamp` → int64; `float32`, `float64` → the same; `decimal` → unscaled int32
 * (precision ≤ 9), int64 (≤ 18), else fixed (big-endian two's complement of
 * {@link decimalWidthBytes}); `text`, `uuid`, `json`, `binary` → bytes; `list`, `struct` and `map` → the same.
 *
 * Borrowed: valid only until the next batch is asked for.
 */
export interface RecordBatch {
  readonly rows: number
  readonly vectors: readonly Vector[]
}

/** Largest precision that an unscaled 32-bit integer holds, in digits. */
export const INT32_DECIMAL_DIGITS = 9

/** Largest precision that an unscaled 64-bit integer holds, in digits. */
export const INT64_DECIMAL_DIGITS = 18

/** Largest precision of a Parquet DECIMAL that Athena reads, in digits. */
export const MAX_DECIMAL_DIGITS = 38

/** Bytes of the shortest two's complement integer that holds `precision` decimal digits. */
export function decimalWidthBytes(precision: number): number {
  let widthBytes = 1
  while (10n ** BigInt(precision) - 1n > 2n ** BigInt(widthBytes * 8 - 1) - 1n) widthBytes++
  return widthBytes
}
