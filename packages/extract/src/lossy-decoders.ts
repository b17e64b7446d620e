/** Decoders that change values because a column was declared so; each counts what it changes. */
import type { ChangedValues } from './changed-values.ts'
import { widthOf } from './fixed-width.ts'
import { KernelDecoder } from './kernel-decoder.ts'
import {
  newBytesVector,
  newFloat32Vector,
  newFloat64Vector,
  newInt32Vector,
  newInt64Vector,
  reserveFloat32s,
  reserveFloat64s,
  reserveInt32s,
  reserveInt64s,
  reserveSlices,
} from './new-vector.ts'
import { cutTextKernel } from './pg-types/cut-text.ts'
import { FlatListDecoder } from './pg-types/flat-array.ts'
import {
  float8ToNearestFloat32,
  int4ToNearestFloat32,
  int8ToNearestFloat32,
  int8ToNearestFloat64,
} from './pg-types/nearest-float.ts'
import { numericToNearestFloat32, numericToNearestFloat64 } from './pg-types/numeric-float.ts'
import { timestampDateKernel } from './pg-types/timestamp-date.ts'
import { timestampMillisKernel } from './pg-types/timestamp-millis.ts'
import type {
  BytesVector,
  ColumnDecoder,
  Float32Vector,
  Float64Vector,
  Int32Vector,
  Int64Vector,
  ListVector,
} from './vector.ts'

/**
 * Decodes to the nearest binary32, a tie to the even one, as Postgres casts; what is beyond its range
 * is `unrepresentable_value`. Of a `numeric`, whether a value changed is not known: none is counted.
 */
export function nearestFloat32Decoder(
  from: 'int4' | 'int8' | 'float8' | 'numeric',
  rounded: ChangedValues,
): ColumnDecoder<Float32Vector> {
  const kernel = {
    int4: int4ToNearestFloat32,
    int8: int8ToNearestFloat32,
    float8: float8ToNearestFloat32,
    numeric: () => numericToNearestFloat32,
  }[from](rounded)
  const width = from === 'numeric' ? undefined : widthOf(from)
  return new KernelDecoder(newFloat32Vector(), reserveFloat32s, kernel, width)
}

/** Decodes to the nearest binary64; as {@link nearestFloat32Decoder}. */
export function nearestFloat64Decoder(
  from: 'int8' | 'numeric',
  rounded: ChangedValues,
): ColumnDecoder<Float64Vector> {
  const kernel = from === 'int8' ? int8ToNearestFloat64(rounded) : numericToNearestFloat64
  const width = from === 'numeric' ? undefined : widthOf(from)
  return new KernelDecoder(newFloat64Vector(), reserveFloat64s, kernel, width)
}

/**
 * Decodes `timestamp` and `timestamptz` to milliseconds since 1970-01-01 00:00 (UTC), rounded down;
 * the infinities are `unrepresentable_value`.
 */
export function timestampMillisDecoder(truncated: ChangedValues): ColumnDecoder<Int64Vector> {
  return new KernelDecoder(
    newInt64Vector(),
    reserveInt64s,
    timestampMillisKernel(truncated),
    widthOf('timestamp'),
  )
}

/**
 * Decodes `timestamp` and `timestamptz` to days since 1970-01-01 (UTC), rounded down; the infinities
 * are `unrepresentable_value`.
 */
export function timestampDateDecoder(truncated: ChangedValues): ColumnDecoder<Int32Vector> {
  return new KernelDecoder(
    newInt32Vector(),
    reserveInt32s,
    timestampDateKernel(truncated),
    widthOf('timestamp'),
  )
}

/** Decodes text to its first `maxCharacters` code points, as slices of the receive buffer. */
export function cutTextDecoder(
  maxCharacters: number,
  truncated: ChangedValues,
): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, cutTextKernel(maxCharacters, truncated))
}

/** Decodes arrays of any dimensions to lists of all their elements, in Postgres' order. */
export function flatListDecoder(
  element: ColumnDecoder,
  flattened: ChangedValues,
): ColumnDecoder<ListVector> {
  return new FlatListDecoder(element, flattened)
}
