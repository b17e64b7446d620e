import { DuckDBInstance } from '@duckdb/node-api'
import type { Buckets } from '../s3/buckets.ts'
import type { GlueDatabases } from './databases.ts'
import { storageOf } from './crawled-table.ts'
import type { TableCalls } from './tables.ts'

/** Makes a table of each path as a crawler does: called by its last folder, with the columns of its files. */
export async function crawlPaths(
  {
    databases,
    tables,
    buckets,
  }: {
    readonly databases: GlueDatabases
    readonly tables: TableCalls
    readonly buckets: Buckets
  },
  database: string,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(path) ?? []
    const files = [...buckets.get(bucket).objects]
      .filter(([key]) => key.startsWith(prefix) && key.endsWith('.parquet'))
      .map(([, object]) => object.file)
    const name = path.replace(/\/$/, '').split('/').at(-1) ?? ''
    if (files.length === 0 || name === '') continue
    const input = {
      DatabaseName: database,
      TableInput: {
        Name: name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_'),
        TableType: 'EXTERNAL_TABLE',
        Parameters: { classification: 'parquet', CrawlerSchemaSerializerVersion: '1.0' },
        PartitionKeys: [],
        StorageDescriptor: storageOf(path, await columnsOf(files)),
      },
    }
    const isPresent = databases.get(database).tables.has(input.TableInput.Name)
    if (isPresent) tables.update(input)
    else tables.create(input)
  }
}

async function columnsOf(
  files: readonly string[],
): Promise<readonly { readonly Name: string; readonly Type: string }[]> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const list = files.map((file) => `'${file}'`).join(', ')
    const described = await connection.runAndReadAll(`describe from read_parquet([${list}])`)
    return described.getRowObjects().map(({ column_name: name, column_type: type }) => ({
      Name: String(name).toLowerCase(),
      Type: hiveTypeOf(String(type)),
    }))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** A type of DuckDB as Hive writes it; nested ones by their outermost part. */
function hiveTypeOf(type: string): string {
  if (type.endsWith('[]')) return `array<${hiveTypeOf(type.slice(0, -2))}>`
  if (type.startsWith('DECIMAL')) return type.toLowerCase()
  if (type.startsWith('TIMESTAMP')) return 'timestamp'
  return HIVE_TYPES[type] ?? 'string'
}

const HIVE_TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  SMALLINT: 'smallint',
  INTEGER: 'int',
  BIGINT: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  DATE: 'date',
  BLOB: 'binary',
}
