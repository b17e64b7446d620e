import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from './support/index.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketplaceTemplate } from '../marketplace/src/index.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { columnsOf, EXACT_QUOTIENT, EXPECTED_TASKS } from './oracle/expected-tasks.ts'
import { Hyparquet } from './oracle/hyparquet.ts'
import { canonical, Postgres } from './oracle/postgres.ts'
import { currentFiles, publishedVersions, strayFiles } from './oracle/published-files.ts'
import { differences, type Row } from './oracle/rows.ts'

/**
 * Rows beside the marketplace's own: quotients that lie on a half, or so near to one that rounding
 * twice gives another digit; and events at the first and the last microsecond of weeks.
 */
const EDGE_ROWS = `
  insert into purchase_orders (id, version_number, po_number, po_created_at, justifications,
    total_price, subtotal_price, type, commission_rate)
  values
    (900000001, 1, 'half', '2024-02-29 23:59:59.999999', '{}', 0.01, -0.01, 'Pg::PurchaseOrder', 33.3333),
    (900000002, 1, 'near half', '1969-12-31 23:59:59.999999', '{a,NULL,"",NULL}', 48648648648.83,
      -48648648648.83, 'Pg::PurchaseOrder', null),
    (900000003, 1, 'no rate', '2000-02-29', '{}', 0, 999999999999.99, 'Pg::PurchaseOrder', 0),
    (900000004, 1, 'rate of 0', '0001-01-01', '{NULL}', 5, 0, 'Pg::PurchaseOrder', 100);
  insert into currencies (id, exchangable_type, exchangable_id, currency, conversion_rate)
  values
    (900000001, 'Pg::PurchaseOrderBase', 900000001, 'VND', 20000),
    (900000002, 'Pg::PurchaseOrderBase', 900000002, 'IRR', 100000.00000037),
    (900000003, 'Pg::PurchaseOrderBaseInit', 900000003, null, null),
    (900000004, 'Pg::PurchaseOrderBase', 900000004, 'XXX', 0);
  insert into shippings (id, shipable_type, shipable_id, cost, free_shipping)
  values (900000001, 'Pg::PurchaseOrderBase', 900000001, -0.03, false),
    (900000002, 'Pg::PurchaseOrderBase', 900000002, 0, true);
  insert into taxes (id, taxable_type, taxable_id, type, amount, percent_rate)
  values (900000001, 'Pg::PurchaseOrderBase', 900000001, 'Pg::RetailTax', 0, 33.3333);

  insert into events (id, event, uuid, created_at, datetime)
  select 9000000000000 + row_number() over (), 'edge', gen_random_uuid(), at, at
  from (
    select day + time as at
    from (values
      (date '2024-02-28'), ('2024-02-29'), ('2024-03-01'), ('2023-02-28'), ('2023-03-01'),
      ('2000-02-29'), ('1900-02-28'), ('1900-03-01'), ('2023-12-31'), ('2024-01-01'),
      ('2024-12-29'), ('2024-12-31'), ('2025-01-01'), ('2025-01-07'), ('2025-01-08'),
      ('2025-04-28'), ('2025-04-29'), ('2025-04-30'), ('2025-05-01'), ('1969-12-31'),
      ('1970-01-01'), ('2025-08-31'), ('2025-09-14'), ('2025-09-15'), ('2025-09-21')) days (day),
      (values (interval '0'), (interval '23:59:59.999999'), (interval '12:00')) times (time)
  ) edges`

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let folder: string
let ended: Ended
let startedAt: Date

beforeAll(async () => {
  database = await createTestDatabase({ template: marketplaceTemplate(1) })
  postgres = await Postgres.connect(database.url)
  await postgres.execute(EDGE_ROWS)
  await postgres.execute(EXACT_QUOTIENT)
  duckdb = await DuckDb.open()
  folder = await mkdtemp(join(tmpdir(), 'four-tasks-'))
  startedAt = new Date()
  ended = await runEtl(['run', '--all', '--target', `file:${folder}`, '--json'], {
    DATABASE_URL: database.url,
  })
  if (ended.status !== 0) throw new Error(ended.stderr + ended.stdout)
}, 240_000)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await rm(folder, { recursive: true })
})

const TASKS = Object.entries(EXPECTED_TASKS)

test('publishes exactly the four tasks, and leaves nothing else behind', async () => {
  expect(ended).toMatchObject({ status: 0, signal: null })
  const lines = taskLines(ended)
  expect(lines.map(({ task }) => task).toSorted()).toEqual(TASKS.map(([name]) => name))
  for (const line of lines) expect(line).toMatchObject({ status: 'published', version: 1 })
  expect(await strayFiles(folder)).toEqual([])
})

