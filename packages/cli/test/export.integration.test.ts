import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { etl, type Ended, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const TABLES = readFileSync(new URL('fixtures/export.sql', import.meta.url), 'utf8')

let scratch: Scratch
let elsewhere: string
beforeAll(async () => {
  scratch = await openScratch()
  await scratch.sql(TABLES)
  // A folder without a configuration, and so without tasks.
  elsewhere = await mkdtemp(join(tmpdir(), 'etl-'))
})
afterAll(async () => {
  await rm(elsewhere, { recursive: true })
  await scratch[Symbol.asyncDispose]()
})

function run(...words: string[]): Promise<Ended> {
  return etl(words, { cwd: elsewhere, env: scratch.env })
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr, status } = await run('query', sql, '--json')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return jsonLines(stdout)
}

test('exports tables without a task or a configuration, with the result of a run', async () => {
  const { status, stdout, stderr } = await run('export', 'public.orders', 'audit.events', '--json')
  expect(stderr).toMatch(/published 2 tables\n$/)
  expect(status).toBe(0)
  expect(jsonLines(stdout)).toContainEqual({
    task: 'orders',
    status: 'published',
    rows: 1000,
    bytes: expect.any(Number),
    files: 1,
    location: expect.stringMatching(/^file:.*\/out\/orders\/[^/]+\/$/),
    version: 1,
    seconds: expect.any(Number),
  })
  const [got] = await rows(
    'select count(*)::int as n, sum(total)::varchar as total, sum(epoch_us(placed_at))::varchar as placed from orders',
  )
  const [want] = await scratch.sql(
    `select count(*)::int as n, sum(total)::text as total, sum((extract(epoch from placed_at) * 1000000)::bigint)::text as placed from orders`,
  )
  expect(got).toEqual(want)
})

test('writes every type as create-model would, and what no column holds as its text', async () => {
  const { status, stderr } = await run('export', 'every_type')
  expect(stderr).toMatch(/published 1 table\n$/)
  expect(status).toBe(0)
  const described = await rows('describe every_type')
  expect(
    Object.fromEntries(described.map((column) => [column['column_name'], column['column_type']])),
  ).toEqual({
    id: 'BIGINT',
    flag: 'BOOLEAN',
    small: 'SMALLINT',
    whole: 'INTEGER',
    part: 'FLOAT',
    fraction: 'DOUBLE',
    amount: 'DECIMAL(14,2)',
    tenths: 'DECIMAL(6,0)',
    anything: 'VARCHAR',
    huge: 'VARCHAR',
    cost: 'DECIMAL(10,2)',
    name: 'VARCHAR',
    padded: 'VARCHAR',
    state: 'VARCHAR',
    key: 'VARCHAR',
    document: 'VARCHAR',
    raw: 'BLOB',
    day: 'DATE',
    wall: 'TIMESTAMP',
    instant: 'TIMESTAMP WITH TIME ZONE',
    labels: 'VARCHAR[]',
    amounts: 'DECIMAL(8,3)[]',
    grid: 'INTEGER[][]',
    span: 'VARCHAR',
    network: 'VARCHAR',
    place: 'STRUCT("name" VARCHAR, number INTEGER)',
    terminal: 'VARCHAR',
    period: 'VARCHAR',
    mixed_case: 'VARCHAR',
    grosse__in__cm: 'INTEGER',
    u6ce8u6587: 'VARCHAR',
    doubled: 'BIGINT',
  })
  // Postgres' own text of each value; the rest differ in spelling only, and are compared below.
  const texts = `small, whole, amount, tenths, anything, huge, cost, name, state, key, document, day, wall, network, terminal, period, doubled`
  const casts = texts.split(', ').map((name) => `${name}::text as ${name}`)
  expect(await rows(`select ${casts.join(', ')} from every_type order by id`)).toEqual(
    await scratch.sql(`select ${casts.join(', ')} from every_type order by id`),
  )
  const [full, nulls] = await rows(
    `select flag, part, fraction, padded, hex(raw) as raw, epoch_us(instant)::varchar as instant,
            labels::varchar as labels, amounts::varchar as amounts, span, mixed_case,
            grosse__in__cm as cm, u6ce8u6587 as wares
     from every_type order by id`,
  )
  expect(full).toEqual({
    flag: true,
    part: 1.5,
    fraction: 0.1,
    padded: 'ab  ',
    raw: '00FF',
    instant: '1772359200123456',
    labels: '[a, NULL, b c]',
    amounts: '[1.125, NULL]',
    span: 'P1Y2D',
    mixed_case: 'x',
    cm: 42,
    wares: 'y',
  })
  expect(nulls).toMatchObject({ flag: false, part: null, raw: null, labels: null, span: null })
})

