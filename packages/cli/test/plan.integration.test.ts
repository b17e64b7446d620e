import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate, introspect, openWorkspace, readCatalog } from '@carmilla/codegen'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FIXTURES, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
  await scratch.sql('analyze')
  await scratch.etl('run', 'orders', 'readings')
})
afterAll(() => scratch[Symbol.asyncDispose]())

test('plans a task: types from Postgres to Hive, sizes, and what is published', async () => {
  const before = await scratch.files()
  const { status, stdout, stderr } = await scratch.etl('plan', 'orders', '--json')
  expect(stderr).toMatch(/nothing is read or written\n1 ready\n$/)
  expect(status).toBe(0)
  const [plan] = jsonLines(stdout)
  expect(plan).toMatchObject({
    task: 'orders',
    status: 'ready',
    rows: 1000,
    readBytes: expect.any(Number),
    writeBytes: expect.any(Number),
    partitionKeys: [],
    drift: [],
    refusals: [],
    // There is no `generated/` beside the configuration.
    sourceChanges: null,
    publishedVersion: 1,
    changes: [],
  })
  expect(plan?.['columns']).toContainEqual({
    name: 'total',
    postgresType: 'numeric(12,2)',
    parquetType: 'INT64 DECIMAL(12, 2)',
    hiveType: 'decimal(12,2)',
    optional: false,
    derived: false,
    fidelity: 'exact',
    overflow: null,
    unrepresentable: 'error',
    policies: [],
  })
  expect(plan?.['columns']).toContainEqual({
    name: 'converted',
    postgresType: null,
    parquetType: 'INT64 DECIMAL(18, 4)',
    hiveType: 'decimal(18,4)',
    optional: true,
    derived: true,
    fidelity: 'declared',
    overflow: 'error',
    unrepresentable: 'error',
    policies: [],
  })
  expect(await scratch.files()).toEqual(before)
})

test('names the same types that the published files have', async () => {
  const { stdout } = await scratch.etl('plan', 'orders')
  const [file] = (await scratch.files()).filter((name) => /^orders\/.*\.parquet$/.test(name))
  const sql = `select name, type from parquet_schema('${scratch.folder}/${file}') where name <> 'schema'`
  const stored = jsonLines((await scratch.etl('query', sql, '--json')).stdout)
  expect(stored).toHaveLength(5)
  for (const { name, type } of stored) {
    expect(stdout).toMatch(new RegExp(`^${String(name)} .* ${String(type)} `, 'm'))
  }
})

test('plans all tasks for people, and goes on after one that has drifted', async () => {
  const { status, stdout, stderr } = await scratch.etl('plan')
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^── orders: ready ──\nabout 1,000 rows, .* to read, .* to write; version 1 is published$/m,
  )
  expect(stdout).toMatch(
    /^placed_at +timestamp with time zone +INT64 TIMESTAMP\(MICROS, UTC\) +timestamp +no +exact/m,
  )
  expect(stdout).toMatch(
    /^── readings: ready ──\nabout .*, partitioned by dt; version 1 is published$/m,
  )
  expect(stdout).toMatch(/^── renamed: drifted ──\nnothing is published yet$/m)
  expect(stdout).toMatch(/^drift: .*old_name.*; run `make codegen`$/m)
  expect(stderr).toMatch(/5 ready, 1 drifted\n$/)
})

test('plans for another writer: its types, and the columns that it refuses', async () => {
  const { status, stdout, stderr } = await scratch.etl('plan', 'orders', '--writer', 'parquetjs')
  expect(status).toBe(1)
  expect(stderr).toMatch(/ by writer parquetjs; nothing is read or written\n1 refused\n$/)
  expect(stdout).toMatch(/^── orders: refused ──$/m)
  expect(stdout).toMatch(/^total .* FIXED_LEN_BYTE_ARRAY\(6\) DECIMAL\(12, 2\) /m)
  expect(stdout).toMatch(
    /^refused: column `placed_at` as INT64 TIMESTAMP\(MICROS, UTC\): it rejects .*; use the default writer, carmilla$/m,
  )
  const customers = await scratch.etl('plan', 'customers', '--writer', 'parquetjs', '--json')
  expect(jsonLines(customers.stdout)).toMatchObject([{ status: 'ready', refusals: [] }])
})