describe.each(TASKS)('%s', (name, task) => {
  let paths: readonly string[]
  let rows: readonly Row[]
  beforeAll(async () => {
    paths = await currentFiles(folder, name)
    const texts = task.columns.map(([, type, sql]) => canonical(sql, type))
    rows = await postgres.rows(texts, task.from)
  })

  test('has the columns of the reference pipeline, in its order', async () => {
    expect(await duckdb.columns(paths)).toEqual(columnsOf(task))
    const [path = ''] = paths
    const schema = await duckdb.query(
      `select name, repetition_type from parquet_schema('${path}') where repetition_type is not null`,
    )
    const required = schema
      .filter((element) => element['repetition_type'] === 'REQUIRED')
      .map((element) => element['name'])
    const expected = task.columns.filter(([column]) => column.endsWith('!'))
    expect(required.filter((column) => column !== 'duckdb_schema')).toEqual(
      expected.map(([column]) => column.slice(0, -1)),
    )
  })

  test('holds every value of Postgres, read by DuckDB', async () => {
    const columns = columnsOf(task)
    expect(rows.length).toBeGreaterThan(1000)
    const got = await duckdb.rows(paths, columns)
    expect(differences(columns, { expected: rows, got })).toEqual([])
  })

  test('holds every value of Postgres, read by hyparquet', { timeout: 120_000 }, async () => {
    using hyparquet = new Hyparquet()
    // A partition key is in the path alone.
    const columns = columnsOf(task).filter((column) => column.name !== 'dt')
    const expected = rows.map((row) => row.slice(0, columns.length))
    const got = await hyparquet.rows(paths)
    expect(differences(columns, { expected, got }, 'double')).toEqual([])
  })

  test('tells the truth in the catalog, the footers and the report', async () => {
    const [version] = await publishedVersions(folder, name)
    const line = taskLines(ended).find((outcome) => outcome.task === name)
    expect(version).toMatchObject({ version: 1, rows: rows.length })
    expect(line).toMatchObject({ rows: rows.length, files: paths.length })
    const footers = await duckdb.query(
      `select sum(num_rows)::int as rows from parquet_file_metadata([${paths.map((path) => `'${path}'`).join()}])`,
    )
    expect(footers).toEqual([{ rows: rows.length }])
    for (const { key, rows: fileRows } of version?.files ?? []) {
      expect(fileRows, `rows of ${key}`).toBeGreaterThan(0)
    }
  })

  test('has sums, bounds and NULL counts that agree with Postgres, and so do its statistics', async () => {
    const numbers = task.columns.filter(([, type]) =>
      /^(?:INT|BIGINT|DECIMAL|TIMES|DATE)/.test(type),
    )
    for (const [marked, type, sql] of numbers) {
      const column = marked.replace('!', '')
      const isTime = /^(?:TIMES|DATE)/.test(type)
      const value = isTime ? canonical(sql, type) : `(${sql})`
      const [expected] = await postgres.query<Record<string, string | null>>(
        `select count(*) - count(v) as nulls, sum(v)::text as sum, min(v)::text as min, max(v)::text as max
         from (select ${value}::numeric as v from ${task.from}) s`,
      )
      const found = isTime ? duckNumber(column, type) : `"${column}"`
      const [got] = await duckdb.query(
        `select (count(*) - count(v))::varchar as nulls, sum(v)::varchar as sum, min(v)::varchar as min,
           max(v)::varchar as max from (select ${found} as v from ${files(paths)})`,
      )
      expect(plain(got), `values of ${column}`).toEqual(plain(expected))
      const min = statistic('stats_min_value', type)
      const max = statistic('stats_max_value', type)
      const list = paths.map((path) => `'${path}'`).join()
      const [stats] = await duckdb.query(
        `select sum(stats_null_count)::varchar as nulls, min(${min})::varchar as min, max(${max})::varchar as max
         from parquet_metadata([${list}]) where path_in_schema = '${column}'`,
      )
      const { sum: _, ...bounds } = plain(expected)
      expect(plain(stats), `statistics of ${column}`).toEqual(bounds)
    }
  })
})

