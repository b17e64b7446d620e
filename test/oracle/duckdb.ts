import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import type { Column, Row } from './rows.ts'

/** DuckDB over Parquet files, knowing nothing of who wrote them. */
export class DuckDb implements Disposable {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  static async open(): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run(`set timezone = 'UTC'`)
    return new DuckDb(instance, connection)
  }

  /** Rows as objects of plain values. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson()
  }

  async columns(paths: readonly string[]): Promise<readonly Column[]> {
    const described = await this.query(`describe select * from ${files(paths)}`)
    return described.map((column) => ({
      name: String(column['column_name']),
      type: String(column['column_type']),
    }))
  }

  /** All rows of the files, each value as its text. */
  async rows(paths: readonly string[], columns: readonly Column[]): Promise<readonly Row[]> {
    const texts = columns.map(canonical).join(', ')
    const result = await this.#connection.runAndReadAll(
      `select json_array(${texts})::varchar from ${files(paths)}`,
    )
    return result.getRows().map(([row]): Row => JSON.parse(String(row)))
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

/** A table function over the files; partition keys are columns of text. */
export function files(paths: readonly string[]): string {
  const list = paths.map((path) => `'${path.replaceAll("'", "''")}'`).join(', ')
  return `read_parquet([${list}], hive_partitioning = true, hive_types_autocast = false)`
}

function canonical({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`
  if (type.endsWith('[]')) return `to_json(${column})`
  if (type.startsWith('TIMESTAMP')) return `epoch_us(${column})::varchar`
  if (type === 'DATE') return `(${column} - date '1970-01-01')::varchar`
  if (type === 'BLOB') return `lower(hex(${column}))`
  return `${column}::varchar`
}
