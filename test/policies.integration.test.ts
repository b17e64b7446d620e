/**
 * Values that policies change, from a real server through the command into files: there is what
 * Postgres' own functions make of them, and as many are counted as those change.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { globSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Hyparquet } from './oracle/hyparquet.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

const ROWS = 3000

const SCHEMA = `
create table samples (
  id int primary key, total numeric(14, 4) not null, price numeric not null, views bigint not null,
  share float8 not null, note text not null, seen_at timestamp not null, sent_at timestamptz not null,
  day timestamptz not null, clock timestamptz not null, born date not null, until timestamptz not null,
  rate numeric(6, 2) not null, since date not null, at timestamptz not null, grid int[] not null,
  doc int[] not null, due date
);
insert into samples
select i,
  (i * 7919.3337 - 9000000) % 99999999, (i * 104729 - 150000000) / 10000.0 ^ (i % 5), i * 9007199254740.993,
  i / 7.0 - 200, repeat('é🐎x', i % 7), ts, ts, ts, ts,
  case i % 5 when 0 then 'infinity' when 1 then '-infinity' else '1890-01-01'::date + i * 20 end,
  case i % 4 when 0 then 'infinity' when 1 then '-infinity' else ts end,
  case i % 9 when 0 then 'NaN' else i % 5000 / 100.0 end,
  case i % 6 when 0 then 'infinity' when 1 then '0044-03-15 BC' else '2026-01-01'::date + i end,
  case i % 6 when 0 then '-infinity' when 1 then '0044-03-15 12:00:00.5+00 BC' else ts end,
  case i % 3 when 0 then '{}' when 1 then array[i, null] else array[array[i, 1], array[2, null]] end,
  case i % 3 when 0 then '{}' when 1 then array[i, null] else array[array[i, 1], array[2, null]] end,
  case i % 7 when 0 then 'infinity'::date when 1 then null else '2026-01-01' end
from (
  select i, '1969-12-01'::timestamp + i * interval '1 hour' + (i * 377 % 1999) * interval '1 microsecond' as ts
  from generate_series(1, ${ROWS}) i
) as rows`

const TASK = `
import {
  asJson, asText, clamp, date, decimal, defineTask, float32, float64, int32, list, lossy, optional,
  text, timestampMicros, timestampMillis, timestamptzMicros, timestamptzMillis,
} from '@carmilla/transform'
import { db } from '../generated/db.ts'

export default defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    id: int32(),
    total: lossy(decimal(12, 2), 'rounded to cents'),
    price: lossy(float64(), 'dashboards need no cents'),
    views: lossy(float64(), 'a chart'),
    share: lossy(float32(), 'half of the bytes'),
    note: lossy(text({ maxCharacters: 5 }), 'a preview'),
    seen_at: lossy(timestampMillis(), 'Athena keeps no more'),
    sent_at: lossy(timestamptzMillis(), 'Athena keeps no more'),
    day: lossy(date(), 'only the day'),
    clock: lossy(timestampMicros(), 'the clock of UTC'),
    born: clamp(date(), { from: '1900-01-01', to: '2025-12-31' }, 'sentinels'),
    until: clamp(
      lossy(timestamptzMillis(), 'Athena keeps no more'),
      { from: '1970-01-01', to: '1970-03-01 12:00:00.5009' },
      'sentinels',
    ),
    rate: asText(decimal(6, 2)),
    since: asText(date()),
    at: asText(timestamptzMicros()),
    grid: lossy(list(int32()), 'their order is enough'),
    doc: asJson(list(int32())),
    due: optional(date(), { unrepresentable: 'null' }),
  }),
})
`

/** What Postgres makes of each column, as text. */
const EXPECTED = `
  id::text, round(total, 2)::text as total, price::float8::text as price, views::float8::text as views,
  share::float4::text as share, left(note, 5) as note,
  date_trunc('milliseconds', seen_at)::text as seen_at, date_trunc('milliseconds', sent_at)::text as sent_at,
  day::date::text as day, clock::timestamp::text as clock,
  least(greatest(born, '1900-01-01'), '2025-12-31')::text as born,
  date_trunc('milliseconds', least(greatest(until, '1970-01-01'), '1970-03-01 12:00:00.5009'))::text as until,
  rate::text, since::text, at::text, array_to_json(array(select unnest(grid)))::text as grid,
  to_jsonb(doc)::text as doc, nullif(due, 'infinity')::text as due`

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let scratch: ScratchWorkspace
let folder: string
let ended: Ended

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(`set timezone = 'UTC'`)
  await postgres.execute(SCHEMA)
  duckdb = await DuckDb.open()
  folder = await mkdtemp(join(tmpdir(), 'policies-'))
  scratch = await ScratchWorkspace.create()
  await createModel(scratch.workspace, await readCatalog(database.url, introspect), 'samples')
  await scratch.write('tasks/samples.ts', TASK)
  await scratch.write(
    'etl.config.ts',
    `import { tasks } from './generated/tasks.ts'\nexport default { tasks }\n`,
  )
  ended = await etl('run', 'samples', '--json')
}, 120_000)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('compiles, and publishes', async () => {
  expect(await scratch.compilerErrors()).toBe('')
  expect(ended.stderr).toMatch(/published 1 table/)
})