test('counts each NULL that stands for a fault of the data, by column and reason', async () => {
  const { from } = EXPECTED_TASKS['purchase_orders'] ?? { from: '' }
  const counted = taskLines(ended).find(({ task }) => task === 'purchase_orders')?.notes ?? []
  const [faults] = await postgres.query<Record<string, number>>(
    `select count(*) filter (where rate = 0)::int as zero,
       count(*) filter (where rate = 0 and shipping_cost is not null)::int as zero_shipped,
       count(*) filter (where rate is null)::int as unknown,
       count(*) filter (where rate is null and shipping_cost is not null)::int as unknown_shipped,
       count(*) filter (where shipping_cost is null)::int as unshipped
     from ${from}`,
  )
  const { zero, zero_shipped, unknown, unknown_shipped, unshipped } = faults ?? {}
  expect(Math.min(...Object.values(faults ?? { none: 0 }))).toBeGreaterThan(0)
  const expected = [
    ['conversion_rate', 'the currency row has no rate', unknown],
    ['shipping_cost', 'no shipping row', unshipped],
    ['shipping_cost_usd', 'division by zero', zero_shipped],
    ['shipping_cost_usd', 'no shipping row', unshipped],
    ['shipping_cost_usd', 'the currency row has no rate', unknown_shipped],
    ['subtotal_price_usd', 'division by zero', zero],
    ['subtotal_price_usd', 'the currency row has no rate', unknown],
    ['tax_amount_usd', 'division by zero', zero_shipped],
    ['tax_amount_usd', 'no shipping row', unshipped],
    ['tax_amount_usd', 'the currency row has no rate', unknown_shipped],
    ['total_price_usd', 'division by zero', zero],
    ['total_price_usd', 'the currency row has no rate', unknown],
  ]
  const notes = counted.map(({ column, reason, count }) => [column, reason, count] as const)
  const order = ([column, reason]: readonly [string, string, number]): string =>
    `${column} ${reason}`
  expect(notes.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual(expected)
})

test('rounds a quotient once: half away from zero, and not at all when it is only near', async () => {
  const paths = await currentFiles(folder, 'purchase_orders')
  const found = await duckdb.query(
    `select id, total_price_usd::varchar as total, subtotal_price_usd::varchar as subtotal
     from ${files(paths)} where id in (900000001, 900000002) order by id`,
  )
  // 48648648648.83 / 100000.00000037 = 486486.4864864999999999999500…, which
  // round(a / b, 6) makes 486486.486487.
  const [naive] = await postgres.query<{ rounded: string }>(
    `select round(48648648648.83 / 100000.00000037, 6)::text as rounded`,
  )
  expect(found).toEqual([
    { id: 900_000_001, total: '0.000001', subtotal: '-0.000001' },
    { id: 900_000_002, total: '486486.486486', subtotal: '-486486.486486' },
  ])
  expect(naive).toEqual({ rounded: '486486.486487' })
})

describe('partitions of events', () => {
  test('are named by the first day of a week of the month, none of them in the future', async () => {
    const [version] = await publishedVersions(folder, 'events')
    const keys = new Set((version?.files ?? []).map(({ key }) => key.split('/').at(-2) ?? ''))
    for (const key of keys) expect(key).toMatch(/^dt=\d{4}-(?:0[1-9]|1[0-2])-(?:01|08|15|22|29)$/)
    const today = `dt=${startedAt.toISOString().slice(0, 10)}`
    expect([...keys].filter((key) => key > today)).toEqual([])
  })

  test('hold the days of their week and no other, to the microsecond', async () => {
    const paths = await currentFiles(folder, 'events')
    const outside = await duckdb.query(
      `select id, dt, created_at::varchar from ${files(paths)}
       where created_at < dt::date or created_at >= least(dt::date + interval 7 days,
         date_trunc('month', dt::date) + interval 1 month)`,
    )
    expect(outside).toEqual([])
  })

  test('have lost no day: ends of months and years and leap days are there', async () => {
    const paths = await currentFiles(folder, 'events')
    const perDay = `select created_at::date::text as day, count(*)::int as rows from events
      where event is not null and created_at is not null group by 1 order by 1`
    const expected = await postgres.query<{ day: string; rows: number }>(perDay)
    const got = await duckdb.query(
      `select created_at::date::varchar as day, count(*)::int as rows from ${files(paths)}
       group by 1 order by 1`,
    )
    expect(got).toEqual(expected)
    const days = got.map(({ day }) => day)
    expect(days).toEqual(
      expect.arrayContaining([
        '2024-02-29',
        '2024-12-31',
        '2025-01-29',
        '2025-01-31',
        '1900-02-28',
      ]),
    )
  })
})

function duckNumber(column: string, type: string): string {
  return type === 'DATE' ? `"${column}" - date '1970-01-01'` : `epoch_us("${column}")::hugeint`
}

/** A bound of `parquet_metadata`, which is text, as a number. */
function statistic(name: string, type: string): string {
  if (type === 'DATE') return `${name}::date - date '1970-01-01'`
  if (type === 'TIMESTAMP') return `epoch_us(${name}::timestamp)`
  return `${name}::${type}`
}

/** Trailing zeros are a matter of taste in sums. */
function plain(facts: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : value,
    ]),
  )
}
