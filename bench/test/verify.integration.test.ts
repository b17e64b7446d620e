import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tableFingerprint } from '../src/fingerprint.ts'
import type { SourceTable } from '../src/tables.ts'
import { verify } from '../src/verify.ts'

/** Every type that the tables of the bench have. */
const TABLE = `
  create table t (
    id bigint, amount numeric(12,2), ratio double precision, paid boolean, code character(5), body text, at timestamptz,
    local timestamp, day date, uuid uuid, tags text[], doc jsonb
  );
  insert into t values
    (1, 12.50, 0.1, true, 'ab', 'désc', '2020-01-01 00:00:00.5+00', '2020-01-01 00:00:01', '1992-02-29',
      '6f9619ff-8b86-d011-b42d-00c04fc964ff', '{a,NULL}', '{"b": [1, 2], "a": "x"}'),
    (2, -0.01, 499.987654321, false, 'abcde', '', '1969-12-31 23:59:59.999999+00', '2020-01-01 00:00:01.123456',
      '2020-01-01', '00000000-0000-0000-0000-000000000000', '{}', 'null'),
    (3, null, null, null, null, null, null, null, null, null, null, null)`

/** The same by hand, in SQL of DuckDB. */
const COLUMNS: Readonly<Record<string, readonly [string, string, string]>> = {
  id: ['1', '2', '3'],
  amount: ['12.50::decimal(12,2)', '-0.01', 'null'],
  ratio: ['0.1::double', '499.987654321::double', 'null'],
  paid: ['true', 'false', 'null'],
  code: ["'ab   '", "'abcde'", 'null'],
  body: ["'désc'", "''", 'null'],
  at: [
    "'2020-01-01 00:00:00.5+00'::timestamptz",
    "'1969-12-31 23:59:59.999999+00'::timestamptz",
    'null',
  ],
  local: ["'2020-01-01 00:00:01'::timestamp", "'2020-01-01 00:00:01.123456'::timestamp", 'null'],
  day: ["'1992-02-29'::date", "'2020-01-01'::date", 'null'],
  uuid: ["'6f9619ff-8b86-d011-b42d-00c04fc964ff'::uuid", 'uuid_zero', 'null'],
  tags: ["['a', null]", '[]::varchar[]', 'null'],
  // Postgres keeps the keys of a jsonb in order.
  doc: [`'{"a":"x","b":[1,2]}'`, "'null'", 'null'],
}

let database: TestDatabase
let folder: string
let table: SourceTable

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'carmilla-verify-'))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(TABLE)
  const fingerprint = await tableFingerprint(client, 't', ['id'])
  table = { name: 't', rows: fingerprint.rows, fingerprint }
  await client.end()
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await database[Symbol.asyncDispose]()
})

/** Writes the rows, with some columns otherwise, in the opposite order, and compares them. */
async function verdictOf(changed: Readonly<Record<string, readonly [string, string, string]>>) {
  const columns = Object.entries({ ...COLUMNS, ...changed })
  const rows = [2, 1, 0].map((row) =>
    columns
      .map(([name, values]) => `${values[row] ?? 'null'} as "${name}"`)
      .join(', ')
      .replace('uuid_zero', "'00000000-0000-0000-0000-000000000000'::uuid"),
  )
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const query = rows.map((row) => `select ${row}`).join(' union all by name ')
  await connection.run(`copy (${query}) to '${folder}/t.parquet' (format parquet)`)
  connection.closeSync()
  instance.closeSync()
  return verify(folder, [table])
}

describe('the comparison of a file with Postgres', () => {
  test('finds equal rows equal, in whatever order', async () => {
    expect(await verdictOf({})).toMatchObject({ equal: 'equal', weakerTypes: [] })
  })

  test('names weaker types that hold equal values', async () => {
    const verdict = await verdictOf({
      amount: ['12.5::double', '-0.01::double', 'null'],
      day: ["'1992-02-29'", "'2020-01-01'", 'null'],
    })
    expect(verdict.equal).toBe('equal')
    expect(verdict.weakerTypes).toEqual(['amount as DOUBLE', 'day as VARCHAR'])
  })

  test.each<[string, readonly [string, string, string]]>([
    ['amount', ['12.51::decimal(12,2)', '-0.01', 'null']],
    ['amount', ['12.50::decimal(12,2)', '-0.01', '0']],
    ['amount', ['-0.01::decimal(12,2)', '12.50', 'null']],
    ['ratio', ['0.1::float::double', '499.987654321::double', 'null']],
    ['paid', ['true', 'true', 'null']],
    ['code', ["'ab'", "'abcd'", 'null']],
    ['body', ["'desc'", "''", 'null']],
    ['body', ["'désc'", 'null', 'null']],
    [
      'at',
      [
        "'2020-01-01 00:00:00.5+00'::timestamptz",
        "'1969-12-31 23:59:59.999+00'::timestamptz",
        'null',
      ],
    ],
    ['local', ["'2020-01-01 00:00:01'::timestamp", "'2020-01-01 00:00:01.123'::timestamp", 'null']],
    ['day', ["'1992-02-28'::date", "'2020-01-01'::date", 'null']],
    ['uuid', ["'6f9619ff-8b86-d011-b42d-00c04fc964fe'::uuid", 'uuid_zero', 'null']],
    ['tags', ["['a', '']", '[]::varchar[]', 'null']],
    ['tags', ["['a', null]", 'null::varchar[]', 'null']],
  ])('names a column that differs: %s as %j', async (name, values) => {
    expect((await verdictOf({ [name]: values })).equal).toBe(name)
  })
})
