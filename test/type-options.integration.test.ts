import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { PROJECT, runEtl, type TaskLine, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/**
 * Columns that a task declares in another form than that of the default map, in binary or by a cast:
 * through the command into files, and there what Postgres says of them.
 */
interface Option {
  readonly type: string
  /** What the task declares. */
  readonly column: string
  readonly values: readonly string[]
  /** The column's type in DuckDB, without quotes. */
  readonly duckType: string
  /** Texts of a value by both, which are to be the same. */
  readonly postgres: (value: string) => string
  readonly duckDb: (value: string) => string
}

const text = (value: string): string => `${value}::text`

/** A range, its bounds as their text. */
function rangeOption(option: {
  readonly type: string
  readonly bound: string
  readonly duckBound: string
  readonly values: readonly string[]
  readonly cast?: string
}): Option {
  const { type, bound, duckBound, values, cast = '' } = option
  return {
    type,
    column: `range(${bound})`,
    values: ['empty', '(,)', ...values],
    duckType: rangeType(duckBound),
    postgres: (value) => postgresRange(value, cast),
    duckDb: duckRange,
  }
}

const rangeType = (bound: string): string =>
  `STRUCT(lower ${bound}, upper ${bound}, lower_inc BOOLEAN, upper_inc BOOLEAN, is_empty BOOLEAN)`

const postgresRange = (value: string, cast = ''): string =>
  `concat_ws('|', coalesce(lower(${value})${cast}::text, '-'), coalesce(upper(${value})${cast}::text, '-'),
    lower_inc(${value})::text, upper_inc(${value})::text, isempty(${value})::text)`

const duckRange = (value: string): string =>
  `concat_ws('|', coalesce(${value}."lower"::text, '-'), coalesce(${value}."upper"::text, '-'),
    ${value}.lower_inc::text, ${value}.upper_inc::text, ${value}.is_empty::text)`

const interval = (parts: readonly string[]): string => `concat_ws('|', ${parts.join(', ')})`
const postgresInterval = (value: string): string =>
  interval([
    `(extract(year from ${value}) * 12 + extract(month from ${value}))::int`,
    `extract(day from ${value})::int`,
    `((extract(hour from ${value}) * 60 + extract(minute from ${value})) * 60000000
       + extract(microseconds from ${value}))::int8`,
  ])
const duckInterval = (value: string): string =>
  interval([`${value}.months`, `${value}.days`, `${value}.microseconds`])

const OPTIONS: readonly Option[] = [
  {
    type: 'time',
    column: 'timeMicros()',
    values: ['00:00:00', '23:59:59.999999', '12:34:56.7', '00:00:00.000001'],
    duckType: 'TIME',
    postgres: text,
    duckDb: text,
  },
  {
    type: 'time[]',
    column: 'list(timeMicros())',
    values: ['{}', '{23:59:59.999999,NULL,00:00}'],
    duckType: 'TIME[]',
    postgres: (value) => `array_to_string(${value}, ',', '-')`,
    duckDb: (value) =>
      `coalesce(array_to_string(list_transform(${value}, lambda t: coalesce(t::text, '-')), ','), '')`,
  },
  {
    type: 'interval',
    column: 'intervalParts()',
    values: [
      '0',
      '1 year -2 mons 3 days -04:05:06.000007',
      '178000000 years',
      '-178000000 years',
      '-2147483648 days',
      '2562047788:00:54.775807',
    ],
    duckType: 'STRUCT(months INTEGER, days INTEGER, microseconds BIGINT)',
    postgres: postgresInterval,
    duckDb: duckInterval,
  },
  {
    type: 'point',
    column: 'point()',
    values: ['(0,-0)', '(0.1,1e300)', '(NaN,-Infinity)', '(5e-324,1)'],
    duckType: 'STRUCT(x DOUBLE, y DOUBLE)',
    postgres: (value) => `concat_ws('|', ${value}[0]::text, ${value}[1]::text)`,
    duckDb: (value) => `concat_ws('|', ${duckDouble(`${value}.x`)}, ${duckDouble(`${value}.y`)})`,
  },
  rangeOption({
    type: 'int4range',
    bound: 'int32()',
    duckBound: 'INTEGER',
    values: ['[1,5]', '(,-2147483648)', '[2147483646,2147483647)'],
  }),
  rangeOption({
    type: 'int8range',
    bound: 'int64()',
    duckBound: 'BIGINT',
    values: ['[-9223372036854775808,9223372036854775807)'],
  }),
  rangeOption({
    type: 'numrange',
    bound: `decimal(20, 4, { overflow: 'error' })`,
    duckBound: 'DECIMAL(20,4)',
    values: ['[1.50,2.5000]', '(-0.0001,)', '(,9999999999999999.9999)'],
    cast: '::numeric(20, 4)',
  }),
  rangeOption({
    type: 'daterange',
    bound: 'date()',
    duckBound: 'DATE',
    values: ['[2024-02-29,2024-03-01]', '[0001-01-01,)'],
  }),
  rangeOption({
    type: 'tsrange',
    bound: 'timestampMicros()',
    duckBound: 'TIMESTAMP',
    values: ['["2024-02-29 12:00:00.000001",)', '(1969-12-31,9999-12-31]'],
  }),
  rangeOption({
    type: 'tstzrange',
    bound: 'timestamptzMicros()',
    duckBound: 'TIMESTAMP WITH TIME ZONE',
    values: ['["2024-02-29 12:00+02",)'],
  }),
  {
    type: 'int4multirange',
    column: 'list(range(int32()))',
    values: ['{}', '{[1,2),[5,9)}', '{(,)}'],
    duckType: `${rangeType('INTEGER')}[]`,
    postgres: (value) =>
      `(select coalesce(string_agg(${postgresRange('r')}, ';' order by r), '') from unnest(${value}) r)`,
    duckDb: (value) =>
      `coalesce(array_to_string(list_transform(${value}, lambda r: ${duckRange('r')}), ';'), '')`,
  },
  {
    type: 'numrange[]',
    column: 'list(range(text()))',
    values: ['{"[1.50,NaN]",NULL,empty}'],
    duckType: `${rangeType('VARCHAR')}[]`,
    postgres: (value) =>
      `(select string_agg(coalesce(case when r is not null then ${postgresRange('r')} end, '-'), ';' order by n)
        from unnest(${value}) with ordinality as u (r, n))`,
    duckDb: (value) =>
      `array_to_string(list_transform(${value}, lambda r: case when r is null then '-' else ${duckRange('r')} end), ';')`,
  },
  {
    type: 'uuid',
    column: 'uuidBytes()',
    values: [
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
      '7f8009ab-cdef-4123-8456-789abcdef012',
    ],
    duckType: 'UUID',
    postgres: text,
    duckDb: text,
  },
  {
    type: 'stop',
    column: 'struct({ at: optional(timeMicros()), lasts: optional(list(intervalParts())) })',
    values: ['(,)', '(12:34:56.7,"{1 mon,-3 days}")'],
    duckType: 'STRUCT(at TIME, lasts STRUCT(months INTEGER, days INTEGER, microseconds BIGINT)[])',
    postgres: (value) =>
      `concat_ws('|', (${value}).at, ${postgresInterval(`(${value}).lasts[1]`)}, ${postgresInterval(`(${value}).lasts[2]`)})`,
    duckDb: (value) =>
      `concat_ws('|', ${value}."at"::text, ${duckInterval(`${value}.lasts[1]`)}, ${duckInterval(`${value}.lasts[2]`)})`,
  },
]

/** A double as Postgres prints it. */
function duckDouble(value: string): string {
  const whole = `regexp_replace(${value}::text, '\\.0$', '')`
  return `replace(replace(${whole}, 'nan', 'NaN'), 'inf', 'Infinity')`
}

let database: TestDatabase
let postgres: Postgres
let scratch: ScratchWorkspace
let folder: string
let duckdb: DuckDb

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  duckdb = await DuckDb.open()
  scratch = await ScratchWorkspace.create()
  folder = await mkdtemp(join(tmpdir(), 'type-options-'))
  const columns = OPTIONS.map(({ type }, index) => `c${index} ${type}`)
  const rows = OPTIONS.flatMap(({ values }, index) =>
    values.map((value) => `insert into plans (c${index}) values ('${value}');`),
  )
  await postgres.execute(`
    set timezone = 'UTC';
    create type stop as (at time, lasts interval[]);
    create table plans (id int primary key generated always as identity, ${columns.join(', ')});
    ${rows.join('\n')}
    insert into plans default values;
    create table odd (id int primary key, t time, i interval, d daterange);
    insert into odd values (1, '24:00:00', null, '[2024-01-01,infinity)'), (2, '01:00', '1 day', null);
    create table keyed (at time primary key, d daterange);
    insert into keyed values ('01:00', '[2024-01-01,infinity)');
    create table casts (
      id int primary key, money money, bytes bytea, code char(8), flag bit(1), number xid8, stop stop
    );
    insert into casts values
      (1, '92233720368547758.07', '\\x00ff', 'ab', '1', '18446744073709551615', '(12:00,{01:00})'),
      (2, '-0.01', '', '', '0', '0', null);`)
  const catalog = await readCatalog(database.url, introspect)
  for (const table of ['plans', 'odd', 'keyed', 'casts']) {
    await createModel(scratch.workspace, catalog, table)
  }
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

test('writes what Postgres has, in the form that the record asks for', async () => {
  const names = OPTIONS.map((_, index) => `'c${index}'`)
  const columns = OPTIONS.map(({ column }, index) => `c${index}: optional(${column}),`)
  await writeTask('plans', `['id', ${names.join(', ')}]`, `id: int32(), ${columns.join('\n')}`)
  expect(await scratch.compile()).toBe('')
  expect(await run('plans')).toMatchObject({ status: 'published' })

  const paths = await currentFiles(folder, 'plans')
  const found = await duckdb.columns(paths)
  expect(found.map(({ type }) => type.replaceAll('"', ''))).toEqual([
    'INTEGER',
    ...OPTIONS.map(({ duckType }) => duckType),
  ])
  const texts = (of: 'postgres' | 'duckDb'): string =>
    OPTIONS.map(
      (option, index) =>
        `case when c${index} is ${of === 'duckDb' ? 'not null' : 'distinct from null'} then ${option[of](`c${index}`)} end as c${index}`,
    ).join(', ')
  const got = await duckdb.query(`select id, ${texts('duckDb')} from ${files(paths)} order by id`)
  const expected = await postgres.query(`select id, ${texts('postgres')} from plans order by id`)
  expect(got).toEqual(expected)
}, 60_000)

test('refuses what the form does not have, and counts it as NULL where the task says so', async () => {
  await writeTask('odd', `['id', 't']`, 'id: int32(), t: optional(timeMicros())')
  expect(await run('odd')).toMatchObject({
    error: {
      code: 'unrepresentable_value',
      message: expect.stringContaining(
        'column `t` (public.odd.t), row with id = 1: time 24:00:00 does not fit a time of day',
      ),
    },
  })
  await writeTask('odd', `['id', 'd']`, 'id: int32(), d: optional(range(date()))')
  expect(await run('odd')).toMatchObject({
    error: { message: expect.stringContaining('row with id = 1: upper bound: date infinity') },
  })
  await writeTask(
    'odd',
    `['id', 't', 'd']`,
    `id: int32(),
     t: optional(timeMicros(), { unrepresentable: 'null' }),
     d: optional(range(date()), { unrepresentable: 'null' })`,
  )
  const reason = 'unrepresentable value'
  expect((await run('odd')).notes).toEqual([
    { column: 't', kind: 'null', reason, count: 1 },
    { column: 'd', kind: 'null', reason, count: 1 },
  ])
})

test('names no row by a key that the record takes in binary', async () => {
  await writeTask('keyed', `['at', 'd']`, 'at: timeMicros(), d: optional(range(date()))')
  expect(await run('keyed')).toMatchObject({
    error: { message: expect.stringContaining('row 1 of the result: upper bound: date infinity') },
  })
  await writeTask('keyed', `['at', 'd']`, 'at: text(), d: optional(range(date()))')
  expect(await run('keyed')).toMatchObject({
    error: { message: expect.stringContaining("row with at = '01:00:00': upper bound") },
  })
})

test('refuses an infinite interval', async () => {
  const [version] = await postgres.query<{ number: number }>(
    `select current_setting('server_version_num')::int as number`,
  )
  if ((version?.number ?? 0) < 170_000) return
  await postgres.execute(`update odd set i = '-infinity' where id = 1`)
  await writeTask('odd', `['id', 'i']`, 'id: int32(), i: optional(intervalParts())')
  expect(await run('odd')).toMatchObject({
    error: { message: expect.stringContaining('row with id = 1: interval -infinity does not fit') },
  })
})

test('tells a function that a column in binary has no text, and shows it one that has', async () => {
  await writeTask('odd', `['id', 't', 't as t_text']`, hourOf('t'))
  expect(await run('odd')).toMatchObject({
    error: {
      code: 'derive_failed',
      message: expect.stringContaining(
        'source column `t` (public.odd.t): a column that the record takes in binary has no text',
      ),
    },
  })
  await writeTask('odd', `['id', 't', 't as t_text']`, hourOf('t_text'))
  expect(await run('odd')).toMatchObject({ status: 'published' })
  const paths = await currentFiles(folder, 'odd')
  expect(await duckdb.query(`select hour from ${files(paths)} order by id`)).toEqual([
    { hour: '24' },
    { hour: '01' },
  ])
})

/** A record with a function of one of the columns. */
function hourOf(name: string): string {
  return `id: int32(), t: optional(timeMicros(), { unrepresentable: 'null' }), t_text: internal(),
    hour: derive(optional(text()), (row) => row.${name}?.slice(0, 2) ?? null)`
}

/** What docs/types.md says to write in the query. */
test('writes what a cast in the query makes of other types', async () => {
  await writeTask(
    'casts',
    `[
      'id',
      sql<Numeric<19, 2> | null>\`money::numeric(19, 2)\`.as('money'),
      sql<Text | null>\`encode(bytes, 'hex')\`.as('bytes'),
      sql<Text | null>\`rtrim(code)\`.as('code'),
      sql<Bool | null>\`flag = B'1'\`.as('flag'),
      sql<Numeric<20, 0> | null>\`number::text::numeric(20, 0)\`.as('number'),
      sql<Text | null>\`stop::text\`.as('stop'),
    ]`,
    `id: int32(),
     money: optional(decimal(19, 2)),
     bytes: optional(text()),
     code: optional(text()),
     flag: optional(bool()),
     number: optional(decimal(20, 0)),
     stop: optional(text())`,
  )
  expect(await scratch.compile()).toBe('')
  expect(await run('casts')).toMatchObject({ status: 'published' })
  const paths = await currentFiles(folder, 'casts')
  const got = await duckdb.query(`select * from ${files(paths)} order by id`)
  expect(got).toEqual([
    {
      id: 1,
      money: '92233720368547758.07',
      bytes: '00ff',
      code: 'ab',
      flag: true,
      number: '18446744073709551615',
      stop: '(12:00:00,{PT1H})',
    },
    { id: 2, money: '-0.01', bytes: '', code: '', flag: false, number: '0', stop: null },
  ])
})

/** Writes a task over a table with everything in reach. */
async function writeTask(table: string, selection: string, record: string): Promise<void> {
  const functions = `${selection} ${record}`.match(/\b[a-z]\w*(?=\()/gi) ?? []
  const known =
    /^(?:bool|date|decimal|internal|int32|int64|intervalParts|list|optional|point|range|struct|text|timeMicros|timestampMicros|timestamptzMicros|uuidBytes)$/
  const names = [...new Set(functions.filter((name) => known.test(name)))]
  const usesSql = selection.includes('sql<')
  await scratch.write(
    `tasks/${table}.ts`,
    `import { db } from '../generated/db.ts'
${usesSql ? `import type { Bool, Numeric, Text } from '@carmilla/extract'\nimport { sql } from 'kysely'` : ''}
import { defineTask, ${names.join(', ')} } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('${table}').select(${selection}),
  record: (${record.includes('derive(') ? '{ derive }' : ''}) => ({ ${record} }),
})
`,
  )
  const formatter = join(PROJECT, 'node_modules/.bin/oxfmt')
  await promisify(execFile)(formatter, [join(scratch.root, `tasks/${table}.ts`)])
}

async function run(task: string): Promise<TaskLine> {
  const words = ['run', task, '--target', `file:${folder}`, '--json', '--allow-breaking']
  const [line] = taskLines(await runEtl(words, { DATABASE_URL: database.url }, scratch.root))
  if (line === undefined) throw new Error('the run said nothing')
  return line
}