test('takes NOT NULL from the catalog, and the primary key as an expectation', async () => {
  await run('export', 'audit.events')
  const [file] = (await scratch.files()).filter((name) => name.startsWith('audit_events/'))
  const columns = await rows(
    `select name, repetition_type from parquet_schema('${scratch.folder}/${file}') where name <> 'schema'`,
  )
  expect(columns).toEqual([
    { name: 'id', repetition_type: 'REQUIRED' },
    { name: 'what', repetition_type: 'REQUIRED' },
  ])
  const manifests = (await scratch.files()).filter((file) => file.startsWith('_manifests/audit'))
  const manifest = readFileSync(join(scratch.folder, manifests[0] ?? ''), 'utf8')
  expect(JSON.parse(manifest)).toMatchObject({ gates: [{ gate: 'unique(id)' }] })
})

test('finds tables by whatever name they have', async () => {
  const names = {
    'Order Lines': 'order_lines',
    'AUDIT.Events': 'audit_events',
    'dot.ted': 'dot_ted',
    '"Odd Schema"."a ""quoted"" table"': 'odd_schema_a__quoted__table',
    'pg_catalog.pg_am': 'pg_catalog_pg_am',
    'public."every_type"': 'every_type',
    parent_2025: 'parent_2025',
  }
  // The same table by another name is exported once.
  const again = '"public"."Order Lines"'
  const { stdout } = await run('export', ...Object.keys(names), again, '--json', '--dry-run')
  const checked = jsonLines(stdout).filter(({ status }) => status === 'checked')
  expect(checked.map(({ task }) => String(task)).toSorted()).toEqual(
    Object.values(names).toSorted(),
  )
})

test('finds a table by the search path of the role', async () => {
  const url = `${scratch.url}?options=-c%20search_path%3Daudit`
  const { stdout } = await run('export', 'events', '--json', '--dry-run', '--database-url', url)
  expect(jsonLines(stdout)).toMatchObject([{ task: 'audit_events', status: 'checked' }])
})

test('names near tables, and runs nothing', async () => {
  const before = await scratch.files()
  const { status, stderr } = await run('export', 'evnts', 'audit.event', 'public.order', 'orders')
  expect(stderr).toBe(
    'error[unknown_source]: no table `evnts`; did you mean audit.events? no table `audit.event`; did you mean audit.events? no table `public.order`; did you mean public."Order Lines" or public.orders?\nnothing was published\n',
  )
  expect(status).toBe(2)
  expect(await scratch.files()).toEqual(before)
})

test.each([
  { words: [], says: 'nothing is named; name tables, or say --query, --schema or --all' },
  { words: ['orders', '--all'], says: 'tables, --query, --schema and --all exclude each other' },
  { words: ['--schema', 'audi'], says: 'no schema `audi`; did you mean audit?' },
  {
    words: ['orders', '--unrepresentable', 'NULL'],
    says: 'option `--unrepresentable <policy>` argument `NULL` is invalid. Allowed choices are error, null',
  },
  { words: ['a', 'b', '--as', 'c'], says: '--as names one table or a query' },
  {
    words: ['orders', '--as', 'My Orders'],
    says: '--as `My Orders`: expected a-z, 0-9 and _, such as my_orders',
  },
])('refuses $words', async ({ words, says }) => {
  const { status, stderr } = await run('export', ...words)
  expect(stderr).toContain(says)
  expect(status).toBe(2)
})

