import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/**
 * Composite types in each other and in arrays, arrays of several dimensions and hstore: from a real
 * server through create-model and the command into files, and there what `to_jsonb` says.
 */
const SCHEMA = `
create extension hstore;
create type mood as enum ('sad', 'ok');
create domain amount as numeric(8, 2);
create type spot as (x int, gone text, labels text[]);
alter type spot drop attribute gone;
create type place as (street text, zip int, "Floor" smallint, price amount, spot spot, mood mood, since date);
create table visits (
  id int primary key,
  place place,
  home spot not null,
  route place[],
  grid int[][],
  cube text[][][],
  tags text[],
  facts hstore,
  more_facts hstore[],
  addresses inet[],
  boxes box[],
  seats int4range[][]
);
comment on column visits.place is 'where it was';
create table shapes (id int primary key, grid int[][] not null);
`

const ROWS = 300

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let scratch: ScratchWorkspace
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(SCHEMA)
  for (const visit of fc.sample(visits, { numRuns: ROWS, seed: 5 })) await insert(visit)
  duckdb = await DuckDb.open()
  folder = await mkdtemp(join(tmpdir(), 'nested-'))
  scratch = await ScratchWorkspace.create()
  const catalog = await readCatalog(database.url, introspect)
  await createModel(scratch.workspace, catalog, 'visits')
  await createModel(scratch.workspace, catalog, 'shapes')
  await scratch.write(
    'etl.config.ts',
    `import { tasks } from './generated/tasks.ts'\nexport default { tasks }\n`,
  )
}, 120_000)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('scaffolds tasks that compile, and declare what the types and their fields are', async () => {
  expect(await scratch.compile()).toBe('')
  const task = await scratch.read('tasks/visits.ts')
  expect(task).toContain('home: struct({ x: optional(int32()), labels: optional(list(text())) }),')
  expect(task).toContain('grid: optional(list(list(int32()))),')
  expect(task).toContain('cube: optional(list(list(list(text())))),')
  expect(task).toContain('facts: optional(map(text(), text())),')
  expect(task).toContain('seats: optional(list(list(text()))),')
  expect(task).toContain('Floor: optional(int16()),')
  expect(await scratch.read('generated/schema.ts')).toContain(
    'home: Composite<{ x: Int4 | null; labels: PgArray<Text> | null }>',
  )
})

test('publishes the values that Postgres has, NULLs on each level included', async () => {
  const ended = await run('visits')
  expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: ROWS }])
  const paths = await currentFiles(folder, 'visits')
  const columns = await duckdb.columns(paths)
  expect(columns.map(({ type }) => type)).toEqual([
    'INTEGER',
    PLACE,
    SPOT,
    `${PLACE}[]`,
    'INTEGER[][]',
    'VARCHAR[][][]',
    'VARCHAR[]',
    'MAP(VARCHAR, VARCHAR)',
    'MAP(VARCHAR, VARCHAR)[]',
    'VARCHAR[]',
    'VARCHAR[]',
    'VARCHAR[][]',
  ])
  const entries = columns.map(({ name }) => `'${name}', ${name}`).join(', ')
  const got = await duckdb.query(
    `select json_object(${entries})::varchar as row from ${files(paths)} order by id`,
  )
  const expected = await postgres.query<{ row: string }>(
    `select to_jsonb(visits)::text as row from visits order by id`,
  )
  expect(got.map(({ row }) => normalised(row))).toEqual(expected.map(({ row }) => normalised(row)))
})

test('answers queries for the fields of a struct, the elements of a list and the values of a map', async () => {
  await postgres.execute(`update visits set place.zip = 8001, facts = 'a=>1, b=>NULL' where id = 1`)
  expect(await run('visits')).toMatchObject({ status: 0 })
  const sql = `select place.zip, facts['a'] as a, facts, home.labels from visits where id = 1`
  const ended = await runEtl(
    ['query', sql, '--json', '--target', `file:${folder}`],
    {},
    scratch.root,
  )
  expect(JSON.parse(ended.stdout)).toMatchObject({
    zip: 8001,
    a: '1',
    facts: [
      { key: 'a', value: '1' },
      { key: 'b', value: null },
    ],
  })
})

