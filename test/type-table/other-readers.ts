import type { RecordType } from '../../packages/transform/src/index.ts'

/** The names of single values: `decimal` gets its digits behind it. */
type ScalarName = Exclude<RecordType['kind'], 'timestamp' | 'list' | 'struct' | 'map'>

/** What a reader calls the types of our files. */
export interface OtherReader {
  readonly title: string
  readonly scalars: Readonly<Record<ScalarName | 'timestamp' | 'timestamptz', string>>
  readonly list: (element: string) => string
  readonly struct: (fields: readonly (readonly [name: string, type: string])[]) => string
  readonly map: (key: string, value: string) => string
}

/**
 * Readers that are not asked while the table is made, and what they show. pyarrow was asked with
 * version 26, and is asked again where Python has it. Spark as its `ParquetSchemaConverter` of 3.4 and
 * later has it, Athena (engine 3) as Trino's Hive connector has it and its documentation says.
 *
 * @see https://github.com/apache/spark/blob/master/sql/core/src/main/scala/org/apache/spark/sql/execution/datasources/parquet/ParquetSchemaConverter.scala
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export const PYARROW: OtherReader = {
  title: 'pyarrow',
  scalars: {
    bool: 'bool',
    int16: 'int16',
    int32: 'int32',
    int64: 'int64',
    float32: 'float',
    float64: 'double',
    decimal: 'decimal128',
    text: 'string',
    uuid: 'string',
    json: 'string',
    binary: 'binary',
    uuidBytes: 'extension<arrow.uuid>',
    date: 'date32[day]',
    timeMicros: 'time64[us]',
    timestamp: 'timestamp[us]',
    timestamptz: 'timestamp[us, tz=UTC]',
  },
  list: (element) => `list<element: ${element}>`,
  struct: (fields) => `struct<${fields.map(([name, type]) => `${name}: ${type}`).join(', ')}>`,
  map: (key, value) => `map<${key}, ${value}>`,
}

export const SPARK: OtherReader = {
  title: 'Spark',
  scalars: {
    bool: 'boolean',
    int16: 'smallint',
    int32: 'int',
    int64: 'bigint',
    float32: 'float',
    float64: 'double',
    decimal: 'decimal',
    text: 'string',
    uuid: 'string',
    json: 'string',
    binary: 'binary',
    uuidBytes: 'refused',
    date: 'date',
    timeMicros: 'time (4.1)',
    timestamp: 'timestamp_ntz',
    timestamptz: 'timestamp',
  },
  list: (element) => `array<${element}>`,
  struct: (fields) => `struct<${fields.map(([name, type]) => `${name}:${type}`).join(',')}>`,
  map: (key, value) => `map<${key},${value}>`,
}

export const ATHENA: OtherReader = {
  title: 'Athena',
  scalars: {
    bool: 'boolean',
    int16: 'smallint',
    int32: 'integer',
    int64: 'bigint',
    float32: 'real',
    float64: 'double',
    decimal: 'decimal',
    text: 'varchar',
    uuid: 'varchar',
    json: 'varchar',
    binary: 'varbinary',
    uuidBytes: 'varbinary',
    date: 'date',
    timeMicros: 'bigint',
    timestamp: 'timestamp(3)',
    timestamptz: 'timestamp(3)',
  },
  list: (element) => `array(${element})`,
  struct: (fields) => `row(${fields.map(([name, type]) => `${name} ${type}`).join(', ')})`,
  map: (key, value) => `map(${key}, ${value})`,
}

/** What a reader calls a column of a record type. */
export function typeIn(reader: OtherReader, type: RecordType): string {
  switch (type.kind) {
    case 'decimal':
      return `${reader.scalars.decimal}(${type.precision}, ${type.scale})`
    case 'timestamp':
      return reader.scalars[type.utc ? 'timestamptz' : 'timestamp']
    case 'list':
      return reader.list(typeIn(reader, type.element))
    case 'struct':
      return reader.struct(type.fields.map((field) => [field.name, typeIn(reader, field.type)]))
    case 'map':
      return reader.map(typeIn(reader, type.key), typeIn(reader, type.value))
    default:
      return reader.scalars[type.kind]
  }
}
