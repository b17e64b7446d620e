import { decimalWidthBytes, type RecordType } from '@carmilla/transform'
import type { RecordVector, RecordVectorOf } from '../record-vector.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** A value in the terms of parquetjs; `null` for NULL. Bytes are copied: the batch is borrowed. */
export type RowValue = boolean | number | bigint | Uint8Array | Date | RowObject | null

/** A struct by its fields, a list as `{ list: [{ element }] }`, a map as `{ key_value: [{ key, value }] }`. */
export interface RowObject {
  readonly [name: string]: RowValue | readonly RowObject[]
}

/** The value of a row of `vector`, whose columns and fields have the layouts of `type`. */
export function rowValue(type: RecordType, vector: RecordVector, row: number): RowValue {
  if (vector.present[row] !== 1) return null
  switch (vector.layout) {
    case 'bool':
      return vector.values[row] === 1
    case 'int32':
      return int32Value(type, vector.values[row] ?? 0)
    case 'int64':
      return int64Value(type, vector.values[row] ?? 0n)
    case 'float32':
    case 'float64':
      return vector.values[row] ?? 0
    case 'fixed':
      return vector.values.slice(row * vector.widthBytes, (row + 1) * vector.widthBytes)
    case 'bytes': {
      const start = vector.starts[row] ?? 0
      return Buffer.from(vector.bytes.subarray(start, start + (vector.lengths[row] ?? 0)))
    }
    case 'list':
      return listValue(type, vector, row)
    case 'struct':
      return structValue(type, vector, row)
    case 'map':
      return mapValue(type, vector, row)
    default:
      throw new TypeError(`unknown layout ${JSON.stringify(vector satisfies never)}`)
  }
}

function int32Value(type: RecordType, value: number): RowValue {
  if (type.kind === 'decimal') return bigEndian(BigInt(value), decimalWidthBytes(type.precision))
  // It takes no number for a day before 1970, but the midnight it began with; and no later day of
  // Postgres' is beyond the reach of a number as it is of a Date's.
  return type.kind === 'date' && value < 0 ? new Date(value * DAY_MS) : value
}

function int64Value(type: RecordType, value: bigint): RowValue {
  return type.kind === 'decimal' ? bigEndian(value, decimalWidthBytes(type.precision)) : value
}

/** Two's complement, most significant byte first. */
function bigEndian(value: bigint, widthBytes: number): Uint8Array {
  const bytes = new Uint8Array(widthBytes)
  let rest = value
  for (let at = widthBytes - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  return bytes
}

function listValue(type: RecordType, vector: RecordVectorOf<'list'>, row: number): RowValue {
  if (type.kind !== 'list') throw mismatch(type, vector)
  const elements: RowObject[] = []
  const end = vector.offsets[row + 1] ?? 0
  for (let at = vector.offsets[row] ?? 0; at < end; at++) {
    elements.push({ element: rowValue(type.element, vector.elements, at) })
  }
  return { list: elements }
}

function mapValue(type: RecordType, vector: RecordVectorOf<'map'>, row: number): RowValue {
  if (type.kind !== 'map') throw mismatch(type, vector)
  const entries: RowObject[] = []
  const end = vector.offsets[row + 1] ?? 0
  for (let at = vector.offsets[row] ?? 0; at < end; at++) {
    const key = rowValue(type.key, vector.keys, at)
    entries.push({ key, value: rowValue(type.value, vector.values, at) })
  }
  return { key_value: entries }
}

function structValue(type: RecordType, vector: RecordVectorOf<'struct'>, row: number): RowValue {
  if (type.kind !== 'struct') throw mismatch(type, vector)
  const fields: Record<string, RowValue> = {}
  for (const [index, field] of type.fields.entries()) {
    const values = vector.fields[index]
    if (values === undefined) throw mismatch(type, vector)
    fields[field.name] = rowValue(field.type, values, row)
  }
  return fields
}

function mismatch(type: RecordType, { layout }: RecordVector): TypeError {
  return new TypeError(`vector of a ${type.kind} has layout ${layout}`)
}
