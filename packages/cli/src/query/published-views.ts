import { resolve } from 'node:path'
import type { TableVersion, Target } from '@carmilla/load'
import type { RecordField, RecordType } from '@carmilla/transform'
import type { DuckDBConnection } from '@duckdb/node-api'

/** A published table that cannot be queried, and why. */
export interface BrokenTable {
  readonly table: string
  readonly error: unknown
}

/** What can be queried. */
export interface PublishedViews {
  readonly tables: readonly string[]
  readonly broken: readonly BrokenTable[]
}

/**
 * Makes a view of each published table over exactly the files of its current version.
 *
 * A table whose files are damaged does not keep the others from being queried.
 */
export async function createPublishedViews(
  connection: DuckDBConnection,
  { catalog, sink }: Target,
): Promise<PublishedViews> {
  const folder = resolve(sink.uri.replace(/^file:/, ''))
  const tables: string[] = []
  const broken: BrokenTable[] = []
  for (const table of await catalog.tables()) {
    try {
      const version = await catalog.current(table)
      if (version === undefined) continue
      await connection.run(viewOf(version, folder))
      tables.push(table)
    } catch (error) {
      broken.push({ table, error })
    }
  }
  return { tables, broken }
}

function viewOf(version: TableVersion, folder: string): string {
  const rows = version.files.length === 0 ? noRows(version) : fileRows(version, folder)
  return `create view ${quoteName(version.table)} as ${rows}`
}

/** The columns are named one by one: a folder `env=prod` above the target is no column of ours. */
function fileRows({ files, schema, partitionKeys }: TableVersion, folder: string): string {
  const columns = [...schema.map(({ name }) => name), ...partitionKeys].map(quoteName)
  const paths = files.map(({ key }) => quoteText(literalPath(`${folder}/${key}`)))
  const partitions =
    partitionKeys.length === 0
      ? 'hive_partitioning = false'
      : 'hive_partitioning = true, hive_types_autocast = false'
  return `select ${columns.join(', ')} from read_parquet([${paths.join(', ')}], ${partitions})`
}

/** A table without files still has its columns. */
function noRows({ schema, partitionKeys }: TableVersion): string {
  const columns = [
    ...schema.map(({ name, type }: RecordField) => `null::${duckType(type)} as ${quoteName(name)}`),
    ...partitionKeys.map((key) => `null::varchar as ${quoteName(key)}`),
  ]
  return `select ${columns.join(', ')} where false`
}

/** The type that DuckDB gives to a column of our Parquet files. */
function duckType(type: RecordType): string {
  switch (type.kind) {
    case 'bool':
      return 'boolean'
    case 'int16':
      return 'smallint'
    case 'int32':
      return 'integer'
    case 'int64':
      return 'bigint'
    case 'float32':
      return 'float'
    case 'float64':
      return 'double'
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'text':
    case 'uuid':
    case 'json':
      return 'varchar'
    case 'binary':
      return 'blob'
    case 'uuidBytes':
      return 'uuid'
    case 'date':
      return 'date'
    case 'timeMicros':
      return 'time'
    case 'timestamp':
      return type.utc ? 'timestamptz' : 'timestamp'
    case 'list':
      return `${duckType(type.element)}[]`
    case 'struct':
      return `struct(${type.fields.map((field) => `${quoteName(field.name)} ${duckType(field.type)}`).join(', ')})`
    case 'map':
      return `map(${duckType(type.key)}, ${duckType(type.value)})`
  }
}

/** A path that means itself: DuckDB takes each for a pattern, also those of a list. */
function literalPath(path: string): string {
  return path.replaceAll(/[*?[]/g, '[$&]')
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
