import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { AWKWARD_JSON, AWKWARD_JSONB } from '../marketplace/src/values/json.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/**
 * Typed values that Postgres itself wrote as JSON, read back by their declared shape: the file must
 * have what the typed columns have. And documents that a JSON codec may trip over.
 */
const ROWS = 300

const SCHEMA = `
create table samples (
  id int primary key, city text, geo float8[], ratio float4, amount numeric(18, 2), big int8, small int2,
  flag bool, born date, seen timestamptz, local timestamp, key uuid, tags jsonb
);
create table documents (id int primary key, doc jsonb not null);
create table awkward (id int primary key, raw json, doc jsonb);`

/** How the text of each field is asked of DuckDB and of Postgres. */
const FIELDS: readonly (readonly [duckdb: string, postgres: string])[] = [
  ['doc.city', 'city'],
  ['doc.geo', 'geo'],
  ['doc.ratio::double', 'ratio::float8'],
  ['doc.amount::varchar', 'amount::text'],
  ['doc.big::varchar', 'big::text'],
  ['doc.small', 'small'],
  ['doc.flag', 'flag'],
  [`(doc.born - date '1970-01-01')::varchar`, `(born - date '1970-01-01')::text`],
  ['epoch_us(doc.seen)::varchar', '(extract(epoch from seen) * 1000000)::numeric(30)::text'],
  ['epoch_us(doc.local)::varchar', '(extract(epoch from local) * 1000000)::numeric(30)::text'],
  ['doc.key', 'key::text'],
  ['(select list(e order by e.key) from (select unnest(map_entries(doc.tags)) as e))', 'tags_list'],
  ['city', 'city'],
]

const DOCUMENTS = `
import { db } from '../generated/db.ts'
import type { Text } from '@carmilla/extract'
import { bool, date, decimal, defineTask, float32, float64, fromJson, int16, int32, int64, list, map, optional, struct, text, timestampMicros, timestamptzMicros, uuid } from '@carmilla/transform'
import { sql } from 'kysely'

export default defineTask({
  // The city is also a column of its own, promoted by the query.
  source: db.selectFrom('documents').select(['id', 'doc', sql<Text | null>\`doc ->> 'city'\`.as('city')]),
  record: () => ({
    id: int32(),
    doc: fromJson(
      struct({
        city: optional(text()),
        geo: optional(list(float64())),
        ratio: optional(float32()),
        amount: optional(decimal(18, 2)),
        big: optional(int64()),
        small: optional(int16()),
        flag: optional(bool()),
        born: optional(date()),
        seen: optional(timestamptzMicros()),
        local: optional(timestampMicros()),
        key: optional(uuid()),
        tags: optional(map(text(), text())),
      }),
      { extraKeys: 'ignore' },
    ),
    city: optional(text()),
  }),
})
`

const AWKWARD = `
import { db } from '../generated/db.ts'
import { defineTask, fromJson, int32, json, list, float64, optional, struct } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('awkward').select(['id', 'raw', 'doc']),
  record: () => ({
    id: int32(),
    raw: optional(fromJson(struct({ a: optional(int32()) }), { extraKeys: 'ignore', mismatch: 'null' })),
    doc: optional(
      fromJson(
        struct({ a: optional(int32()), trailing: optional(list(float64())), _rest: optional(json()) }),
        { extraKeys: 'rest', mismatch: 'null' },
      ),
    ),
  }),
})
`

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let scratch: ScratchWorkspace
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(SCHEMA)
  duckdb = await DuckDb.open()
  folder = await mkdtemp(join(tmpdir(), 'json-shapes-'))
  scratch = await ScratchWorkspace.create()
  const catalog = await readCatalog(database.url, introspect)
  await createModel(scratch.workspace, catalog, 'documents')
  await createModel(scratch.workspace, catalog, 'awkward')
  await scratch.write('tasks/documents.ts', DOCUMENTS)
  await scratch.write('tasks/awkward.ts', AWKWARD)
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

