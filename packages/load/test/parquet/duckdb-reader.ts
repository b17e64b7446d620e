import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { TestRows } from './parquet-file.ts'
import { TestMap, type TestValue } from './vectors.ts'

/** Reads Parquet files with DuckDB. */
export class DuckDbReader implements Disposable {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  static async create(): Promise<DuckDbReader> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    const connection = await instance.connect()
    await connection.run("set timezone = 'UTC'")
    return new DuckDbReader(instance, connection)
  }

  /** All rows of a file, in order. */
  rows(path: string): Promise<TestRows> {
    return this.query(`from read_parquet('${path}')`)
  }

  async query(sql: string): Promise<TestRows> {
    const result = await this.#connection.runAndReadAll(sql)
    return result.getRows().map((row) => row.map(testValueOf))
  }

  /** Rows as objects, of DuckDB's own functions. */
  async describe(sql: string): Promise<readonly Record<string, unknown>[]> {
    const result = await this.#connection.runAndReadAll(sql)
    return result.getRowObjects()
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }
}

function bytesOfUuid(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll('-', ''), 'hex'))
}

function testValueOf(value: DuckDBValue): TestValue {
  if (value instanceof DuckDBDecimalValue) return value.value
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return value.micros
  }
  if (value instanceof DuckDBDateValue) return value.days
  if (value instanceof DuckDBTimeValue) return value.micros
  if (value instanceof DuckDBUUIDValue) return bytesOfUuid(value.toString())
  if (value instanceof DuckDBBlobValue) return Uint8Array.from(value.bytes)
  if (value instanceof DuckDBListValue) return value.items.map(testValueOf)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(
      Object.entries(value.entries).map(([name, field]) => [name, testValueOf(field)]),
    )
  }
  if (value instanceof DuckDBMapValue) {
    return new TestMap(
      value.entries.map((entry) => [testValueOf(entry.key), testValueOf(entry.value)]),
    )
  }
  if (value === null || typeof value !== 'object') return value
  throw new TypeError(`DuckDB gave a ${value.constructor.name}`)
}
