import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { runEtl, taskLines } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { currentFiles } from './oracle/published-files.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/** A foreign table of postgres_fdw whose server is the same database. */
let database: TestDatabase
let postgres: Postgres
let scratch: ScratchWorkspace
let folder: string
let duckdb: DuckDb

const ROWS = 3000

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  duckdb = await DuckDb.open()
  scratch = await ScratchWorkspace.create()
  folder = await mkdtemp(join(tmpdir(), 'foreign-tables-'))
  await postgres.execute(`
    create extension postgres_fdw;
    create table sales (
      id int primary key, amount numeric(12, 2) not null, sold_at timestamptz, took interval, ips inet[]
    );
    insert into sales
    select i, i / 100.0, '2024-02-29 12:00+00'::timestamptz + i * interval '1 min',
           i * interval '1 s', array['10.0.0.1', null]::inet[]
    from generate_series(1, ${ROWS}) i;
    insert into sales values (0, 0, null, null, null);
    ${foreignTable(new URL(database.url))}
    create foreign table far_sales (
      id int not null, amount numeric(12, 2) not null, sold_at timestamptz, took interval, ips inet[]
    ) server far options (table_name 'sales');
    comment on foreign table far_sales is 'kept elsewhere';`)
  await createModel(scratch.workspace, await readCatalog(database.url, introspect), 'far_sales')
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

test('scaffolds a task of a foreign table', async () => {
  expect(await scratch.compile()).toBe('')
  expect(await scratch.read('generated/tables.ts')).toContain(`kind: 'foreign table'`)
  expect(await scratch.read('generated/tables.ts')).toContain('kept elsewhere')
  const task = await scratch.read('tasks/far_sales.ts')
  expect(task).toContain('amount: decimal(12, 2),')
  expect(task).toContain('ips: optional(list(text())),')
})

test.each([
  ['run', ['run', 'far_sales']],
  ['export', ['export', 'public.far_sales']],
])('reads it as the table behind it: %s', async (_name, words) => {
  const ended = await runEtl(
    [...words, '--target', `file:${folder}`, '--json'],
    { DATABASE_URL: database.url },
    scratch.root,
  )
  expect(taskLines(ended)).toMatchObject([{ status: 'published', rows: ROWS + 1 }])
  const paths = await currentFiles(folder, 'far_sales')
  const got = await duckdb.query(`
    select id, amount::text as amount, epoch_us(sold_at)::text as sold_at, took, ips[1] as ip, len(ips)::text as ips
    from ${files(paths)} order by id`)
  await postgres.execute(`set intervalstyle = 'iso_8601'`)
  const expected = await postgres.query(`
    select id, amount::text as amount, (extract(epoch from sold_at) * 1000000)::int8::text as sold_at,
           took::text as took, host(ips[1]) as ip, cardinality(ips)::text as ips
    from sales order by id`)
  expect(got).toEqual(expected)
})

/** A server and a user mapping that lead back to the database. */
function foreignTable({ hostname, port, pathname, username, password }: URL): string {
  return `
    create server far foreign data wrapper postgres_fdw
      options (host '${decodeURIComponent(hostname)}', port '${port}', dbname '${pathname.slice(1)}');
    create user mapping for current_user server far
      options (user '${decodeURIComponent(username)}', password '${decodeURIComponent(password)}');`
}