test('refuses two tables of one published name before anything runs', async () => {
  await scratch.sql(`create table audit_events (id int)`)
  const before = await scratch.files()
  const { status, stderr } = await run('export', 'audit_events', 'audit.events')
  await scratch.sql(`drop table audit_events`)
  expect(stderr).toBe(
    'error[name_collision]: tables public.audit_events and audit.events would both be published as `audit_events`; export one of them on its own, with --as\nnothing was published\n',
  )
  expect(status).toBe(2)
  expect(await scratch.files()).toEqual(before)
})

test('refuses columns of one name, and exports the other tables', async () => {
  const { status, stdout } = await run('export', 'collides', 'no_columns', 'empty', '--json')
  expect(status).toBe(1)
  const outcomes = jsonLines(stdout)
  expect(outcomes).toContainEqual(
    expect.objectContaining({
      task: 'collides',
      status: 'failed',
      error: {
        code: 'not_exportable',
        message:
          'table `collides`: columns `Name` and `name` would both be `name`; name them apart with --query and `as`',
      },
    }),
  )
  expect(outcomes).toContainEqual(
    expect.objectContaining({
      task: 'no_columns',
      error: {
        code: 'not_exportable',
        message: expect.stringContaining('has no columns, so there is nothing to write'),
      },
    }),
  )
  expect(outcomes).toContainEqual(
    expect.objectContaining({ task: 'empty', status: 'published', rows: 0 }),
  )
  expect(await rows('select count(*)::int as n from empty')).toEqual([{ n: 0 }])
})

test('reads the rows of partitions and of heirs once, as a query of the table does', async () => {
  const { status } = await run('export', 'parent', 'base')
  expect(status).toBe(0)
  expect(
    await rows('select count(*)::int as n, count(distinct id)::int as ids from parent'),
  ).toEqual([{ n: 20, ids: 20 }])
  expect(await rows('select * from base order by note')).toEqual([
    { id: 1, note: 'base' },
    { id: 1, note: null },
  ])
})

test('takes no NOT NULL for granted that Postgres does not enforce for all rows', async ({
  skip,
}) => {
  const [server] = await scratch.sql('show server_version_num')
  // Before, NOT NULL was always validated, and always inherited.
  skip(Number(server?.['server_version_num']) < 180_000, 'needs PostgreSQL 18')
  await scratch.sql(`
    create table unvalidated (id int);
    insert into unvalidated values (null);
    alter table unvalidated add constraint given not null id not valid;
    create table strict (id int constraint given not null no inherit);
    create table lax () inherits (strict);
    insert into lax values (null)`)
  const { stdout } = await run('export', 'unvalidated', 'strict', '--json')
  expect(jsonLines(stdout)).toMatchObject([
    { status: 'published', rows: 1 },
    { status: 'published', rows: 1 },
  ])
  expect(await rows('select * from unvalidated union all select * from strict')).toEqual([
    { id: null },
    { id: null },
  ])
})

test('exports views and materialized views', async () => {
  await run('export', 'totals', 'totals_kept')
  expect(await rows('select * from totals union all select * from totals_kept')).toEqual([
    { one: 1, total: 15 },
    { one: 1, total: 15 },
  ])
})

