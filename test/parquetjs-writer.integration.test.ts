import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DuckDb } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Hyparquet } from './oracle/hyparquet.ts'
import { canonical, Postgres } from './oracle/postgres.ts'
import { currentFiles, filesBelow, manifestOf } from './oracle/published-files.ts'
import { differences } from './oracle/rows.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/** Every type that the writer takes, at its edges; the parts of a page and of a row group differ. */
const TABLES = `
  create table taken (
    id bigint primary key, small smallint not null, whole integer, flag boolean, part real,
    fraction double precision, amount numeric(9, 2) not null, total numeric(18, 4),
    huge numeric(38, 10), name text not null, key uuid, document jsonb, raw bytea, day date,
    labels text[]
  );
  insert into taken
  select (n - 2500) * 3689348814741910, n % 32767 - 16383, case when n % 5 > 0 then (n - 2500) * 858993 end,
    n % 3 = 0, ((n - 2500) / 7.0)::real, (n - 2500) / 3.0::float8, (n - 2500) * 1.15,
    (n - 2500) * 29999999.0029, (n - 2500) * 999999999999999999999.0000000029,
    case n % 4 when 0 then '' when 1 then U&'\\+01F600' || n when 2 then U&'\\FF5E' || n else 'name ' || n end,
    md5(n::text)::uuid, case when n % 7 > 0 then jsonb_build_object('n', array[n]) end,
    decode(md5(n::text), 'hex'), date '1970-01-01' + (n - 2500) * 300,
    case n % 4 when 0 then null when 1 then '{}' when 2 then array['a', null, n::text] else array['b'] end
  from generate_series(0, 5000) n;
  update taken set id = 9223372036854775807, part = 'NaN', fraction = '-Infinity',
    day = '4713-01-01 BC' where id = (select max(id) from taken);
  update taken set id = -9223372036854775808, fraction = 'NaN', part = '-0',
    day = '5874897-12-31' where id = (select min(id) from taken);
  create table refused (id int primary key, seen timestamptz not null, shown timestamp);
  insert into refused values (1, '2026-03-01 12:00:00+00', '2026-03-01 12:00:00');
  create table empty (id int primary key, name text);
`

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(TABLES)
  duckdb = await DuckDb.open()
})
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
})
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquetjs-'))
})
afterAll(() => rm(folder, { recursive: true }))

function etl(...words: readonly string[]): Promise<Ended> {
  return runEtl([...words, '--target', `file:${folder}`], { DATABASE_URL: database.url })
}

describe('etl export --writer parquetjs', () => {
  test.each(['gzip', 'snappy', 'none'])(
    'publishes a table that equals Postgres, read by DuckDB and by hyparquet, with codec %s',
    { timeout: 60_000 },
    async (codec) => {
      const words = ['export', 'taken', '--writer', 'parquetjs', '--codec', codec, '--json']
      const ended = await etl(...words, '--allow-breaking')
      expect(ended).toMatchObject({ status: 0 })
      expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: 5001 }])
      const paths = await currentFiles(folder, 'taken')
      const columns = await duckdb.columns(paths)
      const texts = columns.map(({ name, type }) => canonical(name, type))
      const expected = await postgres.rows(texts, 'taken')
      expect(differences(columns, { expected, got: await duckdb.rows(paths, columns) })).toEqual([])
      using hyparquet = new Hyparquet()
      const got = await hyparquet.rows(paths)
      expect(differences(columns, { expected, got }, 'double')).toEqual([])
      expect(await manifestOf(folder, 'taken')).toMatchObject({ writer: 'parquetjs', rows: 5001 })
    },
  )

  test('has bounds by which DuckDB finds every key', async () => {
    const [path = ''] = await currentFiles(folder, 'taken')
    const ids = await postgres.query<{ id: string }>(
      'select id::text as id from taken order by random() limit 50',
    )
    for (const { id } of ids) {
      const found = await duckdb.query(`select id::text as id from '${path}' where id = '${id}'`)
      expect(found).toEqual([{ id }])
    }
  })

  test('is the writer of every worker thread', async () => {
    const words = ['export', 'taken', '--writer', 'parquetjs', '--workers', '2', '--json']
    const ended = await etl(...words, '--shard-bytes', '64KB')
    expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: 5001 }])
    const paths = await currentFiles(folder, 'taken')
    expect(paths.length).toBeGreaterThan(1)
    for (const path of paths) {
      expect(await duckdb.query(`select created_by from parquet_file_metadata('${path}')`)).toEqual(
        [{ created_by: '@dsnp/parquetjs' }],
      )
    }
    const columns = await duckdb.columns(paths)
    const texts = columns.map(({ name, type }) => canonical(name, type))
    const expected = await postgres.rows(texts, 'taken')
    expect(differences(columns, { expected, got: await duckdb.rows(paths, columns) })).toEqual([])
  })

  test('publishes a table without rows', async () => {
    const ended = await etl('export', 'empty', '--writer', 'parquetjs', '--json')
    expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: 0 }])
    const paths = await currentFiles(folder, 'empty')
    expect(await duckdb.columns(paths)).toEqual([
      { name: 'id', type: 'INTEGER' },
      { name: 'name', type: 'VARCHAR' },
    ])
  })

  test.each([[[]], [['--dry-run']]])(
    'refuses a table by its columns, publishes nothing of it, and goes on: %o',
    async (flags) => {
      const words = ['export', 'refused', 'empty', '--writer', 'parquetjs', '--json', ...flags]
      const ended = await etl(...words)
      expect(ended.status).toBe(1)
      const lines = taskLines(ended)
      const status = flags.length === 0 ? 'published' : 'checked'
      expect(lines).toContainEqual(expect.objectContaining({ task: 'empty', status }))
      expect(lines).toContainEqual(
        expect.objectContaining({
          task: 'refused',
          status: 'failed',
          rows: null,
          error: {
            code: 'column_unwritable',
            message:
              'table `refused`: writer parquetjs cannot write column `seen` as INT64 TIMESTAMP(MICROS, UTC): it rejects microseconds before 1970, and writes no logical type, so that DuckDB takes the times for local ones; nor column `shown` as INT64 TIMESTAMP(MICROS, local): it writes no logical type, so that readers take local times for UTC; use the default writer, carmilla',
          },
        }),
      )
      expect((await filesBelow(folder)).filter((file) => file.includes('refused'))).toEqual([])
    },
  )

  test('refuses a codec that it does not have before it connects', async () => {
    const ended = await etl('export', 'taken', '--writer', 'parquetjs', '--codec', 'zstd')
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain(
      '--codec `zstd`: expected one of gzip, snappy, none, which are those of writer parquetjs',
    )
  })
})

test('the default writer takes what was refused', async () => {
  const ended = await etl('export', 'refused', '--json')
  expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: 1 }])
  expect(await manifestOf(folder, 'refused')).toMatchObject({ writer: 'carmilla' })
})
