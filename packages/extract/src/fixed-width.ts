import type { FixedWidth } from './kernel-decoder.ts'
import type { ResultColumn } from './result-column.ts'
import { VARYING_WIDTH } from './wire-batch.ts'

/** Bytes of every value of a type, where that is always the same. */
const WIDTHS_BYTES = {
  bool: 1,
  int2: 2,
  int4: 4,
  int8: 8,
  float4: 4,
  float8: 8,
  uuid: 16,
  date: 4,
  time: 8,
  timestamp: 8,
  timestamptz: 8,
  oid: 4,
  xid: 4,
  cid: 4,
} as const
type FixedWidthType = keyof typeof WIDTHS_BYTES

/** The width of a type. */
export function widthOf(type: FixedWidthType): FixedWidth {
  return { type, widthBytes: WIDTHS_BYTES[type] }
}

/** Whether every value of the type has as many bytes. */
export function hasFixedWidth(type: string): type is FixedWidthType {
  return Object.hasOwn(WIDTHS_BYTES, type)
}

/** The width of the values of each column, `VARYING_WIDTH` where its type has none. */
export function widthsOf(columns: readonly ResultColumn[]): readonly number[] {
  return columns.map(({ type: { kind } }) =>
    hasFixedWidth(kind) ? WIDTHS_BYTES[kind] : VARYING_WIDTH,
  )
}
