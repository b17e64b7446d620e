import type { RowObject, RowValue } from './row-value.ts'

/** Heap of a value in an open page: the value, its two levels, its place among the distinct ones. */
const VALUE_BYTES = 80

/** The same of a value of bytes, beside the bytes: two buffers. */
const BUFFERS_BYTES = 260

/**
 * Bytes of heap that parquetjs needs for a value until its row group is written, as measured with
 * Node.js 24; it keeps every value twice, in its page and among the distinct values.
 */
export function heldBytes(value: RowValue): number {
  if (value instanceof Uint8Array) return BUFFERS_BYTES + 2 * value.length
  if (value === null || typeof value !== 'object' || value instanceof Date) return VALUE_BYTES
  return objectBytes(value)
}

function objectBytes(value: RowObject): number {
  let bytes = VALUE_BYTES
  for (const name in value) {
    const held = value[name] ?? null
    if (!isList(held)) bytes += heldBytes(held)
    else for (const element of held) bytes += objectBytes(element)
  }
  return bytes
}

function isList(value: RowValue | readonly RowObject[]): value is readonly RowObject[] {
  return Array.isArray(value)
}
