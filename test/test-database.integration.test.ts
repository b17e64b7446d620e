import { Client } from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { createTestDatabase, type DatabaseTemplate, type TestDatabase } from './support/index.ts'

const created: TestDatabase[] = []
afterAll(() => Promise.all(created.map((database) => database.drop())))

async function create(template?: DatabaseTemplate): Promise<TestDatabase> {
  const database = await createTestDatabase(template === undefined ? {} : { template })
  created.push(database)
  return database
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

test('creates an empty database that takes text of every language', async () => {
  const { url } = await create()
  expect(await query(url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
  expect(await query(url, 'select count(*)::int from pg_stat_user_tables')).toEqual([{ count: 0 }])
})

test('builds a template once for many databases asked for at the same moment', async () => {
  let built = 0
  const template: DatabaseTemplate = {
    name: 'numbers',
    build: async (url) => {
      built++
      await query(url, 'create table numbers as select n from generate_series(1, 1000) n')
    },
  }
  const databases = await Promise.all(Array.from({ length: 6 }, () => create(template)))
  expect(built).toBe(1)
  for (const { url } of databases) {
    expect(await query(url, 'select sum(n)::int from numbers')).toEqual([{ sum: 500_500 }])
  }
})

test('keeps the copies of a template apart', async () => {
  const template: DatabaseTemplate = {
    name: 'one_table',
    build: async (url) => {
      await query(url, 'create table shared (id int)')
    },
  }
  const [changed, untouched] = await Promise.all([create(template), create(template)])
  await query(changed.url, 'insert into shared values (1)')
  expect(await query(untouched.url, 'select id from shared')).toEqual([])
})

test('builds a template anew after a build that failed', async () => {
  let attempts = 0
  const template: DatabaseTemplate = {
    name: 'second_try',
    build: async (url) => {
      attempts++
      await query(url, 'create table half ()')
      if (attempts === 1) throw new Error('half-way')
    },
  }
  await expect(create(template)).rejects.toThrow('half-way')
  const { url } = await create(template)
  expect(await query(url, `select to_regclass('half') is not null as found`)).toEqual([
    { found: true },
  ])
})

test('drops a database that still has a connection', async () => {
  const database = await createTestDatabase()
  const client = new Client(database.url)
  client.on('error', () => {})
  await client.connect()
  await database.drop()
  const left = await query(
    inject('testServer').url,
    `select from pg_database where datname = '${database.name}'`,
  )
  expect(left).toEqual([])
})
