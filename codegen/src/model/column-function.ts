import type { ScalarTypeName, SourceType } from '@carmilla/extract'
import { exactDecimal } from '../exact-decimal.ts'

/** Largest precision of a Parquet DECIMAL that Athena reads, in digits. */
const MAX_DECIMAL_DIGITS = 38

const SCALAR_FUNCTIONS = {
  bool: 'bool',
  int2: 'int16',
  int4: 'int32',
  int8: 'int64',
  float4: 'float32',
  float8: 'float64',
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  name: 'text',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
  oid: 'int64',
  xid: 'int64',
  cid: 'int64',
  date: 'date',
  timestamp: 'timestampMicros',
  timestamptz: 'timestamptzMicros',
} as const satisfies Record<ScalarTypeName, string>

/** A call of the functions of `@carmilla/transform`, and the names of those functions. */
export interface ColumnFunction {
  readonly text: string
  readonly imports: readonly string[]
}

/**
 * The record column that holds every value of a source type exactly: `decimal(14, 2)`,
 * `list(text())`. `undefined` when none does, so that the query must cast it.
 */
export function columnFunction(type: SourceType): ColumnFunction | undefined {
  if (type.kind === 'enum' || type.kind === 'printed') return call('text')
  if (type.kind === 'numeric') {
    return type.precision === null ? call('text') : decimalFunction(type.precision, type.scale ?? 0)
  }
  if (type.kind === 'array') {
    // The elements of an array come in binary, which no column reads of such a type.
    const element = type.element.kind === 'printed' ? undefined : columnFunction(type.element)
    return element && call('list', element)
  }
  return call(SCALAR_FUNCTIONS[type.kind])
}

function decimalFunction(precision: number, scale: number): ColumnFunction {
  const decimal = exactDecimal(precision, scale)
  if (decimal.precision > MAX_DECIMAL_DIGITS) return call('text')
  return { text: `decimal(${decimal.precision}, ${decimal.scale})`, imports: ['decimal'] }
}

function call(name: string, argument?: ColumnFunction): ColumnFunction {
  return {
    text: `${name}(${argument?.text ?? ''})`,
    imports: [name, ...(argument?.imports ?? [])],
  }
}
