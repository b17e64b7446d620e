import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles, manifestOf } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'
import { CASES, SCHEMA } from './violations/cases.ts'
import { taskFile } from './violations/task-file.ts'

/** A lookup of which every value that can be refused is. */
const LOOKED_UP = `{
  source: db.selectFrom('staff').select(['id']),
  lookups: {
    seen: lookup(
      db.selectFrom('customers').select(['id', 'name', 'score', 'seen_at']).orderBy('id'),
      'id',
      { keep: 'last', unrepresentable: 'null' },
    ),
    parts: lookup(db.selectFrom('grids').select(['at', 'grid']), 'at', { unrepresentable: 'null' }),
  },
  record: ({ derive }) => ({
    id: int32(),
    name: derive(text(), (_row, { seen }) => seen.get(7)?.name ?? 'nobody'),
    score: derive(optional(decimal(4, 2)), (_row, { seen }) => seen.get(7)?.score ?? null),
    seen_at: derive(optional(timestampMicros()), (_row, { seen }) => seen.get(7)?.seen_at ?? null),
    found: derive(bool(), (_row, { parts }) => parts.get(localMicros(0n)) !== undefined),
    grid: derive(optional(list(int32())), (_row, { parts }) => parts.get(localMicros(0n))?.grid ?? null),
  }),
}`

const GONE = `{
  source: db.selectFrom('staff').select(['id']),
  lookups: { gone: lookup(db.selectFrom('gone').select(['id']), 'id') },
  record: () => ({ id: int32() }),
}`

let database: TestDatabase
let postgres: Postgres
let scratch: ScratchWorkspace
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(SCHEMA)
  await postgres.execute(`
    create table grids (at timestamp primary key, grid int[] not null);
    insert into grids values ('1970-01-01', '{{1,2},{3,4}}'), ('infinity', '{}'), ('-infinity', '{1}');
    create table gone (id int primary key)`)
  folder = await mkdtemp(join(tmpdir(), 'violations-'))
  scratch = await ScratchWorkspace.create()
  const catalog = await readCatalog(database.url, introspect)
  await createModel(scratch.workspace, catalog, 'staff')
  for (const [name, { task }] of Object.entries(CASES)) await write(name, task)
  await write('looked_up', LOOKED_UP)
  await write('missing_lookup', GONE)
  const names = [...Object.keys(CASES), 'looked_up', 'missing_lookup']
  const imports = names.map((name) => `import ${name} from './tasks/${name}.ts'\n`).join('')
  await scratch.write(
    'etl.config.ts',
    `${imports}export default { tasks: { ${names.join(', ')} } }\n`,
  )
}, 120_000)
afterAll(async () => {
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('are of tasks that all compile', { timeout: 60_000 }, async () => {
  expect(await scratch.compilerErrors()).toBe('')
})

test('name table, column, the row and the value', { timeout: 120_000 }, async () => {
  const lines = taskLines(await run(...Object.keys(CASES)))
  const said = lines.map(({ task, error }) => [task, error?.message])
  const expected = Object.entries(CASES).map(([task, { says }]) => [
    task,
    `task \`${task}\`${says}`,
  ])
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(expected))
  const published = await Promise.all(lines.map(({ task }) => currentFiles(folder, task)))
  expect(published.flat()).toEqual([])
})

test('name the row of an export too', async () => {
  await postgres.execute(`
    create schema "odd one";
    create table "odd one"."A ""table""" (id int primary key, "When" timestamp);
    insert into "odd one"."A ""table""" values (1, '2026-01-01'), (2, '-infinity')`)
  const ended = await etl('export', '"odd one"."A ""table"""', 'lines')
  expect(taskLines(ended)).toMatchObject([
    {
      error: {
        message:
          'task `odd_one_a__table_` column `when` ("odd one"."A ""table"""."When"), row with id = 2: timestamp -infinity does not fit microseconds since 1970 in 64 bits; replace it in the query, for instance with NULL, or write NULL and count it with --unrepresentable null',
      },
    },
    { status: 'published' },
  ])
})

test('of a lookup become NULL where it says so, counted under its name', async () => {
  const [line] = taskLines(await run('looked_up'))
  expect(line).toMatchObject({ status: 'published', rows: 2 })
  const counted = [
    { column: 'seen.score', kind: 'null', reason: 'unrepresentable value', count: 1 },
    { column: 'seen.seen_at', kind: 'null', reason: 'unrepresentable value', count: 1 },
    { column: 'parts.at', kind: 'null', reason: 'unrepresentable value', count: 2 },
    { column: 'parts.grid', kind: 'null', reason: 'unrepresentable value', count: 1 },
  ]
  expect(line?.notes).toEqual(counted)
  using duckdb = await DuckDb.open()
  const paths = await currentFiles(folder, 'looked_up')
  expect(await duckdb.query(`from ${files(paths)} order by id limit 1`)).toEqual([
    { id: 1, name: 'c7', score: null, seen_at: null, found: true, grid: null },
  ])
  expect(await manifestOf(folder, 'looked_up')).toMatchObject({ notes: counted })
})

test('of a name come first: a lookup whose table is gone does not match the database', async () => {
  await postgres.execute('drop table gone')
  const [line] = taskLines(await run('missing_lookup'))
  expect(line?.error).toEqual({
    code: 'record_mismatch',
    message:
      'task `missing_lookup`: lookup `gone`: query failed: relation "gone" does not exist; run `make codegen`, then let the compiler show what to change',
  })
})

function write(name: string, task: string): Promise<void> {
  return scratch.write(`tasks/${name}.ts`, taskFile(task))
}

function run(...names: readonly string[]): Promise<Ended> {
  return etl('run', ...names)
}

function etl(...words: readonly string[]): Promise<Ended> {
  return runEtl(
    [...words, '--target', `file:${folder}`, '--json'],
    { DATABASE_URL: database.url },
    scratch.root,
  )
}