test('exports what the role may see, and says what it may not', async () => {
  const role = `reader_${Date.now()}`
  await scratch.sql(`create role ${role} login password 'secret'`)
  try {
    await scratch.sql(`
      grant select on tenants, orders to ${role};
      grant select (id, open) on partly to ${role};
      create schema apart; grant usage on schema apart to ${role};
      alter table tenants set schema apart; alter table partly set schema apart;
      alter table locked set schema apart; create table apart.nothing ()`)
    const url = new URL(scratch.url)
    url.username = role
    url.password = 'secret'
    const words = ['export', '--schema', 'apart', '--json', '--database-url', url.href]
    const { status, stdout, stderr } = await run(...words)
    expect(stderr).toContain('left out 1 table without columns: apart.nothing\n')
    expect(stderr).toContain('left out 1 table that this role may not read: apart.locked\n')
    expect(stderr).toContain(
      'table apart.tenants: row-level security is on; only the rows that this role may see are exported\n',
    )
    expect(stderr).toContain('table apart.partly: without closed, which this role may not read\n')
    expect(stderr).not.toContain('secret')
    expect(status).toBe(0)
    expect(jsonLines(stdout)).toHaveLength(2)
    expect(await rows('select count(*)::int as n from apart_tenants')).toEqual([{ n: 3 }])
    expect(await rows('select * from apart_partly')).toEqual([{ id: 1, open: 'a' }])
  } finally {
    await scratch.sql(`drop owned by ${role}; drop role ${role}`)
  }
})

test('exports the result of a query, in its order, with casts where they are needed', async () => {
  const sql =
    'select id, span, "Mixed Case" as "Note" from every_type order by id desc -- newest first\n;'
  const { status, stderr } = await run('export', '--query', sql, '--as', 'newest')
  expect(stderr).toMatch(/published 1 table\n$/)
  expect(status).toBe(0)
  expect(await rows('select * from newest')).toEqual([
    { id: 2, span: null, note: null },
    { id: 1, span: 'P1Y2D', note: 'x' },
  ])
})

test.each([
  {
    sql: 'select 1 as a, 2 as "A"',
    says: 'table `query`: columns `a` and `A` would both be `a`; name them apart with `as`',
  },
  { sql: 'select nothing from orders', says: 'column "nothing" does not exist' },
  { sql: 'delete from orders', says: 'query returns no rows; only a select can be read' },
])('refuses the query $sql', async ({ sql, says }) => {
  const { status, stderr } = await run('export', '--query', sql)
  expect(stderr).toContain(says)
  expect(stderr).toMatch(/nothing was published\n$/)
  expect(status).toBe(1)
})

test('exports 1,600 columns', async () => {
  const names = Array.from({ length: 1600 }, (_, index) => `c${index}`)
  await scratch.sql(`create table wide (${names.map((name) => `${name} smallint`).join(', ')});
    insert into wide (c0, c1599) values (1, 2)`)
  const { status, stdout } = await run('export', 'wide', '--json')
  expect(jsonLines(stdout)).toMatchObject([{ status: 'published', rows: 1 }])
  expect(status).toBe(0)
  expect(await rows('select c0, c1, c1599 from wide')).toEqual([{ c0: 1, c1: null, c1599: 2 }])
})

test('exports a column whose published name is longer than Postgres allows', async () => {
  const long = '注'.repeat(21)
  await scratch.sql(`create table long_name ("${long}" int, "${'注'.repeat(20)}文" int);
    insert into long_name values (1, 2)`)
  const { stdout } = await run('export', 'long_name', '--json')
  expect(jsonLines(stdout)).toMatchObject([{ status: 'published', rows: 1 }])
  expect(await rows('select * from long_name')).toEqual([
    { ['u6ce8'.repeat(21)]: 1, [`${'u6ce8'.repeat(20)}u6587`]: 2 },
  ])
})

