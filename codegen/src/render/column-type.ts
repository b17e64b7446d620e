import type { ScalarTypeName, SourceType } from '@carmilla/extract'
import { exactDecimal } from '@carmilla/transform'
import { propertyKey, quote } from './literal.ts'

const SCALAR_TYPES = {
  bool: 'Bool',
  int2: 'Int2',
  int4: 'Int4',
  int8: 'Int8',
  float4: 'Float4',
  float8: 'Float8',
  text: 'Text',
  varchar: 'Varchar',
  bpchar: 'Bpchar',
  name: 'Name',
  uuid: 'Uuid',
  json: 'Json',
  jsonb: 'Jsonb',
  date: 'DateColumn',
  timestamp: 'Timestamp',
  timestamptz: 'Timestamptz',
  bytea: 'Bytea',
  oid: 'Oid',
  xid: 'Xid',
  cid: 'Cid',
  vector: 'PgVector',
  halfvec: 'Halfvec',
  geometry: 'Geometry',
  geography: 'Geography',
} as const satisfies Record<ScalarTypeName, string>

/** Types that come as printed and have a name of their own: those of Postgres itself. */
const PRINTED_TYPES: ReadonlyMap<string, string> = new Map([
  ['time', 'Time'],
  ['timetz', 'Timetz'],
  ['interval', 'Interval'],
  ['money', 'Money'],
  ['bit', 'Bit'],
  ['varbit', 'Varbit'],
  ['inet', 'Inet'],
  ['cidr', 'Cidr'],
  ['macaddr', 'Macaddr'],
  ['macaddr8', 'Macaddr8'],
  ['xml', 'Xml'],
  ['tsvector', 'Tsvector'],
  ['tsquery', 'Tsquery'],
  ['jsonpath', 'Jsonpath'],
  ['pg_lsn', 'PgLsn'],
  ['pg_snapshot', 'PgSnapshot'],
  ['txid_snapshot', 'TxidSnapshot'],
  ['tid', 'Tid'],
  ['xid8', 'Xid8'],
  ['char', 'Char'],
  ['point', 'Point'],
  ['int4range', 'Int4Range'],
  ['int8range', 'Int8Range'],
  ['numrange', 'NumRange'],
  ['tsrange', 'TsRange'],
  ['tstzrange', 'TstzRange'],
  ['daterange', 'DateRange'],
  ['int4multirange', 'Int4Multirange'],
  ['int8multirange', 'Int8Multirange'],
  ['nummultirange', 'NumMultirange'],
  ['tsmultirange', 'TsMultirange'],
  ['tstzmultirange', 'TstzMultirange'],
  ['datemultirange', 'DateMultirange'],
])

/** A TypeScript type as text, and the names that it takes from `@carmilla/extract`. */
export interface ColumnType {
  readonly text: string
  readonly imports: readonly string[]
}

/** The labels of an enum by its name. */
export type EnumLabels = ReadonlyMap<string, readonly string[]>

/** The TypeScript type of a column's values, without NULL: `Numeric<14, 2>`, `PgArray<Text>`. */
export function columnType(type: SourceType, enums: EnumLabels): ColumnType {
  if (type.kind === 'numeric') {
    if (type.precision === null) return { text: 'Numeric', imports: ['Numeric'] }
    const { precision, scale } = exactDecimal(type.precision, type.scale ?? 0)
    return { text: `Numeric<${precision}, ${scale}>`, imports: ['Numeric'] }
  }
  if (type.kind === 'array') {
    const element = columnType(type.element, enums)
    return { text: `PgArray<${element.text}>`, imports: ['PgArray', ...element.imports] }
  }
  if (type.kind === 'enum') {
    const labels = enums.get(type.name) ?? []
    const union = labels.length === 0 ? 'never' : labels.map(quote).join(' | ')
    return { text: `PgEnum<${union}>`, imports: ['PgEnum'] }
  }
  if (type.kind === 'hstore') return { text: 'Hstore', imports: ['Hstore'] }
  if (type.kind === 'composite') {
    const fields = type.fields.map((field) => ({
      key: propertyKey(field.name),
      ...columnType(field.type, enums),
    }))
    return {
      text: `Composite<{ ${fields.map(({ key, text }) => `${key}: ${text} | null`).join('; ')} }>`,
      imports: ['Composite', ...fields.flatMap(({ imports }) => imports)],
    }
  }
  if (type.kind === 'printed') {
    const name = PRINTED_TYPES.get(type.name)
    if (name !== undefined) return { text: name, imports: [name] }
    return { text: `Printed<${quote(type.name)}>`, imports: ['Printed'] }
  }
  return { text: SCALAR_TYPES[type.kind], imports: [SCALAR_TYPES[type.kind]] }
}
