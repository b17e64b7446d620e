import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection, SourceType } from '../../packages/extract/src/index.ts'
import { ParquetWriter } from '../../packages/load/src/index.ts'
import type { DuckDbReader } from '../../packages/load/test/parquet/duckdb-reader.ts'
import {
  columnOf,
  type DecoderUse,
  defaultRecordType,
  type RecordSchema,
} from '../../packages/transform/src/index.ts'
import { postgresText } from './postgres-text.ts'

/** How a decoder is asked for that must give every value as it is. */
export const UNCHANGED: DecoderUse = {
  optional: false,
  changed: unexpected,
  count: unexpected,
}

function unexpected(kind: string, reason: string): never {
  throw new Error(`a value was changed, ${kind}: ${reason}`)
}

/**
 * Writes the result of a query as a file, as an export does, reads it with DuckDB, and gives for each row
 * what Postgres would print of its columns. `dimensions` are those of arrays, by column.
 */
export async function writtenTexts(
  sql: string,
  tools: {
    readonly connection: Connection
    readonly duckDb: DuckDbReader
    readonly folder: string
  },
  dimensions: Readonly<Record<string, number>> = {},
): Promise<readonly (readonly (string | null)[])[]> {
  const { connection, duckDb, folder } = tools
  const query = { sql, parameters: [] }
  const columns = (await connection.describe(query)).map(({ name, type: source }) =>
    columnFrom(name, source, dimensions[name]),
  )
  const schema: RecordSchema = columns.map(({ name, type }) => ({ name, type, optional: true }))
  const path = join(folder, `${randomUUID()}.parquet`)
  await using file = await open(path, 'w')
  const output = {
    write: async (bytes: Uint8Array): Promise<void> => {
      await file.writeFile(bytes)
    },
  }
  const writer = new ParquetWriter({
    schema,
    output,
    options: { pageRows: 97, rowGroupRows: 1000 },
  })
  for await (const batch of connection.batches(query)) {
    const vectors = columns.map(({ decoder }, index) => decoder.decode(batch, index))
    writer.append({ rows: batch.rows, vectors })
    await writer.flush()
  }
  await writer.close()
  const rows = await duckDb.rows(path)
  return rows.map((row) =>
    columns.map(({ source, type }, index) => postgresText(source, type, row[index] ?? null)),
  )
}

function columnFrom(name: string, source: SourceType, dimensions: number | undefined) {
  const type = defaultRecordType(source, dimensions)
  const decoder = type && columnOf(type).decoder(source, UNCHANGED)
  if (type === undefined || decoder === undefined) throw new TypeError(`no column for ${name}`)
  return { name, source, type, decoder }
}
