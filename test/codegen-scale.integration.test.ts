import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, generate, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { LARGE_SCHEMA, largeSchema } from './large-schema.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/** Code generation and the compiler, over a database of a size that makes both slow if anything does. */
const CODEGEN_LIMIT_SECONDS = 20
const COMPILE_LIMIT_SECONDS = 20
const COMPILE_LIMIT_BYTES = 2e9

/**
 * Tasks that join tables of several schemas, some of one name. Each join of an aliased table costs
 * the compiler seconds where it has to look through all tables of such a database, so a query of
 * several picks its tables first.
 */
const TASKS: Readonly<Record<string, string>> = {
  joined: `
import { db } from '../generated/db.ts'
import { bool, defineTask, int32, internal, lookup, optional, text } from '@carmilla/transform'

const orders = db.$pickTables<
  'orders' | 'area_1.orders' | 'area_2.orders' | 'Area 5.Order Lines' | 'area_7.Promise'
>()

export default defineTask({
  source: orders
    .selectFrom('orders')
    .innerJoin('area_1.orders as first', 'first.id', 'orders.parent_id')
    .leftJoin('area_2.orders as second', 'second.id', 'first.parent_id')
    .leftJoin('Area 5.Order Lines as line', 'line.id', 'second.parent_id')
    .leftJoin('area_7.Promise as promise', 'promise.parent_id', 'line.id')
    .where('orders.state', '=', 'new')
    .where('second.state', 'in', ['new', "it's"])
    .select(['orders.id', 'orders.state', 'line.id as line_id', 'promise.state as last']),
  lookups: {
    parent: lookup(db.selectFrom('area_3.orders').select(['id', 'state']), 'id'),
  },
  record: ({ derive }) => ({
    id: int32(),
    state: internal(),
    line_id: optional(int32()),
    last: optional(text()),
    parent_state: derive(optional(text()), (row, { parent }) => parent.get(row.id)?.state ?? null),
    is_new: derive(bool(), (row) => row.state === 'new'),
  }),
})
`,
  joined_once: `
import { db } from '../generated/db.ts'
import { defineTask, int32, optional } from '@carmilla/transform'

export default defineTask({
  source: db
    .selectFrom('orders')
    .leftJoin('area_4.orders as other', 'other.id', 'orders.parent_id')
    .select(['orders.id', 'other.id as other_id']),
  record: () => ({ id: int32(), other_id: optional(int32()) }),
})
`,
}

/** Tables that get the task that `create-model` writes. */
const SCAFFOLDED = ['orders', 'area_1.order_lines', 'Area 10.größe', 'area_9.注文', 'area_2.DB']

let database: TestDatabase
let scratch: ScratchWorkspace
const measured: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  scratch = await ScratchWorkspace.create()
  await measure('database made', () => createTables(database.url, 0))
})
afterAll(async () => {
  await scratch[Symbol.asyncDispose]()
  await database.drop()
  console.log(
    `codegen of ${LARGE_SCHEMA.tables} tables, ${LARGE_SCHEMA.columns} columns: ${measured.join(', ')}`,
  )
})

test('generates from thousands of columns within seconds', async () => {
  const seconds = await measure('generated', async () => {
    expect(await scratch.codegen(database.url, 'generate')).toMatchObject({ status: 0, stderr: '' })
  })
  expect(seconds).toBeLessThan(CODEGEN_LIMIT_SECONDS)
  for (const name of ['schema.ts', 'tables.ts']) {
    const bytes = Buffer.byteLength(await scratch.read(`generated/${name}`))
    measured.push(`${name} ${(bytes / 1e6).toFixed(1)} MB`)
  }
})

test('gives every table an interface of its own', async () => {
  const schema = await scratch.read('generated/schema.ts')
  const [tables = '', names = ''] = schema.split('export interface DB {')
  const interfaces = [...tables.matchAll(/^export interface (\S+) \{$/gmu)].map(([, name]) => name)
  const used = [...names.matchAll(/^ {2}.+: (\S+);$/gmu)].map(([, name]) => name)
  expect(interfaces).toHaveLength(LARGE_SCHEMA.tables)
  expect(new Set(interfaces).size).toBe(LARGE_SCHEMA.tables)
  expect(new Set(used)).toEqual(new Set(interfaces))
  expect(used).toHaveLength(interfaces.length)
})

test('finds no difference in what it has generated', async () => {
  const seconds = await measure('checked', async () => {
    expect(await scratch.codegen(database.url, 'generate', '--check')).toMatchObject({ status: 0 })
  })
  expect(seconds).toBeLessThan(CODEGEN_LIMIT_SECONDS)
})

test('compiles tasks over it within seconds', async () => {
  const catalog = await readCatalog(database.url, introspect)
  for (const table of SCAFFOLDED) await createModel(scratch.workspace, catalog, table)
  for (const [name, text] of Object.entries(TASKS)) await scratch.write(`tasks/${name}.ts`, text)
  await generate(scratch.workspace, catalog)
  let printed = ''
  const seconds = await measure('compiled', async () => {
    printed = await scratch.compilerErrors('--extendedDiagnostics')
  })
  expect(printed).not.toContain('error')
  expect(seconds).toBeLessThan(COMPILE_LIMIT_SECONDS)
  const kibibytes = Number(/^Memory used:\s+(\d+)K$/m.exec(printed)?.[1])
  measured.push(`with ${Math.round((kibibytes * 1024) / 1e6)} MB`)
  expect(kibibytes * 1024).toBeLessThan(COMPILE_LIMIT_BYTES)
}, 60_000)

test('generates the same bytes whatever the order in which tables were made', async () => {
  await using other = await createTestDatabase()
  await createTables(other.url, 17)
  const before = await scratch.files()
  expect(await scratch.codegen(other.url, 'generate')).toMatchObject({ status: 0 })
  expect(await scratch.files()).toEqual(before)
}, 60_000)

async function createTables(url: string, shift: number): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query('set synchronous_commit = off')
    for (const statements of largeSchema(shift)) await client.query(statements)
  } finally {
    await client.end()
  }
}

async function measure(what: string, work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  await work()
  const seconds = (performance.now() - startedMs) / 1000
  measured.push(`${what} in ${seconds.toFixed(1)} s`)
  return seconds
}
