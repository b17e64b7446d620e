import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { etl, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
  await scratch.etl('run', 'everything_good')
})
afterAll(() => scratch[Symbol.asyncDispose]())

test('lists tasks with what is published of them', async () => {
  const { status, stdout } = await scratch.etl('list', '--json')
  expect(status).toBe(0)
  expect(jsonLines(stdout)).toContainEqual({
    task: 'readings',
    table: 'readings',
    columns: 3,
    partitionKeys: ['dt'],
    groups: ['everything_good'],
    version: 1,
    rows: 32,
    bytes: expect.any(Number),
    files: 6,
    publishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
  })
  expect(jsonLines(stdout)).toContainEqual(
    expect.objectContaining({ task: 'endless', version: null, publishedAt: null }),
  )
  const { stdout: table } = await scratch.etl('list')
  expect(table).toMatch(/^endless +1 +never$/m)
  expect(table).toContain('group nightly: customers, orders')
})

test.each(['out*', 'o?t', 'o[u]t', '**', 'o[!u]*'])(
  'queries a target named %s, and not the folders that it would match as a pattern',
  async (name) => {
    const folder = join(scratch.folder, '..', 'patterns', name)
    const target = ['--target', `file:${folder}`]
    await scratch.etl('run', 'customers', 'readings', ...target)
    for (const other of ['out', 'outer', 'o_t']) {
      await cp(folder, join(folder, '..', other), { recursive: true })
    }
    const sql =
      'select (select count(*) from customers) as people, (select count(*) from readings) as readings'
    const { stdout, stderr } = await scratch.etl('query', sql, ...target, '--json')
    expect(stderr).toBe('')
    expect(jsonLines(stdout)).toEqual([{ people: 3, readings: 32 }])
  },
)

test('queries published tables, with partition keys as text', async () => {
  const { status, stdout } = await scratch.etl(
    'query',
    'select dt, count(*) as days, typeof(any_value(dt)) as type from readings group by dt order by dt limit 1',
    '--json',
  )
  expect(status).toBe(0)
  expect(stdout).toBe('{"dt":"2026-03-01","days":7,"type":"VARCHAR"}\n')
})

test('shows the partition of NULL as NULL', async () => {
  const sql = 'select id, dt, taken_at from readings where dt is null'
  const { stdout } = await scratch.etl('query', sql, '--json')
  expect(stdout).toBe('{"id":31,"dt":null,"taken_at":null}\n')
})

test('prints values as they are: decimals with their scale, instants in UTC, NULL as NULL', async () => {
  const { stdout, stderr } = await scratch.etl(
    'query',
    'select id, total, converted, placed_at from orders where id = 4',
  )
  const [title, , row] = stdout.split('\n')
  expect(title?.split(/\s+/)).toEqual(['id', 'total', 'converted', 'placed_at'])
  expect(row).toMatch(/^ 4 +5\.00 +NULL +2026-03-01 12:04:00\.123456\+00$/)
  expect(stderr).toBe('1 row\n')
})

test('tells NULL from the empty text in CSV', async () => {
  const { stdout } = await scratch.etl('query', 'select * from customers order by id', '--csv')
  expect(stdout).toBe('id,name,email\n1,Ada,ada@example.org\n2,Grace,\n3,Zoë 漢字,""\n')
})

test('keeps all digits in JSON', async () => {
  const { stdout } = await scratch.etl(
    'query',
    `select 9007199254740993 as big, 12345678901234567890.10::decimal(38,2) as exact, [1.5, null] as list, {'a': 'x"y'} as struct, 'nan'::double as nan`,
    '--json',
  )
  expect(stdout).toBe(
    '{"big":9007199254740993,"exact":12345678901234567890.10,"list":[1.5,null],"struct":{"a":"x\\"y"},"nan":"NaN"}\n',
  )
})

test.each([
  {
    sql: 'select * from ordrs',
    says: "error[unknown_table]: no table 'ordrs' is published; did you mean orders?",
  },
  {
    sql: 'select totl from orders',
    says: "error[query_failed]: no column 'totl'; did you mean total?",
  },
  { sql: 'select (', says: 'error[query_failed]: syntax error at end of input' },
])('explains what is wrong with $sql', async ({ sql, says }) => {
  const { status, stdout, stderr } = await scratch.etl('query', sql)
  expect(status).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(`${says}\n`)
})

test('stops when nobody reads on', async () => {
  const sql = 'select i from range(1000000000) t(i)'
  const { child, ended } = scratch.start('query', sql, '--csv')
  child.stdout?.once('data', () => child.stdout?.destroy())
  const { status, stderr } = await ended
  expect(status).toBe(0)
  expect(stderr).toBe('')
})

test('says so when nothing is published', async () => {
  const { status, stderr } = await scratch.etl(
    'query',
    'select 1',
    '--target',
    `file:${scratch.folder}/none`,
  )
  expect(status).toBe(1)
  expect(stderr).toContain('error[nothing_published]: nothing is published in ')
})

