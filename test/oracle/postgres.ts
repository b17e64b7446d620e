import { Client } from 'pg'
import type { Row } from './rows.ts'

/** A session that asks Postgres what should be in the files. */
export class Postgres implements AsyncDisposable {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  static async connect(url: string): Promise<Postgres> {
    const client = new Client(url)
    client.on('error', () => {})
    await client.connect()
    return new Postgres(client)
  }

  async execute(sql: string): Promise<void> {
    await this.#client.query(sql)
  }

  /** Rows as objects. */
  async query<Found extends object>(sql: string): Promise<readonly Found[]> {
    return (await this.#client.query<Found>(sql)).rows
  }

  /** Rows of texts: `from` with one canonical text (see `canonical`) for each value. */
  async rows(texts: readonly string[], from: string): Promise<readonly Row[]> {
    const row = `json_build_array(${texts.join(', ')})::text as row`
    const { rows } = await this.#client.query<{ row: string }>(`select ${row} from ${from}`)
    return rows.map(({ row: text }): Row => JSON.parse(text))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end().catch(() => {})
  }
}

/** An expression that prints a value of Postgres the way that `DuckDb.rows` prints DuckDB's. */
export function canonical(expression: string, duckType: string): string {
  if (duckType.endsWith('[]')) return `to_json(${expression})`
  if (duckType.startsWith('TIMESTAMP')) {
    return `(extract(epoch from ${expression}) * 1000000)::numeric(30)::text`
  }
  if (duckType === 'DATE') return `(${expression} - date '1970-01-01')::text`
  // Pads the scale; no expression has more digits than its column.
  if (duckType.startsWith('DECIMAL')) return `(${expression})::${duckType}::text`
  if (duckType === 'BLOB') return `encode(${expression}, 'hex')`
  return `(${expression})::text`
}