test('writes every typed value that Postgres put into a document', async () => {
  const samples = fc.sample(rows, { numRuns: ROWS, seed: 7 })
  for (const [id, sample] of samples.entries()) {
    await postgres.execute(
      `insert into samples select * from jsonb_populate_record(null::samples, ${literal({ id, ...sample })})`,
    )
  }
  await postgres.execute(EXTREMES)
  // An instant is printed on the clock of the session; the offset of this one has seconds before 1884.
  await postgres.execute(`set timezone = 'Europe/Zurich'`)
  await postgres.execute(`
    insert into documents
    select id, (to_jsonb(samples) - 'id') || '{"extra": 1e400}' from samples where id % 7 <> 0
    union all
    select id, (
      select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(to_jsonb(samples) - 'id')
      where value <> 'null')
    from samples where id % 7 = 0`)
  expect(await scratch.compilerErrors()).toBe('')

  const [line] = taskLines(await run('documents'))
  expect(line).toMatchObject({ status: 'published' })
  const [{ count } = { count: 0 }] = await postgres.query<{ count: number }>(
    `select count(*)::int from documents where doc ? 'extra' or doc ? 'id'`,
  )
  expect(line?.notes).toMatchObject([
    { column: 'doc', kind: 'dropped', reason: 'extra key in $', count },
  ])

  const paths = await currentFiles(folder, 'documents')
  const got = await duckdb.query(
    `select json_array(${FIELDS.map(([field]) => field).join(', ')})::varchar as row from ${files(paths)} order by id`,
  )
  const expected = await postgres.query<{ row: string }>(`
    select json_build_array(${FIELDS.map(([, field]) => field).join(', ')})::text as row
    from samples, lateral (
      select json_agg(json_build_object('key', key, 'value', value) order by key collate "C") as tags_list
      from jsonb_each_text(tags)) as entries
    order by id`)
  expect(got.map(({ row }) => JSON.parse(String(row)))).toEqual(
    expected.map(({ row }) => JSON.parse(row)),
  )
})

test('counts what does not match of awkward documents, and keeps the rest as Postgres prints it', async () => {
  for (const [id, text] of AWKWARD_JSON.map(quoted).entries()) {
    await postgres.execute(`insert into awkward (id, raw) values (${id}, ${text})`)
  }
  for (const [id, text] of AWKWARD_JSONB.map(quoted).entries()) {
    await postgres.execute(
      `insert into awkward (id, doc) values (${id}, ${text}) on conflict (id) do update set doc = excluded.doc`,
    )
  }
  const [line] = taskLines(await run('awkward'))
  expect(line).toMatchObject({ status: 'published' })
  const [counts] = await postgres.query<{ raw: number; doc: number }>(`
    select
      count(*) filter (where json_typeof(raw) not in ('object', 'null'))::int as raw,
      count(*) filter (where jsonb_typeof(doc) not in ('object', 'null'))::int as doc
    from awkward`)
  expect(counts).toEqual({ raw: 3, doc: 6 })
  expect(line?.notes?.filter(({ reason }) => reason === 'mismatch at $')).toEqual([
    { column: 'raw', kind: 'null', reason: 'mismatch at $', count: counts?.raw },
    { column: 'doc', kind: 'null', reason: 'mismatch at $', count: counts?.doc },
  ])
  const paths = await currentFiles(folder, 'awkward')
  const got = await duckdb.query(
    `select id, doc is null as no_doc, doc.a, doc._rest as rest, raw.a as raw_a from ${files(paths)} order by id`,
  )
  const expected = await postgres.query(`
    select id,
      jsonb_typeof(doc) is distinct from 'object' as no_doc,
      case when jsonb_typeof(doc -> 'a') = 'number' then (doc ->> 'a')::int end as a,
      case when jsonb_typeof(doc) = 'object' then nullif(doc - 'a' - 'trailing', '{}')::text end as rest,
      -- Of equal keys jsonb has the last.
      case when json_typeof(raw) = 'object' and raw::text !~ '\\\\u0000' and json_typeof(raw -> 'a') = 'number'
        then (raw::jsonb ->> 'a')::int end as raw_a
    from awkward order by id`)
  expect(got).toEqual(expected)
})