test('shows the columns of an empty partitioned table', async () => {
  await using empty = await openScratch()
  await empty.sql('delete from readings')
  expect((await empty.etl('run', 'readings')).status).toBe(0)
  const { status, stdout } = await empty.etl('query', 'describe readings', '--csv')
  expect(status).toBe(0)
  const types = stdout.split('\n').slice(1, 5)
  expect(types.map((line) => line.replace(/,YES.*/, ''))).toEqual([
    'id,INTEGER',
    'taken_at,TIMESTAMP',
    'value,"DECIMAL(9,3)"',
    'dt,VARCHAR',
  ])
})

test('rolls back to the version before, and to one by its number', async () => {
  await using rolled = await openScratch()
  await rolled.etl('run', 'customers')
  await rolled.sql('delete from customers where id > 1')
  await rolled.etl('run', 'customers')
  const count = async (): Promise<string> =>
    (await rolled.etl('query', 'select count(*) as n from customers', '--json')).stdout
  expect(await count()).toBe('{"n":1}\n')

  const back = await rolled.etl('rollback', 'customers')
  expect(back.stdout).toBe('customers: version 3 shows the data of version 1, 3 rows\n')
  expect(await count()).toBe('{"n":3}\n')

  const forth = await rolled.etl('rollback', 'customers', '--to-version', '2', '--json')
  expect(jsonLines(forth.stdout)).toEqual([
    expect.objectContaining({ table: 'customers', version: 4, rolledBackTo: 2, rows: 1 }),
  ])
  expect(await count()).toBe('{"n":1}\n')

  const gone = await rolled.etl('rollback', 'customers', '--to-version', '9')
  expect(gone.status).toBe(1)
  expect(gone.stderr).toMatch(/^error\[unknown_version\]: /)
  const unknown = await rolled.etl('rollback', 'custmers')
  expect(unknown.status).toBe(1)
  expect(unknown.stderr).toContain('no table `custmers` is published; did you mean customers?')
})

test('collects what is no longer kept', async () => {
  await using full = await openScratch()
  for (let round = 0; round < 3; round++) await full.etl('run', 'customers')
  const { stdout } = await full.etl('gc', '--keep', '1', '--json')
  expect(jsonLines(stdout)).toContainEqual({ table: 'customers', forgotten: [2, 1], deleted: 2 })
  expect((await full.files()).filter((file) => file.endsWith('.parquet'))).toHaveLength(1)
})

test('examines a project in which all is well but one task', async () => {
  const { status, stdout, stderr } = await scratch.etl('doctor')
  expect(status).toBe(1)
  for (const name of [
    'node',
    'configuration',
    'registry',
    'database',
    'server',
    'read-only',
    'pooler',
    'snapshot',
    'task orders',
    'target',
    'catalog',
    'files',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ok +${name} `, 'm'))
  }
  expect(stdout).toMatch(/^fail +task renamed .*old_name/m)
  expect(stdout).toMatch(/^ok +task secret /m)
  expect(stderr).toBe('1 check failed\n')
})

test('examines which tasks another writer takes', async () => {
  const env = { ...scratch.env, CARMILLA_WRITER: 'parquetjs' }
  const { status, stdout } = await etl(['doctor'], { env })
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^fail +writer +parquetjs refuses [1-9] of 6 tasks: .*orders \(placed_at\).*; use the default writer, carmilla, for them; `etl plan` says why$/m,
  )
})

test('examines what a reader may not read, and what is damaged', async () => {
  await using damaged = await openScratch()
  await damaged.etl('run', 'customers')
  const role = `etl_reader_${process.pid}`
  await damaged.sql(
    `create role ${role} login password 'reader-p4ss'; grant select on customers to ${role}`,
  )
  try {
    const [file = ''] = (await damaged.files()).filter((path) => path.endsWith('.parquet'))
    await writeFile(join(damaged.folder, file), 'short')
    const url = new URL(damaged.url)
    url.username = role
    url.password = 'reader-p4ss'
    const { status, stdout, stderr } = await damaged.etl(
      'doctor',
      '--json',
      '--database-url',
      url.href,
    )
    expect(status).toBe(1)
    const results = jsonLines(stdout)
    expect(results).toContainEqual(
      expect.objectContaining({ check: 'task customers', status: 'ok' }),
    )
    expect(results).toContainEqual(
      expect.objectContaining({
        check: 'task secret',
        status: 'fail',
        detail: expect.stringContaining('permission denied for table secret'),
      }),
    )
    expect(results).toContainEqual(
      expect.objectContaining({
        check: 'files',
        status: 'fail',
        detail: expect.stringMatching(/has 5 bytes, not \d+$/),
        hint: 'run `etl run customers`, or `etl rollback customers`',
      }),
    )
    expect(stdout + stderr).not.toContain('reader-p4ss')
  } finally {
    await damaged.sql(`drop owned by ${role}; drop role ${role}`)
  }
})

test('goes on examining without a database', async () => {
  const { status, stdout } = await scratch.etl(
    'doctor',
    '--database-url',
    'postgres://me@127.0.0.1:1/x',
  )
  expect(status).toBe(1)
  expect(stdout).toMatch(/^fail +database .*connection refused; check host and port/m)
  expect(stdout).toMatch(/^skipped +snapshot +no connection$/m)
  expect(stdout).toMatch(/^ok +target /m)
})