test('writes what the functions of Postgres give', async () => {
  const paths = await currentFiles(folder, 'samples')
  const columns = await duckdb.columns(paths)
  expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toMatchObject({
    total: 'DECIMAL(12,2)',
    price: 'DOUBLE',
    share: 'FLOAT',
    sent_at: 'TIMESTAMP WITH TIME ZONE',
    day: 'DATE',
    clock: 'TIMESTAMP',
    rate: 'VARCHAR',
    grid: 'INTEGER[]',
    doc: 'VARCHAR',
  })
  const got = await duckdb.query(
    `select * replace (to_json(grid)::varchar as grid) from ${files(paths)} order by id`,
  )
  const expected = await postgres.query<Record<string, string | null>>(
    `select ${EXPECTED} from samples order by samples.id`,
  )
  expect(got).toHaveLength(ROWS)
  const names = Object.keys(expected[0] ?? {})
  expect(got.map((row) => names.map((name) => written(name, row[name])))).toEqual(
    expected.map((row) => names.map((name) => written(name, row[name]))),
  )
})

/** A value as text; numbers by their value, for each side has its own digits. */
function written(name: string, value: unknown): string | number | null {
  if (value === null) return null
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new TypeError(`${name}: ${typeof value}`)
  if (name === 'price' || name === 'views') return Number(value)
  return name === 'share' ? Math.fround(Number(value)) : String(value)
}

test('finds every extreme by its bounds', async () => {
  const paths = await currentFiles(folder, 'samples')
  for (const column of ['seen_at', 'sent_at', 'born', 'until', 'total']) {
    const extremes = `(select min(${column}) from ${files(paths)}), (select max(${column}) from ${files(paths)})`
    const sql = `select distinct ${column} from ${files(paths)} where ${column} in (${extremes})`
    expect(await duckdb.query(sql)).toHaveLength(2)
  }
})

test('writes what a second reader reads as well', async () => {
  using hyparquet = new Hyparquet()
  const found = await hyparquet.rows(await currentFiles(folder, 'samples'))
  const rows = found.toSorted((a, b) => Number(a[0]) - Number(b[0]))
  const expected = await postgres.query<{ seen: string; total: string; rate: string }>(
    `select (extract(epoch from date_trunc('milliseconds', seen_at)) * 1000000)::int8::text as seen,
      round(total, 2)::text as total, rate::text as rate from samples order by id`,
  )
  // It gives decimals as doubles.
  const cents = (value: unknown) => Math.round(Number(value) * 100)
  expect(rows.map((row) => [String(row[6]), cents(row[1]), row[12]])).toEqual(
    expected.map(({ seen, total, rate }) => [seen, cents(total), rate]),
  )
})