test('stops at an array of other dimensions than are declared, or writes NULL and counts it', async () => {
  await postgres.execute(
    `insert into shapes values (1, '{{1,2},{3,NULL}}'), (2, '{}'), (3, '[0:1][5:5]={{7},{8}}')`,
  )
  expect(await run('shapes')).toMatchObject({ status: 0 })
  // Lower bounds are not kept.
  expect(await shapes()).toEqual([
    { grid: '[[1, 2], [3, NULL]]' },
    { grid: '[]' },
    { grid: '[[7], [8]]' },
  ])

  await postgres.execute(`insert into shapes values (4, '{1,2,3}'), (5, '{{{1}}}')`)
  const [refused] = taskLines(await run('shapes'))
  expect(refused?.error).toMatchObject({
    code: 'unrepresentable_value',
    message: expect.stringContaining(
      'column `grid` (public.shapes.grid), row with id = 4: array of 1 dimension (3) does not fit lists in 2 levels',
    ),
  })

  const task = await scratch.read('tasks/shapes.ts')
  await scratch.write(
    'tasks/shapes.ts',
    task
      .replace('list(list(int32()))', `optional(list(list(int32())), { unrepresentable: 'null' })`)
      .replace(' list }', ' list, optional }'),
  )
  const [counted] = taskLines(await run('shapes'))
  expect(counted?.notes).toEqual([
    { column: 'grid', kind: 'null', reason: 'unrepresentable value', count: 2 },
  ])
  expect((await shapes()).slice(3)).toEqual([{ grid: null }, { grid: null }])
})

async function shapes(): Promise<readonly unknown[]> {
  const paths = await currentFiles(folder, 'shapes')
  return duckdb.query(`select grid::varchar as grid from ${files(paths)} order by id`)
}

const SPOT = 'STRUCT(x INTEGER, labels VARCHAR[])'
const PLACE = `STRUCT(street VARCHAR, zip INTEGER, floor SMALLINT, price DECIMAL(8,2), spot ${SPOT}, mood VARCHAR, since DATE)`

const words = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0'))
const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { freq: 4 })
const listOf = <Value>(values: fc.Arbitrary<Value>) => fc.array(maybe(values), { maxLength: 3 })
const spots = fc.record({ x: maybe(fc.integer()), labels: maybe(listOf(words)) })
const places = fc.record({
  street: maybe(words),
  zip: maybe(fc.nat()),
  Floor: maybe(fc.integer({ min: -5, max: 99 })),
  price: maybe(fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100)),
  spot: maybe(spots),
  mood: maybe(fc.constantFrom('sad', 'ok')),
  since: maybe(fc.constantFrom('1970-01-01', '0001-02-03', '2024-02-29')),
})
const facts = fc.uniqueArray(fc.tuple(words, maybe(words)), {
  selector: ([key]) => key,
  maxLength: 4,
})

/** An array with all its dimensions of one length, as Postgres has them. */
function grids<Value>(
  values: fc.Arbitrary<Value>,
  lengths: readonly number[],
): fc.Arbitrary<unknown> {
  const [length, ...inner] = lengths
  if (length === undefined) return maybe(values)
  return fc.array(grids(values, inner), { minLength: length, maxLength: length })
}

const lengths = (dimensions: number) =>
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: dimensions, maxLength: dimensions })

const visits = fc.record({
  row: fc.record({
    place: maybe(places),
    home: spots,
    route: maybe(listOf(places)),
    grid: maybe(
      fc.oneof(
        fc.constant([]),
        lengths(2).chain((all) => grids(fc.integer(), all)),
      ),
    ),
    cube: maybe(
      fc.oneof(
        fc.constant([]),
        lengths(3).chain((all) => grids(words, all)),
      ),
    ),
    tags: maybe(listOf(words)),
    addresses: maybe(listOf(fc.constantFrom('10.0.0.1', '10.0.0.0/8', '2001:db8::1'))),
    boxes: maybe(listOf(fc.constantFrom('(1,1),(0,0)', '(1.5,2),(-3,-4)'))),
    seats: maybe(
      lengths(2).chain((all) => grids(fc.constantFrom('[1,5)', 'empty', '(,)', '[7,)'), all)),
    ),
  }),
  facts: maybe(facts),
  moreFacts: maybe(fc.array(facts, { maxLength: 3 })),
})

type Visit = typeof visits extends fc.Arbitrary<infer Value> ? Value : never

let inserted = 0

async function insert({ row, facts: own, moreFacts }: Visit): Promise<void> {
  const json = literal(JSON.stringify({ ...row, id: ++inserted }))
  const more = moreFacts && `array[${moreFacts.map(hstore).join(', ')}]::hstore[]`
  await postgres.execute(`
    insert into visits
    select id, place, home, route, grid, cube, tags, ${own ? hstore(own) : 'null'}, ${more ?? 'null'},
           addresses, boxes, seats
    from jsonb_populate_record(null::visits, ${json})`)
}

function hstore(pairs: readonly (readonly [string, string | null])[]): string {
  const keys = pairs.map(([key]) => literal(key)).join(', ')
  const values = pairs.map(([, value]) => (value === null ? 'null' : literal(value))).join(', ')
  return `hstore(array[${keys}]::text[], array[${values}]::text[])`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Field names are written in lower case; numbers lose the zeros that Postgres pads. */
function normalised(row: unknown): unknown {
  return JSON.parse(String(row).replaceAll('"Floor":', '"floor":'))
}

function run(...tasks: readonly string[]): Promise<Ended> {
  return runEtl(
    ['run', ...tasks, '--target', `file:${folder}`, '--json'],
    { DATABASE_URL: database.url },
    scratch.root,
  )
}
