/**
 * What a TypeScript team would write today: Kysely streams row objects, and parquetjs takes them one
 * by one. `node naive.ts <url> <table> <file>`; decimals become doubles, which is one of its faults.
 */
import { ParquetSchema, ParquetWriter } from '@dsnp/parquetjs'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import Cursor from 'pg-cursor'

const [url = '', table = '', file = ''] = process.argv.slice(2)

const FETCH_ROWS = 5000

const utf8 = { type: 'UTF8', optional: true, compression: 'GZIP' } as const
const micros = { type: 'TIMESTAMP_MILLIS', optional: true, compression: 'GZIP' } as const
const double = { type: 'DOUBLE', optional: true, compression: 'GZIP' } as const
const int64 = { type: 'INT64', compression: 'GZIP' } as const
const int32 = { type: 'INT32', compression: 'GZIP' } as const
const texts = { type: 'UTF8', repeated: true, compression: 'GZIP' } as const

const SCHEMAS = {
  narrow: new ParquetSchema({
    id: int32,
    customer_id: int32,
    amount: double,
    rate: double,
    created_at: micros,
    status: utf8,
    paid: { type: 'BOOLEAN', compression: 'GZIP' },
    uuid: utf8,
  }),
  wide: new ParquetSchema({
    id: int64,
    event: utf8,
    email: utf8,
    username: utf8,
    application: utf8,
    duration: double,
    remote_addr: utf8,
    host: utf8,
    action: utf8,
    controller: utf8,
    session_id: utf8,
    computer_id: utf8,
    query: utf8,
    raw_post: utf8,
    categories: texts,
    source: texts,
    providers: { type: 'JSON', optional: true, compression: 'GZIP' },
    uuid: utf8,
    datetime: micros,
    created_at: micros,
    updated_at: micros,
  }),
  notes: new ParquetSchema({
    id: int64,
    author_id: int32,
    subject: utf8,
    body: utf8,
    created_at: micros,
  }),
}

const schema = Object.entries(SCHEMAS).find(([name]) => table.startsWith(name))?.[1]
if (schema === undefined) throw new Error(`${table}: there is no schema for it`)
const pool = new pg.Pool({ connectionString: url, max: 1 })
const db = new Kysely<Record<string, Record<string, unknown>>>({
  dialect: new PostgresDialect({ pool, cursor: Cursor }),
})
const writer = await ParquetWriter.openFile(schema, file, {
  rowGroupSize: FETCH_ROWS,
  useDataPageV2: false,
})
for await (const row of db.selectFrom(table).selectAll().stream(FETCH_ROWS)) {
  await writer.appendRow(plain(row))
}
await writer.close()
await db.destroy()

/** The values as parquetjs takes them: no NULL, numbers for decimals, bigints for int8. */
function plain(row: Record<string, unknown>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === null) continue
    if (name === 'amount' || name === 'rate') values[name] = Number(value)
    else if (name === 'id' && typeof value === 'string') values[name] = BigInt(value)
    else if (Array.isArray(value)) values[name] = value.map((element) => element ?? '')
    else values[name] = value
  }
  return values
}