test('counts what Postgres says has changed, in the result and in the manifest', async () => {
  const [counted] = await postgres.query<Record<string, number>>(`
    select count(*) filter (where round(total, 2) <> total)::int as total,
      count(*) filter (where views::float8::numeric <> views)::int as views,
      count(*) filter (where share::float4 <> share)::int as share,
      count(*) filter (where left(note, 5) <> note)::int as note,
      count(*) filter (where date_trunc('milliseconds', seen_at) <> seen_at)::int as seen_at,
      count(*) filter (where day <> date_trunc('day', day))::int as day,
      count(*) filter (where born not between '1900-01-01' and '2025-12-31')::int as born,
      count(*) filter (where until not between '1970-01-01' and '1970-03-01 12:00:00.5009')::int as until,
      count(*) filter (where date_trunc('milliseconds', until) <> until
        and until between '1970-01-01' and '1970-03-01 12:00:00.5009')::int as cut_until,
      count(*) filter (where array_ndims(grid) > 1)::int as grid,
      count(*) filter (where due = 'infinity')::int as due
    from samples`)
  const note = (column: string, kind: string, reason: string, count = counted?.[column]) => ({
    column,
    kind,
    reason,
    count,
  })
  const expected = [
    note('total', 'rounded', 'rounded to cents'),
    note('views', 'rounded', 'a chart', await roundedViews()),
    note('share', 'rounded', 'half of the bytes'),
    note('note', 'truncated', 'a preview'),
    note('seen_at', 'truncated', 'Athena keeps no more'),
    note('sent_at', 'truncated', 'Athena keeps no more', counted?.['seen_at']),
    note('day', 'truncated', 'only the day'),
    note('born', 'clamped', 'sentinels'),
    note('until', 'truncated', 'Athena keeps no more', counted?.['cut_until']),
    note('until', 'clamped', 'sentinels'),
    note('grid', 'flattened', 'their order is enough'),
    note('due', 'null', 'unrepresentable value'),
  ]
  const [line] = taskLines(ended)
  expect(line?.notes).toEqual(expected)
  const [manifest = ''] = globSync(join(folder, '_manifests/samples/*.json'))
  expect(JSON.parse(await readFile(manifest, 'utf8'))).toMatchObject({ notes: expected })
})

test('shows in the plan what is changed, and why', async () => {
  const [plan] = (await etl('plan', 'samples', '--json')).stdout.trim().split('\n')
  const { columns }: { columns: readonly Record<string, unknown>[] } = JSON.parse(plan ?? '')
  const planned = (name: string) => columns.find((column) => column['name'] === name)
  expect(planned('until')).toMatchObject({
    parquetType: 'INT64 TIMESTAMP(MILLIS, UTC)',
    hiveType: 'timestamp',
    fidelity: 'lossy',
    unrepresentable: 'clamp',
    policies: [
      { policy: 'lossy', reason: 'Athena keeps no more' },
      {
        policy: 'clamp',
        reason: 'sentinels',
        bounds: { from: '1970-01-01', to: '1970-03-01 12:00:00.5009' },
      },
    ],
  })
  expect(planned('rate')).toMatchObject({ fidelity: 'text', unrepresentable: null, policies: [] })
  expect(planned('doc')).toMatchObject({ fidelity: 'text', unrepresentable: null })
  expect(planned('due')).toMatchObject({ fidelity: 'exact', unrepresentable: 'null' })
  const { stdout } = await etl('plan', 'samples')
  expect(stdout).toMatch(/^lossy total: rounded to cents$/m)
  expect(stdout).toMatch(/^clamp born to 1900-01-01 … 2025-12-31: sentinels$/m)
})

test('tells people what it changed', async () => {
  const { stdout } = await etl('run', 'samples')
  expect(stdout).toMatch(/^samples\.total: rounded [\d,]+ values: rounded to cents$/m)
  expect(stdout).toMatch(/^samples\.due: NULL in [\d,]+ rows: unrepresentable value$/m)
})

/** A cast to numeric keeps fifteen digits of a double only, so this is worked out here. */
async function roundedViews(): Promise<number> {
  const rows = await postgres.query<{ views: string }>('select views::text as views from samples')
  return rows.filter(({ views }) => BigInt(Number(views)) !== BigInt(views)).length
}

function etl(...words: readonly string[]): Promise<Ended> {
  return runEtl(
    [...words, '--target', `file:${folder}`],
    { DATABASE_URL: database.url },
    scratch.root,
  )
}
