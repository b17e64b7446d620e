import { createTestDatabase } from '@carmilla/test'
import type { TestDatabase } from '@carmilla/test'
import { Client, escapeIdentifier } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { loadMarketplace } from '../src/index.ts'
import { readSchema } from '../src/schema.ts'
import { TABLES } from '../src/tables.ts'

const SMALL = { scale: 0.01, seed: 5 }

let database: TestDatabase
let client: Client

beforeEach(async () => {
  database = await createTestDatabase()
  client = new Client(database.url)
  await client.connect()
})

afterEach(async () => {
  await client.end()
  await database.drop()
})

describe('load', () => {
  test('makes the same rows twice', async () => {
    await loadMarketplace(client, SMALL)
    const first = await digests()
    await loadMarketplace(client, { ...SMALL, force: true })
    expect(await digests()).toEqual(first)
    expect(first.size).toBe(TABLES.length)
  })

  test('reports as many rows as the tables hold', async () => {
    const loaded = await loadMarketplace(client, SMALL)
    for (const { name, rows } of loaded.tables) {
      expect([name, await count(name)]).toEqual([name, rows])
    }
  })

  test('gives every column a value somewhere', async () => {
    await loadMarketplace(client, SMALL)
    const columns = await client.query<{ name: string; column: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name, column_name AS column
       FROM information_schema.columns JOIN information_schema.tables
       USING (table_schema, table_name)
       WHERE table_schema IN ('public', 'audit') AND table_type = 'BASE TABLE'
         AND table_name NOT LIKE 'clicks\\_%'`,
    )
    expect(columns.rows.length).toBeGreaterThan(350)
    for (const { name, column } of columns.rows) {
      const filled = await count(`${name} WHERE ${escapeIdentifier(column)} IS NOT NULL`)
      expect(filled, `${name}.${column}`).toBeGreaterThan(0)
    }
  })

  test('leaves a database alone that holds the same marketplace', async () => {
    await loadMarketplace(database.url, SMALL)
    expect(await loadMarketplace(database.url, SMALL)).toMatchObject({
      outcome: 'unchanged',
      tables: [],
    })
  })

  test('refuses a marketplace of another seed unless told to replace it', async () => {
    await loadMarketplace(database.url, SMALL)
    const other = { ...SMALL, seed: 6 }
    await expect(loadMarketplace(database.url, other)).rejects.toMatchObject({ code: 'not_empty' })
    const replaced = await loadMarketplace(database.url, { ...other, force: true })
    expect(replaced.outcome).toBe('loaded')
  })

  test('refuses a database that holds something else, and leaves it as it is', async () => {
    await client.query('CREATE TABLE precious AS SELECT 1 AS id')
    await expect(loadMarketplace(database.url, SMALL)).rejects.toMatchObject({
      code: 'not_empty',
      context: { tables: 1 },
    })
    expect(await count('precious')).toBe(1)
  })

  test('takes a database for empty that holds an extension only', async () => {
    await client.query('CREATE EXTENSION pg_stat_statements')
    expect((await loadMarketplace(client, SMALL)).outcome).toBe('loaded')
  })

  test('leaves every role its access to the schema public when it replaces one', async () => {
    await loadMarketplace(client, SMALL)
    await loadMarketplace(client, { ...SMALL, force: true })
    const granted = await count(
      `pg_namespace, aclexplode(nspacl) WHERE nspname = 'public' AND grantee = 0
       AND privilege_type = 'USAGE'`,
    )
    expect(granted).toBe(1)
  })

  test('leaves nothing behind when it is aborted', async () => {
    const stop = new AbortController()
    const options = { ...SMALL, signal: stop.signal, onTable: () => stop.abort() }
    await expect(loadMarketplace(client, options)).rejects.toMatchObject({ code: 'aborted' })
    expect(await count(`pg_class WHERE relnamespace = 'public'::regnamespace`)).toBe(0)
  })
})

describe('schema', () => {
  test('loads as one file', async () => {
    const schema = await readSchema()
    await client.query([...schema.tables, ...schema.afterTheLoad].join(';\n'))
    expect(await count('reporting.open_orders')).toBe(0)
  })

  test('creates nothing outside the database', async () => {
    const schema = await readSchema()
    const text = [...schema.tables, ...schema.afterTheLoad].join('\n')
    expect(text).not.toMatch(/\b(ROLE|USER|TABLESPACE|DATABASE)\b/)
  })
})

async function count(from: string): Promise<number> {
  const result = await client.query<{ rows: number }>(
    `SELECT count(*)::integer AS rows FROM ${from}`,
  )
  return result.rows[0]?.rows ?? -1
}

/** MD5 over the text of all rows, by table. */
async function digests(): Promise<ReadonlyMap<string, string | undefined>> {
  const all = new Map<string, string | undefined>()
  for (const { name } of TABLES) {
    const result = await client.query<{ md5: string }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) AS md5 FROM ${name} t`,
    )
    all.set(name, result.rows[0]?.md5)
  }
  return all
}
