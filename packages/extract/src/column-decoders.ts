import type { ChangedValues } from './changed-values.ts'
import { widthOf } from './fixed-width.ts'
import { KernelDecoder } from './kernel-decoder.ts'
import {
  newBoolVector,
  newBytesVector,
  newFixedVector,
  newFloat32Vector,
  newFloat64Vector,
  newInt32Vector,
  newInt64Vector,
  reserveBools,
  reserveFixed,
  reserveFloat32s,
  reserveFloat64s,
  reserveInt32s,
  reserveInt64s,
  reserveSlices,
} from './new-vector.ts'
import { ListDecoder } from './pg-types/array.ts'
import { PrintedListDecoder } from './pg-types/array-literals.ts'
import { boolKernel } from './pg-types/bool.ts'
import { StructDecoder, type StructField } from './pg-types/composite.ts'
import { dateKernel } from './pg-types/date.ts'
import { float4ToFloat32, float4ToFloat64 } from './pg-types/float4.ts'
import { FixedFieldsDecoder } from './pg-types/fixed-fields.ts'
import { float8ToFloat64 } from './pg-types/float8.ts'
import { geometryKernel } from './pg-types/geometry.ts'
import { HALFVEC_ELEMENTS } from './pg-types/halfvec.ts'
import { HstoreDecoder } from './pg-types/hstore.ts'
import { int2ToInt32, int2ToInt64 } from './pg-types/int2.ts'
import { int4ToInt32, int4ToInt64 } from './pg-types/int4.ts'
import { int8ToInt64 } from './pg-types/int8.ts'
import { INTERVAL_OFFSETS_BYTES, INTERVAL_WIDTH, IntervalDecoder } from './pg-types/interval.ts'
import { jsonbKernel } from './pg-types/jsonb.ts'
import { MULTIRANGE } from './pg-types/multirange.ts'
import { NestedListDecoder } from './pg-types/nested-array.ts'
import {
  decimalFixedKernel,
  decimalInt32Kernel,
  decimalInt64Kernel,
  DecimalScale,
  decimalWidthBytes,
  type DecimalType,
} from './pg-types/numeric-decimal.ts'
import { numericTextKernel } from './pg-types/numeric-text.ts'
import { oidToInt64 } from './pg-types/oid.ts'
import { POINT_OFFSETS_BYTES, POINT_WIDTH } from './pg-types/point.ts'
import { RangeDecoder } from './pg-types/range.ts'
import { sliceKernel } from './pg-types/text.ts'
import { timeMicrosKernel } from './pg-types/time.ts'
import { timestampMicrosKernel } from './pg-types/timestamp.ts'
import { uuidTextKernel } from './pg-types/uuid.ts'
import { UUID_BYTES, uuidBytesKernel } from './pg-types/uuid-bytes.ts'
import { VECTOR_ELEMENTS, VectorDecoder } from './pg-types/vector.ts'
import type {
  BoolVector,
  BytesVector,
  ColumnDecoder,
  FixedVector,
  Float32Vector,
  Float64Vector,
  Int32Vector,
  Int64Vector,
  ListVector,
  MapVector,
  StructVector,
} from './vector.ts'

/** Most digits of a decimal whose unscaled value is an int32, an int64, or kept at all. */
const INT32_DIGITS = 9
const INT64_DIGITS = 18
const MAX_DIGITS = 38

/** Decodes `boolean`. */
export function boolDecoder(): ColumnDecoder<BoolVector> {
  return new KernelDecoder(newBoolVector(), reserveBools, boolKernel, widthOf('bool'))
}

/** Decodes whole numbers of up to 32 bits. */
export function int32Decoder(from: 'int2' | 'int4'): ColumnDecoder<Int32Vector> {
  const kernel = { int2: int2ToInt32, int4: int4ToInt32 }[from]
  return new KernelDecoder(newInt32Vector(), reserveInt32s, kernel, widthOf(from))
}

