import type { FixedWidth } from './kernel-decoder.ts'

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
