import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb } from './oracle/duckdb.ts'
import { runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

const CONFIG = `
import { tasks } from './generated/tasks.ts'
export default { tasks }
`

/** A type for each column, with some values of it; every column also gets a NULL. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  time: ['00:00:00', '24:00:00', '12:34:56.789'],
  timetz: ['00:00:00+15:59:59', '24:00:00-15:59:59'],
  interval: ['0', '1 year -2 mons 3 days -04:05:06.000007', '178000000 years'],
  money: ['92233720368547758.07', '-92233720368547758.08'],
  'bit(3)': ['101'],
  'bit varying': ['', '1'],
  inet: ['10.0.0.1', '10.0.0.1/8', '2001:db8::1'],
  cidr: ['10.0.0.0/8', '::/0'],
  macaddr: ['08:00:2b:01:02:03'],
  macaddr8: ['08:00:2b:01:02:03:04:05'],
  xml: ['', '<a b="1">é</a>'],
  tsvector: ['', 'a:1A b'],
  tsquery: ['', 'a & !b'],
  jsonpath: ['$.a[*] ? (@ > 1)'],
  pg_lsn: ['0/0', 'FFFFFFFF/FFFFFFFF'],
  pg_snapshot: ['10:20:10,14,15'],
  txid_snapshot: ['10:20:10,14,15'],
  tid: ['(4294967295,65535)'],
  oid: ['0', '4294967295'],
  xid: ['0', '4294967295'],
  cid: ['0', '4294967295'],
  xid8: ['18446744073709551615'],
  regclass: ['pg_class'],
  regtype: ['timestamp with time zone'],
  point: ['(0.1,1e300)', '(NaN,-Infinity)'],
  line: ['{1,-1,0}'],
  lseg: ['[(0,0),(1,0.1)]'],
  box: ['(1,1),(0,0)'],
  path: ['[(0,0),(1,1)]'],
  polygon: ['((0,0),(1,1),(2,0))'],
  circle: ['<(0.1,0.2),3>'],
  int4range: ['empty', '(,)', '[1,5]'],
  numrange: ['[1.50,2.5000]'],
  tstzrange: ['["2024-02-29 12:00+02",)'],
  datemultirange: ['{}', '{[2024-01-01,2024-02-01)}'],
  '"char"': ['', 'x'],
  citext: ['', 'MiXed'],
  ltree: ['Top.Science'],
  int2vector: ['1 -2'],
  span: ['59 minutes'],
  numeric: ['NaN', 'Infinity', '1e1000', '-0.10'],
  'numeric(39, 0)': [`${10n ** 38n}`, 'NaN'],
  'numeric(1000, 500)': [`${10n ** 499n}.${'1'.repeat(500)}`],
  'numeric(30, -9)': [`${10n ** 38n}`],
}
const NAMES = Object.keys(TYPES).map((_, index) => `c${index}`)

let database: TestDatabase
let scratch: ScratchWorkspace
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  scratch = await ScratchWorkspace.create()
  folder = await mkdtemp(join(tmpdir(), 'every-type-'))
})
afterAll(async () => {
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('scaffolds, compiles and publishes a column of every scalar type, as Postgres prints it', async () => {
  await using postgres = await Postgres.connect(database.url)
  await postgres.execute(schema())
  await createModel(scratch.workspace, await readCatalog(database.url, introspect), 'samples')
  expect(await scratch.read('tasks/samples.ts')).not.toContain('::text')
  expect(await scratch.compile()).toBe('')

  await scratch.write('etl.config.ts', CONFIG)
  const environment = { DATABASE_URL: database.url }
  const words = ['run', 'samples', '--target', `file:${folder}`, '--json']
  const ended = await runEtl(words, environment, scratch.root)
  expect(taskLines(ended)).toMatchObject([{ status: 'published' }])

  using duckdb = await DuckDb.open()
  const paths = await currentFiles(folder, 'samples')
  const columns = await duckdb.columns(paths)
  const found = await duckdb.rows(paths, columns)
  // What a session of the pipeline chooses; `format` calls the output function, a cast may not.
  await postgres.execute(`set intervalstyle = 'iso_8601'; set timezone = 'UTC'`)
  const texts = NAMES.map((name) => `case when ${name} is not null then format('%s', ${name}) end`)
  expect(sorted(found)).toEqual(sorted(await postgres.rows(['id::text', ...texts], 'samples')))

  const int64 = new Set(['oid', 'xid', 'cid'])
  const expected = Object.keys(TYPES).map((type) => (int64.has(type) ? 'BIGINT' : 'VARCHAR'))
  expect(columns.map(({ type }) => type)).toEqual(['INTEGER', ...expected])
}, 120_000)

/** One row for each value, then one of NULLs. */
function schema(): string {
  const columns = Object.keys(TYPES).map((type, index) => `c${index} ${type}`)
  const values = Object.values(TYPES).flatMap((literals, index) =>
    literals.map((literal) => `insert into samples (c${index}) values ('${literal}');`),
  )
  return `
    create extension citext; create extension ltree;
    create domain span as interval check (value < interval '1 hour');
    create table samples (id int primary key generated always as identity, ${columns.join(', ')});
    ${values.join('\n')}
    insert into samples default values;`
}

function sorted(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
  return rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))
}