/** Decodes whole numbers of any size. */
export function int64Decoder(
  from: 'int2' | 'int4' | 'int8' | 'oid' | 'xid' | 'cid',
): ColumnDecoder<Int64Vector> {
  const kernel = {
    int2: int2ToInt64,
    int4: int4ToInt64,
    int8: int8ToInt64,
    oid: oidToInt64,
    xid: oidToInt64,
    cid: oidToInt64,
  }[from]
  return new KernelDecoder(newInt64Vector(), reserveInt64s, kernel, widthOf(from))
}

/** Decodes `real`. */
export function float32Decoder(): ColumnDecoder<Float32Vector> {
  return new KernelDecoder(newFloat32Vector(), reserveFloat32s, float4ToFloat32, widthOf('float4'))
}

/** Decodes `real` or `double precision`, exactly. */
export function float64Decoder(from: 'float4' | 'float8'): ColumnDecoder<Float64Vector> {
  const kernel = { float4: float4ToFloat64, float8: float8ToFloat64 }[from]
  return new KernelDecoder(newFloat64Vector(), reserveFloat64s, kernel, widthOf(from))
}

/**
 * Decodes `numeric` to unscaled whole numbers (units of `10 ** -scale`): int32 up to precision 9,
 * int64 up to 18, big-endian bytes of the smallest width up to 38. What does not fit, NaN and the
 * infinities are `unrepresentable_value`. It rounds only with `rounded`, half away from zero as
 * Postgres does, and counts there what it changed.
 *
 * @throws {RangeError} for a precision or scale that no decimal has
 */
export function decimalDecoder(
  type: DecimalType,
  rounded?: ChangedValues,
): ColumnDecoder<Int32Vector> | ColumnDecoder<Int64Vector> | ColumnDecoder<FixedVector> {
  const { precision, scale } = type
  const isDecimal =
    Number.isInteger(precision) &&
    Number.isInteger(scale) &&
    precision >= 1 &&
    precision <= MAX_DIGITS &&
    scale >= 0 &&
    scale <= precision
  if (!isDecimal) {
    throw new RangeError(
      `decimal(${precision}, ${scale}): expected 1 to ${MAX_DIGITS} digits, 0 to all of them after the point`,
    )
  }
  const decimals = new DecimalScale(type, rounded)
  if (precision <= INT32_DIGITS) {
    return new KernelDecoder(newInt32Vector(), reserveInt32s, decimalInt32Kernel(decimals))
  }
  if (precision <= INT64_DIGITS) {
    return new KernelDecoder(newInt64Vector(), reserveInt64s, decimalInt64Kernel(decimals))
  }
  const vector = newFixedVector(decimalWidthBytes(precision))
  return new KernelDecoder(vector, reserveFixed, decimalFixedKernel(decimals))
}

/** Decodes `numeric` to exactly the text that Postgres prints. */
export function numericTextDecoder(): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, numericTextKernel)
}

/**
 * Decodes text, varchar, bpchar, name, enum, json, bytea and every type that comes as printed, to
 * slices of the receive buffer.
 */
export function bytesDecoder(): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, sliceKernel)
}

/** Decodes `jsonb` to the text that Postgres prints, as slices of the receive buffer. */
export function jsonbDecoder(): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, jsonbKernel)
}

/** Decodes `uuid` to 36 lower-case characters. */
export function uuidTextDecoder(): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, uuidTextKernel, widthOf('uuid'))
}

/** Decodes `uuid` to 16 bytes. */
export function uuidBytesDecoder(): ColumnDecoder<FixedVector> {
  return new KernelDecoder(
    newFixedVector(UUID_BYTES),
    reserveFixed,
    uuidBytesKernel,
    widthOf('uuid'),
  )
}

/** Decodes `time` in binary to microseconds since midnight; `24:00:00` is `unrepresentable_value`. */
export function timeMicrosDecoder(): ColumnDecoder<Int64Vector> {
  return new KernelDecoder(newInt64Vector(), reserveInt64s, timeMicrosKernel, widthOf('time'))
}

/**
 * Decodes `interval` in binary to structs of months, days (int32 each) and microseconds (int64); the
 * infinities are `unrepresentable_value`.
 */
