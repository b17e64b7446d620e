import type { ScalarTypeName, SourceType } from '@carmilla/extract'
import { exactDecimal } from './exact-decimal.ts'
import { MAX_DECIMAL_DIGITS } from './record-batch.ts'
import type { RecordType } from './record-type.ts'

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
  oid: { kind: 'int64' },
  xid: { kind: 'int64' },
  cid: { kind: 'int64' },
  date: { kind: 'date' },
  timestamp: { kind: 'timestamp', unit: 'micros', utc: false },
  timestamptz: { kind: 'timestamp', unit: 'micros', utc: true },
} as const satisfies Record<ScalarTypeName, RecordType>

/**
 * The record type that holds every value of a source type exactly; `undefined` when none does, so
 * that the query must cast it to text.
 *
 * This is the one map of types: `create-model` prints what it says, and an export reads by it.
 */
export function defaultRecordType(source: SourceType): RecordType | undefined {
  switch (source.kind) {
    case 'enum':
    case 'printed':
      return { kind: 'text' }
    case 'numeric':
      return source.precision === null
        ? { kind: 'text' }
        : decimalType(source.precision, source.scale ?? 0)
    case 'array': {
      // The elements of an array come in binary, which no column reads of a printed type.
      const element =
        source.element.kind === 'printed' ? undefined : defaultRecordType(source.element)
      return element && { kind: 'list', element }
    }
    default:
      return SCALAR_TYPES[source.kind]
  }
}

function decimalType(precision: number, scale: number): RecordType {
  const decimal = exactDecimal(precision, scale)
  return decimal.precision > MAX_DECIMAL_DIGITS ? { kind: 'text' } : { kind: 'decimal', ...decimal }
}
