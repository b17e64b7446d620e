import {
  decimalWidthBytes,
  type RecordBatch,
  type RecordSchema,
  type RecordType,
} from '@carmilla/transform'

type Vector = RecordBatch['vectors'][number]

/**
 * A value of a record column as the tests write it: 64-bit integers, timestamps (micros) and
 * unscaled decimals as bigint, dates as days, binary as bytes, lists as arrays,
 * structs as objects and maps as arrays of entries in a {@link TestMap}.
 */
export type TestValue =
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | null
  | readonly TestValue[]
  | TestMap
  | { readonly [field: string]: TestValue }

/** A map: its entries in order. */
export class TestMap {
  readonly entries: readonly (readonly [key: TestValue, value: TestValue])[]

  constructor(entries: readonly (readonly [key: TestValue, value: TestValue])[]) {
    this.entries = entries
  }
}

/** A batch of `rows`, each one value a column. */
export function batchOf(
  schema: RecordSchema,
  rows: readonly (readonly TestValue[])[],
): RecordBatch {
  const vectors = schema.map(({ type }, column) =>
    vectorOf(
      type,
      rows.map((row) => row[column] ?? null),
    ),
  )
  return { rows: rows.length, vectors }
}

/** A vector as a column decoder would leave it: NULL slots hold garbage. */
export function vectorOf(type: RecordType, values: readonly TestValue[]): Vector {
  const base = {
    rows: values.length,
    nulls: values.filter((value) => value === null).length,
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  }
  switch (type.kind) {
    case 'bool':
      return {
        layout: 'bool',
        ...base,
        values: Uint8Array.from(values, (value) => (value === null || value === true ? 1 : 0)),
      }
    case 'int16':
    case 'int32':
    case 'date':
      return {
        layout: 'int32',
        ...base,
        values: Int32Array.from(values, (value) => Number(value ?? GARBAGE)),
      }
    case 'int64':
    case 'timeMicros':
    case 'timestamp':
      return { layout: 'int64', ...base, ...words64(values) }
    case 'float32':
      return {
        layout: 'float32',
        ...base,
        values: Float32Array.from(values, (value) => Number(value ?? GARBAGE)),
      }
    case 'float64':
      return {
        layout: 'float64',
        ...base,
        values: Float64Array.from(values, (value) => Number(value ?? GARBAGE)),
      }
    case 'decimal':
      if (type.precision <= 9) {
        const words = Int32Array.from(values, (value) => Number(value ?? GARBAGE))
        return { layout: 'int32', ...base, values: words }
      }
      if (type.precision <= 18) return { layout: 'int64', ...base, ...words64(values) }
      return fixedVector(decimalWidthBytes(type.precision), base, values)
    case 'uuidBytes':
      return fixedBytesVector(16, base, values)
    case 'text':
    case 'uuid':
    case 'json':
    case 'binary':
      return bytesVector(base, values)
    case 'list': {
      const elements: TestValue[] = []
      const offsets = [0]
      for (const value of values) {
        if (Array.isArray(value)) elements.push(...value)
        offsets.push(elements.length)
      }
      return {
        layout: 'list',
        ...base,
        offsets: Int32Array.from(offsets),
        elements: vectorOf(type.element, elements),
      }
    }
    case 'struct':
      return {
        layout: 'struct',
        ...base,
        fields: type.fields.map((field) =>
          vectorOf(
            field.type,
            values.map((value) => fieldOf(value, field.name)),
          ),
        ),
      }
    case 'map': {
      const entries: (readonly [TestValue, TestValue])[] = []
      const offsets = [0]
      for (const value of values) {
        if (value instanceof TestMap) entries.push(...value.entries)
        offsets.push(entries.length)
      }
      return {
        layout: 'map',
        ...base,
        offsets: Int32Array.from(offsets),
        keys: vectorOf(
          type.key,
          entries.map(([key]) => key),
        ),
        values: vectorOf(
          type.value,
          entries.map(([, value]) => value),
        ),
      }
    }
  }
}

/** The field of a NULL struct is NULL. */
export function fieldOf(value: TestValue, name: string): TestValue {
  if (value === null || typeof value !== 'object') return null
  return Object.entries(value).find(([field]) => field === name)?.[1] ?? null
}

interface Base {
  readonly rows: number
  readonly nulls: number
  readonly present: Uint8Array
}

function words64(values: readonly TestValue[]): { values: BigInt64Array; words: Int32Array } {
  const longs = BigInt64Array.from(values, asBigint)
  return { values: longs, words: new Int32Array(longs.buffer) }
}

function fixedVector(widthBytes: number, base: Base, values: readonly TestValue[]): Vector {
  const bytes = new Uint8Array(values.length * widthBytes)
  for (const [slot, value] of values.entries()) {
    bytes.set(bigEndian(asBigint(value), widthBytes), slot * widthBytes)
  }
  return { layout: 'fixed', ...base, widthBytes, values: bytes }
}

function fixedBytesVector(widthBytes: number, base: Base, values: readonly TestValue[]): Vector {
  const bytes = new Uint8Array(values.length * widthBytes).fill(0xa5)
  for (const [slot, value] of values.entries()) {
    if (value instanceof Uint8Array) bytes.set(value, slot * widthBytes)
  }
  return { layout: 'fixed', ...base, widthBytes, values: bytes }
}

function bytesVector(base: Base, values: readonly TestValue[]): Vector {
  const pieces = values.map((value) =>
    typeof value === 'string'
      ? Buffer.from(value)
      : value instanceof Uint8Array
        ? Buffer.from(value)
        : Buffer.alloc(0),
  )
  // Neighbours without a gap and garbage at the end, as in a receive buffer.
  const bytes = Buffer.concat([Buffer.from('x'), ...pieces, Buffer.alloc(64, 0xa5)])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const starts = new Int32Array(values.length)
  const lengths = new Int32Array(values.length)
  let at = 1
  for (const [slot, piece] of pieces.entries()) {
    const isNull = base.present[slot] === 0
    starts[slot] = isNull ? -1 : at
    lengths[slot] = isNull ? GARBAGE : piece.length
    at += piece.length
  }
  return { layout: 'bytes', ...base, bytes, view, starts, lengths }
}

/** Two's complement of `widthBytes` bytes. */
export function bigEndian(value: bigint, widthBytes: number): Uint8Array {
  const hex = BigInt.asUintN(widthBytes * 8, value)
    .toString(16)
    .padStart(widthBytes * 2, '0')
  return Uint8Array.from(Buffer.from(hex, 'hex'))
}

function asBigint(value: TestValue): bigint {
  return typeof value === 'bigint' ? value : BigInt(GARBAGE)
}

/** What the slot of a NULL holds. */
const GARBAGE = -123_456_789