test('writes NULL for what a column cannot hold, and counts it, when it is told to', async () => {
  await scratch.sql(`
    create table unfit (
      id int primary key, since date not null, seen timestamptz, price numeric(8, 2) not null,
      grid int[] not null, anything numeric not null, rate float8 not null
    );
    insert into unfit values
      (1, '-infinity', 'infinity', 1.25, '{1,2}', 'NaN', 'NaN'),
      (2, '2024-02-29', null, 'NaN', '{{1,2},{3,4}}', 'Infinity', '-Infinity'),
      (3, 'infinity', '2024-02-29 12:00+00', 3, '{}', 1.10, 0.5)`)
  for (const flags of [[], ['--unrepresentable', 'error']]) {
    const stopped = await run('export', 'unfit', ...flags, '--json')
    expect(stopped.status).toBe(1)
    expect(jsonLines(stopped.stdout)).toMatchObject([
      { status: 'failed', error: { code: 'unrepresentable_value' } },
    ])
  }

  const { status, stdout } = await run('export', 'unfit', '--unrepresentable', 'null', '--json')
  expect(status).toBe(0)
  const reason = 'unrepresentable value'
  expect(jsonLines(stdout)).toMatchObject([
    {
      status: 'published',
      rows: 3,
      notes: [
        { column: 'since', reason, count: 2 },
        { column: 'seen', reason, count: 1 },
        { column: 'price', reason, count: 1 },
        { column: 'grid', reason, count: 1 },
      ],
    },
  ])
  expect(
    await rows(
      'select id, since::varchar as since, epoch(seen)::int as seen, price::varchar as price, grid::varchar as grid, anything, rate::varchar as rate from unfit order by id',
    ),
  ).toEqual([
    { id: 1, since: null, seen: null, price: '1.25', grid: '[1, 2]', anything: 'NaN', rate: 'nan' },
    {
      id: 2,
      since: '2024-02-29',
      seen: null,
      price: null,
      grid: null,
      anything: 'Infinity',
      rate: '-inf',
    },
    {
      id: 3,
      since: null,
      seen: Date.UTC(2024, 1, 29, 12) / 1000,
      price: '3.00',
      grid: '[]',
      anything: '1.10',
      rate: '0.5',
    },
  ])
  const summary = await run('export', 'unfit', '--unrepresentable=null')
  expect(summary.stdout).toContain('unfit.since: NULL in 2 rows: unrepresentable value\n')

  // Whatever holds every value of its type keeps its NOT NULL.
  const [file] = (await scratch.files()).filter((name) => name.startsWith('unfit/'))
  const required = await rows(
    `select name from parquet_schema('${scratch.folder}/${file}') where repetition_type = 'REQUIRED' and name <> 'schema' order by name`,
  )
  expect(required.map(({ name }) => name)).toEqual(['anything', 'id', 'rate'])

  const query = ['--query', `select date 'infinity' as day`, '--as', 'endless_day']
  expect((await run('export', ...query)).status).toBe(1)
  expect((await run('export', ...query, '--unrepresentable', 'null')).status).toBe(0)
  expect(await rows('select day from endless_day')).toEqual([{ day: null }])
})

test('still holds a table to its primary key when values of it become NULL', async () => {
  await scratch.sql(`create table eras (since date primary key);
    insert into eras values ('-infinity'), ('infinity')`)
  const { status, stderr } = await run('export', 'eras', '--unrepresentable', 'null')
  expect(stderr).toContain('column `since` is not unique, 2 rows have the value NULL')
  expect(status).toBe(1)
})

test('refuses a breaking change of a published table, unless it is allowed', async () => {
  await scratch.sql(`create table shifting (id int primary key, note text, total numeric(12, 2))`)
  await run('export', 'shifting')
  await scratch.sql(`alter table shifting add extra text`)
  expect((await run('export', 'shifting')).status).toBe(0)
  await scratch.sql(`alter table shifting drop note, alter total type numeric(10, 2)`)
  for (const flags of [[], ['--dry-run']]) {
    const { status, stderr } = await run('export', 'shifting', ...flags)
    expect(stderr).toContain(
      'error[breaking_change]: table `shifting` would break its readers: column `note` is gone: a query that names it fails; column `total` is decimal(10, 2) instead of decimal(12, 2): it is narrower',
    )
    expect(status).toBe(1)
  }
  expect((await run('export', 'shifting', '--allow-breaking')).status).toBe(0)
})
