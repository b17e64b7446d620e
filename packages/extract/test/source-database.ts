import {
  connect,
  connectionSettings,
  type ConnectionSettings,
  type Connection,
  type SourceQuery,
  valueReader,
  type WireBatch,
} from '@carmilla/extract'
import { Client } from 'pg'

/** A query without parameters. */
export function sql(text: string, ...parameters: readonly unknown[]): SourceQuery {
  return { sql: text, parameters }
}

/** Opens a reader on the database at `url`. */
export function open(
  url: string,
  overrides: Partial<ConnectionSettings> = {},
): Promise<Connection> {
  return connect(connectionSettings({ url, overrides }))
}

/** Reads a whole result with the value readers of its types. */
export async function readAll(connection: Connection, query: SourceQuery): Promise<unknown[][]> {
  const columns = await connection.describe(query)
  const readers = columns.map((column) => valueReader(column.type))
  const rows: unknown[][] = []
  for await (const batch of connection.batches(query)) {
    for (let row = 0; row < batch.rows; row++) {
      rows.push(
        readers.map((read, column) => {
          const position = positionAt(batch, column, row)
          return position < 0 ? null : read(batch, position)
        }),
      )
    }
  }
  return rows
}

export function positionAt(batch: WireBatch, column: number, row: number): number {
  return batch.positions[column * batch.capacityRows + row] ?? -1
}

/** Runs statements as another session would. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Waits for what must fail, and gives the failure. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing failed')
}
