import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  connect,
  type Connection,
  connectionSettings,
  planShards,
  type ShardPlanOptions,
  type ShardRange,
  textRows,
} from '../src/index.ts'

let database: TestDatabase
let connection: Connection
beforeAll(async () => {
  database = await createTestDatabase()
  connection = await connect(connectionSettings({ url: database.url }))
  await connection.close()
  await execute(`
    create schema "Other ""schema";
    create table "Other ""schema"."plain" as select 1 as id;
    create table plain (id int primary key, code uuid not null, name text not null, other int);
    insert into plain
    select i * 3, gen_random_uuid(), 'name ' || i, nullif(i % 10, 0) from generate_series(1, 30000) i;
    create unlogged table unanalysed (id bigint primary key) with (autovacuum_enabled = off);
    insert into unanalysed select i from generate_series(-10000, 10000) i;
    create table codes (code uuid primary key) with (autovacuum_enabled = off);
    insert into codes select gen_random_uuid() from generate_series(1, 10000);
    create table names (name text collate "C" primary key);
    insert into names select 'Name ' || i || ' ÄÖ' from generate_series(1, 10000) i;
    create view numbers as select id, other, name from plain;
    create table limited (id int primary key, secret text);
    insert into limited select i, repeat('x', 200) from generate_series(1, 5000) i;
    analyze plain, names, limited`)
  connection = await connect(connectionSettings({ url: database.url }))
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

async function execute(sql: string): Promise<void> {
  const { Client } = await import('pg')
  const client = new Client(database.url)
  await client.connect()
  await client.query(sql)
  await client.end()
}

function plan(
  name: string,
  options: Partial<ShardPlanOptions> = {},
): Promise<readonly (ShardRange | undefined)[]> {
  return planShards(connection, {
    table: { name },
    mostShards: 4,
    shardBytes: 8192,
    sameSnapshot: true,
    ...options,
  }).then(({ ranges }) => ranges)
}

/** Rows that the ranges of a plan have, by how many of them have each. */
async function coverage(
  table: string,
  ranges: readonly (ShardRange | undefined)[],
): Promise<unknown> {
  const counted = ranges.map((range) => {
    if (range?.by !== 'key') throw new TypeError('expected ranges of a key')
    const { column, type, from, before, nulls } = range
    const lower = from === undefined ? 'true' : `"${column}" >= '${from}'::${type}`
    const upper = before === undefined ? 'true' : `"${column}" < '${before}'::${type}`
    return `((${lower} and ${upper}) or (${nulls} and "${column}" is null))::int`
  })
  // NULL, for a key that is NULL in a range that has none of them.
  const times = counted.map((count) => `coalesce(${count}, 0)`).join(' + ')
  const sql = `select (${times})::text as times, count(*)::text as rows from ${table} group by 1`
  return textRows(connection, { sql, parameters: [] })
}

test('divides a table by its blocks', async () => {
  const ranges = await plan('plain')
  expect(ranges).toHaveLength(4)
  expect(ranges[0]).toEqual({ by: 'ctid', beforeBlock: expect.any(Number) })
  expect(ranges[3]).toEqual({ by: 'ctid', fromBlock: expect.any(Number) })
})

test('takes one shard where more would not pay, and for what is not there', async () => {
  expect(await plan('plain', { mostShards: 1 })).toEqual([undefined])
  expect(await plan('plain', { shardBytes: 100_000_000 })).toEqual([undefined])
  expect(await plan('nothing')).toEqual([undefined])
  expect(await plan('plain', { table: { schema: 'Other "schema', name: 'plain' } })).toEqual([
    undefined,
  ])
})

describe('where shards have snapshots of their own', () => {
  test.each([
    { table: 'plain', rows: '30000', by: 'the histogram of an integer key' },
    { table: 'unanalysed', rows: '20001', by: 'the least and the greatest integer' },
    { table: 'codes', rows: '10000', by: 'all uuids' },
    { table: 'names', rows: '10000', by: 'the histogram of a text key' },
  ])('divides $table by $by', async ({ table, rows }) => {
    const ranges = await plan(table, { sameSnapshot: false })
    expect(ranges).toHaveLength(4)
    expect(await coverage(table, ranges)).toEqual([{ times: '1', rows }])
  })
})

test('divides a view by a declared key, with the rows whose key is NULL', async () => {
  const estimated = { estimatedBytes: 1_000_000 }
  expect(await plan('numbers', estimated)).toEqual([undefined])
  const ranges = await plan('numbers', { ...estimated, keys: ['other'] })
  expect(ranges).toHaveLength(4)
  expect(await coverage('numbers', ranges)).toEqual([{ times: '1', rows: '30000' }])
  expect(await plan('numbers', { ...estimated, keys: ['missing', 'name'] })).toEqual([undefined])
})

test('does not divide by blocks what the role may not tell apart by them', async () => {
  await execute(`
    create role limited_reader;
    grant select (id) on limited to limited_reader`)
  try {
    await using limited = await connect(
      connectionSettings({ url: database.url, overrides: { options: '-c role=limited_reader' } }),
    )
    const { ranges } = await planShards(limited, {
      table: { name: 'limited' },
      mostShards: 2,
      shardBytes: 8192,
      sameSnapshot: true,
    })
    expect(ranges).toHaveLength(2)
    expect(ranges[0]).toMatchObject({ by: 'key', column: 'id' })
  } finally {
    await execute('drop owned by limited_reader; drop role limited_reader')
  }
})

test('reads a range of blocks without reading the table', async () => {
  const sql = `explain (format text) select id from plain where (ctid >= $1::tid and ctid < $2::tid)`
  const rows = await textRows(connection, { sql, parameters: ['(10,0)', '(20,0)'] })
  expect(JSON.stringify(rows)).toContain('Tid Range Scan')
})
