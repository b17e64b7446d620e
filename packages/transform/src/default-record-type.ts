import {
  type CompositeField,
  comesPrinted,
  type ScalarTypeName,
  type SourceType,
} from '@carmilla/extract'
import { exactDecimal } from './exact-decimal.ts'
import { MAX_DECIMAL_DIGITS } from './record-batch.ts'
import type { RecordField, RecordType } from './record-type.ts'

const SCALAR_TYPES = {
  bool: { kind: 'bool' },
  int2: { kind: 'int16' },
  int4: { kind: 'int32' },
  int8: { kind: 'int64' },
  float4: { kind: 'float32' },
  float8: { kind: 'float64' },
  text: { kind: 'text' },
  varchar: { kind: 'text' },
  bpchar: { kind: 'text' },
  name: { kind: 'text' },
  uuid: { kind: 'uuid' },
  json: { kind: 'json' },
  jsonb: { kind: 'json' },
  bytea: { kind: 'binary' },
  geometry: { kind: 'binary' },
  geography: { kind: 'binary' },
  vector: { kind: 'list', element: { kind: 'float32' } },
  halfvec: { kind: 'list', element: { kind: 'float32' } },
  oid: { kind: 'int64' },
  xid: { kind: 'int64' },
  cid: { kind: 'int64' },
  date: { kind: 'date' },
  timestamp: { kind: 'timestamp', unit: 'micros', utc: false },
  timestamptz: { kind: 'timestamp', unit: 'micros', utc: true },
} as const satisfies Record<ScalarTypeName, RecordType>

/**
 * The record type that holds every value of a source type exactly; `undefined` when none does, so
 * that the query must cast it to text. `dimensions` are those that an array is declared with. Fields
 * keep their names, which a struct writes in lower case.
 *
 * This is the one map of types: `create-model` prints what it says, and an export reads by it.
 */
export function defaultRecordType(source: SourceType, dimensions = 1): RecordType | undefined {
  switch (source.kind) {
    case 'enum':
    case 'printed':
      return { kind: 'text' }
    case 'numeric':
      return source.precision === null
        ? { kind: 'text' }
        : decimalType(source.precision, source.scale ?? 0)
    case 'array':
      return listType(source.element, dimensions)
    case 'composite':
      return structType(source.fields)
    case 'hstore':
      return { kind: 'map', key: { kind: 'text' }, value: { kind: 'text' } }
    default:
      return SCALAR_TYPES[source.kind]
  }
}

/** What is inside another value comes in binary, which no default reads of a printed type. */
function innerType(source: SourceType): RecordType | undefined {
  return comesPrinted(source) ? undefined : defaultRecordType(source)
}

function listType(element: SourceType, dimensions: number): RecordType | undefined {
  // An array comes as printed with its elements.
  let type: RecordType | undefined =
    element.kind === 'printed' ? { kind: 'text' } : innerType(element)
  for (let level = 0; type !== undefined && level < dimensions; level++) {
    type = { kind: 'list', element: type }
  }
  return type
}

/** Fields may all be NULL. `undefined` when two would have the same name in lower case. */
function structType(fields: readonly CompositeField[]): RecordType | undefined {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()))
  if (fields.length === 0 || names.size < fields.length) return undefined
  const columns: RecordField[] = []
  for (const field of fields) {
    const type = innerType(field.type)
    if (type === undefined) return undefined
    columns.push({ name: field.name, type, optional: true })
  }
  return { kind: 'struct', fields: columns }
}

function decimalType(precision: number, scale: number): RecordType {
  const decimal = exactDecimal(precision, scale)
  return decimal.precision > MAX_DECIMAL_DIGITS ? { kind: 'text' } : { kind: 'decimal', ...decimal }
}
