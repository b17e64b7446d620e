import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/index.ts'
import { generate, introspect, openWorkspace, readCatalog } from '../src/index.ts'
import { execute } from './execute.ts'
import { ScratchWorkspace } from './scratch-workspace.ts'

const marketplaceSchema = resolve(import.meta.dirname, '../../marketplace/schema.sql')

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await execute(database.url, await readFile(marketplaceSchema, 'utf8'))
})
afterAll(() => database.drop())
afterEach(() => {
  vi.unstubAllEnvs()
})

test('generates, from the marketplace, what is committed', async () => {
  await using scratch = await ScratchWorkspace.create()
  const { generatedFolder, personalDataFile } = openWorkspace()
  await scratch.write('personal-data.ts', await readFile(personalDataFile, 'utf8'))
  await generate(scratch.workspace, await readCatalog(database.url, introspect))

  for (const name of ['schema.ts', 'db.ts', 'tables.ts']) {
    const committed = await readFile(resolve(generatedFolder, name), 'utf8')
    expect(await scratch.read(`generated/${name}`)).toBe(committed)
  }
})

test('generates the same bytes again, whatever the locale, and then writes nothing', async () => {
  await using scratch = await ScratchWorkspace.create()
  const first = await scratch.codegen(database.url, 'generate')
  expect(first.stdout).toBe(
    ['schema', 'db', 'tables', 'tasks'].map((name) => `wrote generated/${name}.ts\n`).join(''),
  )
  const files = await scratch.files()

  vi.stubEnv('LC_ALL', 'sv_SE.UTF-8')
  const again = await scratch.codegen(database.url, 'generate')
  expect(again).toEqual({ status: 0, stdout: 'generated/ is up to date\n', stderr: '' })
  expect(await scratch.files()).toEqual(files)
})

test('generates the same bytes whatever the order in which tables were made', async () => {
  const statements = [
    `create type mood as enum ('b', 'a')`,
    'create table zebra (id int primary key, mood mood)',
    'create table "Ähre" (id int unique)',
    'create table apple (a int, b int, unique (b), unique (a))',
    'create schema app',
    'create table app.zebra (id int)',
  ]
  const files = []
  for (const order of [statements, statements.toReversed()]) {
    await using scratch = await ScratchWorkspace.create()
    await using other = await createTestDatabase()
    const retry = [...order]
    // What depends on a later statement waits for it.
    for (const statement of retry) {
      await execute(other.url, statement).catch(() => retry.push(statement))
    }
    await generate(scratch.workspace, await readCatalog(other.url, introspect))
    files.push(await scratch.files())
  }
  expect(files[0]).toEqual(files[1])
})

test('lists what the role may read: no partitions, no system tables, nothing of extensions', async () => {
  await using other = await createTestDatabase()
  const role = `reader_${other.name}`
  await execute(
    other.url,
    `
    create extension citext;
    create table logs (at date not null, line citext) partition by range (at);
    create table logs_2026 partition of logs for values from ('2026-01-01') to ('2027-01-01');
    create table "secret" (id int);
    create table "partly" (id int, "password" text);
    create view shown as select 1 as one;
    create materialized view kept as select 1 as one;
    create table "a.b" (id int);
    create role ${role} login password '${role}';
    grant select on logs, logs_2026, shown, kept, "a.b" to ${role};
    grant select (id) on partly to ${role};`,
  )
  try {
    const url = new URL(other.url)
    url.username = role
    url.password = role
    const catalog = await readCatalog(url.href, introspect)
    expect(
      catalog.tables.map(({ name, kind, columns }) => [name, kind, columns.map((c) => c.name)]),
    ).toEqual([
      ['kept', 'materialized view', ['one']],
      ['logs', 'partitioned table', ['at', 'line']],
      ['partly', 'table', ['id']],
      ['shown', 'view', ['one']],
    ])
    expect(catalog.leftOut).toMatchObject([{ schema: 'public', name: 'a.b' }])
  } finally {
    await execute(other.url, `drop owned by ${role}; drop role ${role}`)
  }
})

test('describes keys, identity and generated columns', async () => {
  await using other = await createTestDatabase()
  await execute(
    other.url,
    `
    create table users (id int generated always as identity primary key, mail text unique);
    create table visits (
      user_id int references users, day date, twice int generated always as (user_id * 2) stored,
      primary key (day, user_id)
    );
    create unique index on visits (twice) include (day);
    create unique index on visits (user_id) where day is null;`,
  )
  const { tables } = await readCatalog(other.url, introspect)
  expect(tables).toMatchObject([
    { name: 'users', primaryKey: ['id'], uniqueKeys: [['mail']], foreignKeys: [] },
    {
      name: 'visits',
      primaryKey: ['day', 'user_id'],
      uniqueKeys: [['twice']],
      foreignKeys: [
        { columns: ['user_id'], references: { schema: 'public', table: 'users', columns: ['id'] } },
      ],
    },
  ])
})

test('names host and database, and never the password, when it cannot connect', async () => {
  await using scratch = await ScratchWorkspace.create()
  const refused = await scratch.codegen('postgres://me:hunter2@127.0.0.1:1/shop', 'generate')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('connection_failed: database `shop` at 127.0.0.1:1: ')

  const unreadable = await scratch.codegen('postgres://me:hunter2@[x/shop', 'generate')
  expect(unreadable.status).toBe(1)
  expect(refused.stderr + unreadable.stderr).not.toContain('hunter2')
})
