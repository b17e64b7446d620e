import { objectsField, optionalText, isJsonObject } from '../json-fields.ts'
import type { GlueDatabases } from '../glue/databases.ts'
import type { GlueTable } from '../glue/tables.ts'
import type { Buckets } from '../s3/buckets.ts'
import { filesOf } from './lake-files.ts'

/** Statements that make a view of each table, with the columns and the types that Glue says it has. */
export function viewStatements(databases: GlueDatabases, buckets: Buckets): readonly string[] {
  return databases.all.flatMap((database) => [
    `create schema if not exists ${quoted(database.name)}`,
    ...[...database.tables.values()].map(
      (table) =>
        `create view ${quoted(database.name)}.${quoted(table.name)} as ${viewOf(table, buckets)}`,
    ),
  ])
}

function viewOf(table: GlueTable, buckets: Buckets): string {
  const { StorageDescriptor: storage } = table.input
  const columns = isJsonObject(storage) ? objectsField(storage, 'Columns') : []
  const casts = columns.map((column) => {
    const name = optionalText(column, 'Name') ?? ''
    return { name, type: duckDbType(optionalText(column, 'Type') ?? 'string') }
  })
  const keys = objectsField(table.input, 'PartitionKeys').map(
    (key) => optionalText(key, 'Name') ?? '',
  )
  const parts = filesOf(table, buckets)
    .filter(({ files }) => files.length > 0)
    .map(({ values, files }) => {
      const selected = [
        ...casts.map(({ name, type }) => `cast(${quoted(name)} as ${type}) as ${quoted(name)}`),
        ...keys.map((key, index) => `${literal(values[index] ?? null)} as ${quoted(key)}`),
      ]
      return `select ${selected.join(', ')} from read_parquet([${files.map(literal).join(', ')}])`
    })
  if (parts.length > 0) return parts.join(' union all ')
  const none = [
    ...casts.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`),
    ...keys.map((key) => `cast(null as varchar) as ${quoted(key)}`),
  ]
  return `select ${none.join(', ')} where false`
}

/** A type of Hive as DuckDB writes it: `array<struct<a:int>>` is `STRUCT("a" INTEGER)[]`. */
export function duckDbType(hive: string): string {
  const simple = SIMPLE_TYPES[hive]
  if (simple !== undefined) return simple
  const [, outer, inner = ''] = /^(\w+)<(.*)>$/.exec(hive) ?? []
  switch (outer) {
    case 'array':
      return `${duckDbType(inner)}[]`
    case 'map':
      return `MAP(${topLevel(inner).map(duckDbType).join(', ')})`
    case 'struct':
      return `STRUCT(${topLevel(inner)
        .map((field) => {
          const colon = field.indexOf(':')
          return `${quoted(field.slice(0, colon))} ${duckDbType(field.slice(colon + 1))}`
        })
        .join(', ')})`
    default:
      return hive
  }
}

const SIMPLE_TYPES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  binary: 'BLOB',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
}

/** The parts between commas that are in no bracket. */
function topLevel(text: string): readonly string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '<' || character === '(') depth++
    else if (character === '>' || character === ')') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string | null): string {
  return text === null ? 'cast(null as varchar)' : `'${text.replaceAll("'", "''")}'`
}