test('says what readers of the published version will notice, and a run refuses to do it', async () => {
  // What an older task published of the table: by another type, and with a column that is gone since.
  const before = 'select id::bigint as id, name, email, 1 as age from customers'
  await scratch.etl('export', '--as', 'customers', '--query', before)
  const { status, stdout, stderr } = await scratch.etl('plan', 'customers')
  expect(status).toBe(1)
  expect(stdout).toContain('── customers: breaking ──')
  expect(stdout).toMatch(/^breaking: column `age` is gone: a query that names it fails$/m)
  expect(stdout).toMatch(
    /^breaking: column `id` is int32\(\) instead of int64\(\): it is narrower/m,
  )
  expect(stdout).toMatch(/^compatible: column `name` is never NULL now$/m)
  expect(stderr).toMatch(/1 breaking\n$/)

  const refused = await scratch.etl('run', 'customers')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain(
    'error[breaking_change]: table `customers` would break its readers: ',
  )
  expect(refused.stderr).toMatch(/nothing was published\n$/)
  const allowed = await scratch.etl('run', 'customers', '--allow-breaking')
  expect(allowed.status).toBe(0)
})

test('says what has become of the tables of a task since generated/ was written', async () => {
  await using database = await openScratch()
  const project = await mkdtemp(join(tmpdir(), 'project-'))
  try {
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    const config = join(project, 'etl.config.ts')
    await writeFile(config, `export { default } from '${FIXTURES}/etl.config.ts'`)
    await mkdir(join(project, 'generated'))
    await generate(openWorkspace(project), await readCatalog(database.url, introspect))
    const plan = (...words: string[]) => database.etl('plan', ...words, '--config', config)

    const same = await plan('customers', 'orders', '--json')
    expect(jsonLines(same.stdout)).toMatchObject([{ sourceChanges: [] }, { sourceChanges: [] }])

    await database.sql(`
      alter table customers add phone text;
      alter table customers alter name type varchar(80);
      alter table orders alter total type numeric(14, 2);
      alter table orders rename placed_at to ordered_at;
      create table unread (id int)`)
    const { status, stdout } = await plan('customers', 'orders', 'readings', '--json')
    expect(status).toBe(1)
    expect(jsonLines(stdout)).toMatchObject([
      {
        task: 'customers',
        // A run goes on as it did.
        status: 'ready',
        drift: [],
        refusals: [],
        sourceChanges: [
          'customers.name: text → character varying(80)',
          'customers.phone: added (text)',
        ],
      },
      {
        task: 'orders',
        status: 'drifted',
        drift: [expect.stringContaining('placed_at')],
        sourceChanges: [
          'orders.total: numeric(12,2) → numeric(14,2)',
          'orders.placed_at: dropped (renamed to ordered_at?)',
          'orders.ordered_at: added (timestamp with time zone not null)',
        ],
      },
      { task: 'readings', status: 'ready', sourceChanges: [] },
    ])

    const shown = await plan('customers')
    expect(shown.stdout).toMatch(/^changed: customers\.phone: added \(text\)$/m)

    // Edited by hand, it says nothing about the database that it was written from.
    await writeFile(join(project, 'generated/tables.ts'), 'export const tables = []')
    expect(jsonLines((await plan('customers', '--json')).stdout)).toMatchObject([
      { sourceChanges: null },
    ])
  } finally {
    await rm(project, { recursive: true })
  }
})

test('says what one snapshot means to the server', async () => {
  const database = new URL(scratch.url).pathname.slice(1)
  await scratch.sql(`alter database "${database}" set statement_timeout = '30s'`)
  try {
    const people = await scratch.etl('plan', 'orders')
    expect(people.stdout).toMatch(
      /^snapshot: a primary: what its transactions replace while the run reads, at about \d+ a second, stays until the run ends; bound it with --max-snapshot-age, or read with --consistency perShard$/m,
    )
    expect(people.stdout).toContain(
      'snapshot: a statement ends after 30.0 s (statement_timeout): a table that takes longer to read fails',
    )
    const { stdout } = await scratch.etl('plan', 'orders', '--json')
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      snapshot: {
        server: 'primary',
        transactionsPerSecond: expect.any(Number),
        risks: [expect.stringContaining('a primary'), expect.stringContaining('30.0 s')],
      },
    })
  } finally {
    await scratch.sql(`alter database "${database}" reset statement_timeout`)
  }
})
