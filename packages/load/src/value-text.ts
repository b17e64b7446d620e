import type { RecordField, RecordType } from '@carmilla/transform'
import type { RecordVector, RecordVectorOf } from './record-vector.ts'

/** Characters of a text or binary value that an error message shows. */
const SHOWN_CHARACTERS = 60

/** Elements, fields or entries that it shows. */
const SHOWN_ELEMENTS = 5

const DAY_MS = 24 * 60 * 60 * 1000

const TIMESTAMP_UNITS = {
  millis: { perSecond: 1000n, digits: 3, symbol: 'ms' },
  micros: { perSecond: 1_000_000n, digits: 6, symbol: 'µs' },
} as const

/** A value as an error message shows it: `17`, `"abc"`, `2026-03-01`, `NULL`. */
export function valueText(field: RecordField, vector: RecordVector, row: number): string {
  return textOf(field.type, vector, row)
}

function textOf(type: RecordType, vector: RecordVector, row: number): string {
  if (vector.present[row] !== 1) return 'NULL'
  switch (vector.layout) {
    case 'bool':
      return vector.values[row] === 1 ? 'true' : 'false'
    case 'int32':
      return integerText(type, BigInt(vector.values[row] ?? 0))
    case 'int64':
      return integerText(type, vector.values[row] ?? 0n)
    case 'float32':
    case 'float64':
      return String(vector.values[row])
    case 'fixed':
      return type.kind === 'uuidBytes'
        ? uuidText(vector, row)
        : integerText(type, bigEndian(vector, row))
    case 'bytes':
      return bytesText(type, vector, row)
    case 'list':
      return listText(type, vector, row)
    case 'struct':
      return structText(type, vector, row)
    case 'map':
      return mapText(type, vector, row)
    default:
      throw new TypeError(`unknown layout ${JSON.stringify(vector satisfies never)}`)
  }
}

/** An integer of a record type as people write it: unscaled decimals, days and microseconds too. */
export function integerText(type: RecordType, value: bigint): string {
  if (type.kind === 'decimal') return decimalText(value, type.scale)
  if (type.kind === 'date') return timeText(Number(value) * DAY_MS)?.slice(0, -14) ?? `day ${value}`
  if (type.kind === 'timeMicros') return clockText(value)
  if (type.kind !== 'timestamp') return String(value)
  const { perSecond, digits, symbol } = TIMESTAMP_UNITS[type.unit]
  const fraction = ((value % perSecond) + perSecond) % perSecond
  const seconds = timeText(Number((value - fraction) / perSecond) * 1000)?.slice(0, -5)
  if (seconds === undefined) return `${value} ${symbol}`
  return `${seconds}.${fraction.toString().padStart(digits, '0')}${type.utc ? 'Z' : ''}`
}

/** Microseconds since midnight; a bound of a file that is not ours may be no time of day. */
function clockText(micros: bigint): string {
  const text = integerText({ kind: 'timestamp', unit: 'micros', utc: false }, micros)
  return text.startsWith('1970-01-01T') ? text.slice('1970-01-01T'.length) : `${micros} µs`
}

/** `undefined` outside of what JavaScript's dates reach. */
function timeText(epochMs: number): string | undefined {
  const date = new Date(epochMs)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  const point = digits.length - scale
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

function bigEndian(vector: RecordVectorOf<'fixed'>, row: number): bigint {
  const start = row * vector.widthBytes
  return bigEndianInteger(vector.values.subarray(start, start + vector.widthBytes))
}

function uuidText({ values, widthBytes }: RecordVectorOf<'fixed'>, row: number): string {
  const hex = Buffer.from(values).toString('hex', row * widthBytes, (row + 1) * widthBytes)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** The integer that big-endian two's complement bytes mean; 0 for none. */
export function bigEndianInteger(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes).toString('hex')
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex || '0'}`))
}

function bytesText(type: RecordType, vector: RecordVectorOf<'bytes'>, row: number): string {
  const start = vector.starts[row] ?? 0
  const bytes = vector.bytes.subarray(start, start + (vector.lengths[row] ?? 0))
  if (type.kind === 'binary') return `\\x${cut(bytes.toString('hex'))}`
  return JSON.stringify(cut(bytes.toString('utf8')))
}

function listText(type: RecordType, vector: RecordVectorOf<'list'>, row: number): string {
  const element = type.kind === 'list' ? type.element : type
  const start = vector.offsets[row] ?? 0
  const end = vector.offsets[row + 1] ?? start
  const shown: string[] = []
  for (let index = start; index < Math.min(end, start + SHOWN_ELEMENTS); index++) {
    shown.push(textOf(element, vector.elements, index))
  }
  return `[${shown.join(', ')}${end - start > shown.length ? ', …' : ''}]`
}

function structText(type: RecordType, vector: RecordVectorOf<'struct'>, row: number): string {
  const fields = type.kind === 'struct' ? type.fields : []
  const shown = fields.slice(0, SHOWN_ELEMENTS).flatMap((field, index) => {
    const values = vector.fields[index]
    return values === undefined ? [] : [`${field.name}: ${textOf(field.type, values, row)}`]
  })
  return `{${shown.join(', ')}${fields.length > shown.length ? ', …' : ''}}`
}

function mapText(type: RecordType, vector: RecordVectorOf<'map'>, row: number): string {
  const { key, value } = type.kind === 'map' ? type : { key: type, value: type }
  const start = vector.offsets[row] ?? 0
  const end = vector.offsets[row + 1] ?? start
  const shown: string[] = []
  for (let index = start; index < Math.min(end, start + SHOWN_ELEMENTS); index++) {
    shown.push(`${textOf(key, vector.keys, index)}: ${textOf(value, vector.values, index)}`)
  }
  return `{${shown.join(', ')}${end - start > shown.length ? ', …' : ''}}`
}

function cut(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`
}
