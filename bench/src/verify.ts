import { readdir, stat } from 'node:fs/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { asFingerprint, differences, fileFingerprintSql } from './fingerprint.ts'
import type { SourceTable } from './tables.ts'

/** What a contender wrote, held against Postgres. */
export interface Verdict {
  readonly fileBytes: number
  /** `equal`, or what is not; undefined when nothing was written to compare. */
  readonly equal: string | undefined
  /** Columns whose type in the file is a weaker one, such as a double for a numeric. */
  readonly weakerTypes: readonly string[]
}

/** Compares the files of a run, read by DuckDB, with the tables that they are copies of. */
export async function verify(out: string, tables: readonly SourceTable[]): Promise<Verdict> {
  const files = await parquetFiles(out)
  if (files.length === 0) return { fileBytes: 0, equal: undefined, weakerTypes: [] }
  let fileBytes = 0
  for (const file of files) fileBytes += (await stat(file)).size
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    await connection.run("set timezone = 'UTC'")
    const wrong: string[] = []
    const weakerTypes: string[] = []
    for (const table of tables) {
      const its = tables.length === 1 ? files : files.filter((file) => isOf(table, file, out))
      const { columns } = table.fingerprint
      const list = its.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ')
      const described = await connection.runAndReadAll(
        `select lower(column_name) as name, column_type as type
        from (describe select * from read_parquet([${list}]))`,
      )
      const types = new Map(
        described.getRowObjects().map(({ name, type }) => [String(name), String(type)]),
      )
      for (const { name, type } of columns) {
        const given = types.get(name) ?? 'nothing'
        if (isWeaker(type, given)) weakerTypes.push(`${name} as ${given}`)
      }
      const read = await connection.runAndReadAll(fileFingerprintSql(table.fingerprint, its))
      const got = asFingerprint(read.getRowObjects()[0] ?? {}, columns, [])
      wrong.push(...differences(table.fingerprint, got))
    }
    return { fileBytes, equal: wrong.length === 0 ? 'equal' : wrong.join(', '), weakerTypes }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { fileBytes, equal: `not to be read: ${reason}`, weakerTypes: [] }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** A table's files lie in a folder of its name, or are one file of it. */
function isOf({ name }: SourceTable, file: string, out: string): boolean {
  const path = file.slice(out.length + 1)
  return path === `${name}.parquet` || path.split('/').slice(0, -1).includes(name)
}

function isWeaker(type: string, given: string): boolean {
  if (type.startsWith('numeric')) return !given.startsWith('DECIMAL')
  if (type.startsWith('timestamp')) return !given.startsWith('TIMESTAMP')
  if (type === 'date') return given !== 'DATE'
  if (type.endsWith('[]')) return !given.endsWith('[]')
  return false
}

async function parquetFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted()
}