test('names the place of a value that does not match, and publishes nothing', async () => {
  await postgres.execute(`insert into documents values (-1, '{"geo": [1, 2, "3"]}')`)
  const [line] = taskLines(await run('documents'))
  expect(line).toMatchObject({
    status: 'failed',
    error: {
      code: 'unrepresentable_value',
      message: expect.stringContaining(
        'column `doc` (public.documents.doc), row with id = -1: json at $.geo[2]: "3" does not fit float64()',
      ),
    },
  })
})

test('plans the struct, as the word of the task', async () => {
  const ended = await runEtl(['plan', '--json', '--target', `file:${folder}`], env(), scratch.root)
  const plans = ended.stdout
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{"task":'))
    .map((line): { task: string; columns: { name: string }[] } => JSON.parse(line))
  const columns = plans.flatMap(({ task, columns: all }) =>
    all.map((column) => ({ task, ...column })),
  )
  expect(columns).toContainEqual(
    expect.objectContaining({
      task: 'awkward',
      name: 'doc',
      postgresType: 'jsonb',
      hiveType: 'struct<a:int,trailing:array<double>,_rest:string>',
      fidelity: 'declared',
      unrepresentable: 'null',
    }),
  )
  expect(columns).toContainEqual(
    expect.objectContaining({
      task: 'documents',
      name: 'doc',
      hiveType: expect.stringMatching(
        /^struct<city:string,geo:array<double>,.*tags:map<string,string>>$/,
      ),
      fidelity: 'declared',
      overflow: 'error',
      unrepresentable: 'error',
    }),
  )
})

/** What no generator below makes. DuckDB takes the microsecond after the last of these for `infinity`. */
const EXTREMES = `
insert into samples (id, geo, ratio, amount, big, small, born, seen, local) values
  (1000, '{1.7976931348623157e308,5e-324,-2.2250738585072014e-308,0.1}', 3.4028235e38, 9999999999999999.99,
    9223372036854775807, 32767, '5874897-12-31', '294247-01-10 04:00:54.775806+00', '294247-01-10 04:00:54.775806'),
  (1001, '{}', 1e-45, -9999999999999999.99, -9223372036854775808, -32768, '4713-01-01 BC', '4713-01-01 00:00:00+00 BC', '4713-01-01 BC'),
  (1002, null, 0.1, 0.01, 0, 0, '0001-12-31 BC', '1850-01-01 00:00:00.000001+00', '0044-03-15 12:00:00.5 BC')`

const words = fc
  .string({ unit: 'binary', maxLength: 8 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'))
const maybe = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { freq: 5 })
const doubles = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((double) => (double === 0 ? 0 : double))
const moments = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
  .map((at) => at.toISOString())

const rows = fc.record({
  city: maybe(words),
  geo: maybe(fc.array(maybe(doubles), { maxLength: 3 })),
  ratio: maybe(
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((float) => (float === 0 ? 0 : float)),
  ),
  amount: maybe(
    fc
      .bigInt({ min: -(10n ** 16n), max: 10n ** 16n })
      .map(
        (cents) =>
          `${cents / 100n}.${String(cents < 0n ? -cents % 100n : cents % 100n).padStart(2, '0')}`,
      ),
  ),
  big: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  small: maybe(fc.integer({ min: -32_768, max: 32_767 })),
  flag: maybe(fc.boolean()),
  born: maybe(moments.map((at) => at.slice(0, 10))),
  seen: maybe(moments),
  local: maybe(moments.map((at) => at.slice(0, -1))),
  key: maybe(fc.uuid()),
  tags: maybe(fc.dictionary(words, maybe(words), { maxKeys: 3 })),
})

function literal(value: unknown): string {
  return quoted(JSON.stringify(value))
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function env(): Readonly<Record<string, string>> {
  return { DATABASE_URL: database.url }
}

function run(...tasks: readonly string[]): Promise<Ended> {
  return runEtl(['run', ...tasks, '--target', `file:${folder}`, '--json'], env(), scratch.root)
}