export function intervalDecoder(): ColumnDecoder<StructVector> {
  const { months, days, microseconds } = INTERVAL_OFFSETS_BYTES
  return new IntervalDecoder(
    new FixedFieldsDecoder(INTERVAL_WIDTH, [
      {
        offsetBytes: months,
        decoder: new KernelDecoder(newInt32Vector(), reserveInt32s, int4ToInt32),
      },
      {
        offsetBytes: days,
        decoder: new KernelDecoder(newInt32Vector(), reserveInt32s, int4ToInt32),
      },
      {
        offsetBytes: microseconds,
        decoder: new KernelDecoder(newInt64Vector(), reserveInt64s, int8ToInt64),
      },
    ]),
  )
}

/** Decodes `point` in binary to structs of x and y (float64 each). */
export function pointDecoder(): ColumnDecoder<StructVector> {
  const { x, y } = POINT_OFFSETS_BYTES
  return new FixedFieldsDecoder(POINT_WIDTH, [
    {
      offsetBytes: x,
      decoder: new KernelDecoder(newFloat64Vector(), reserveFloat64s, float8ToFloat64),
    },
    {
      offsetBytes: y,
      decoder: new KernelDecoder(newFloat64Vector(), reserveFloat64s, float8ToFloat64),
    },
  ])
}

/**
 * Decodes ranges in binary to structs of the lower and the upper bound, whether each belongs to the
 * range (bool), and whether the range is empty (bool). Both decoders are those of its bounds.
 */
export function rangeDecoder(
  lower: ColumnDecoder,
  upper: ColumnDecoder,
): ColumnDecoder<StructVector> {
  return new RangeDecoder(lower, upper)
}

/** Decodes multiranges in binary to lists of their ranges. */
export function multirangeDecoder(range: ColumnDecoder): ColumnDecoder<ListVector> {
  return new ListDecoder(range, MULTIRANGE)
}

/** Decodes the vectors of pgvector to lists of float32. */
export function vectorDecoder(from: 'vector' | 'halfvec'): ColumnDecoder<ListVector> {
  return new VectorDecoder({ vector: VECTOR_ELEMENTS, halfvec: HALFVEC_ELEMENTS }[from])
}

/** Decodes `geometry` and `geography` of PostGIS to WKB. */
export function geometryDecoder(): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, geometryKernel)
}

/** Decodes `date` to days since 1970-01-01; the infinities are `unrepresentable_value`. */
export function dateDecoder(): ColumnDecoder<Int32Vector> {
  return new KernelDecoder(newInt32Vector(), reserveInt32s, dateKernel, widthOf('date'))
}

/**
 * Decodes `timestamp` and `timestamptz` to microseconds since 1970-01-01 00:00 (UTC); the infinities
 * and what lies after 294247-01-10 are `unrepresentable_value`.
 */
export function timestampMicrosDecoder(): ColumnDecoder<Int64Vector> {
  return new KernelDecoder(
    newInt64Vector(),
    reserveInt64s,
    timestampMicrosKernel,
    widthOf('timestamp'),
  )
}

/**
 * Decodes arrays of exactly `dimensions` dimensions to lists in as many levels, and arrays without
 * elements to empty lists; arrays of other dimensions are `unrepresentable_value`. Lower bounds are
 * not kept.
 */
export function listDecoder(element: ColumnDecoder, dimensions = 1): ColumnDecoder<ListVector> {
  return dimensions === 1 ? new ListDecoder(element) : new NestedListDecoder(element, dimensions)
}

/**
 * Decodes arrays that came as printed, as {@link listDecoder} does; their elements come as printed.
 *
 * @param delimiter - what stands between elements, as of `SourceType`; a comma by default.
 */
export function printedListDecoder(
  element: ColumnDecoder,
  dimensions = 1,
  delimiter = ',',
): ColumnDecoder<ListVector> {
  return new PrintedListDecoder(listDecoder(element, dimensions), delimiter)
}

/** Decodes values of a composite type of `sourceFields` fields to structs of some of them. */
export function structDecoder(
  fields: readonly StructField[],
  sourceFields: number,
): ColumnDecoder<StructVector> {
  return new StructDecoder(fields, sourceFields)
}

/** Decodes `hstore` to maps with the decoders of its keys and values, which are text. */
export function hstoreDecoder(key: ColumnDecoder, value: ColumnDecoder): ColumnDecoder<MapVector> {
  return new HstoreDecoder(key, value)
}
