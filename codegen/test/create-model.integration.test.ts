import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { connect, connectionSettings } from '@carmilla/extract'
import type { Task } from '@carmilla/transform'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/index.ts'
import { createModel, introspect, readCatalog } from '../src/index.ts'
import { execute } from './execute.ts'
import { ScratchWorkspace } from './scratch-workspace.ts'

const SCHEMA = `
  create type state as enum ('new', 'it''s done');
  create domain price as numeric(12,2);
  create table wares (id int primary key, name text, created_at timestamp);
  comment on table wares is E'What is sold\\n*/ and \`\${more}\`';
  insert into wares values (1, 'pen', '2026-03-01 12:00'), (2, null, null);

  create table types (
    b bool, i2 smallint, i4 int, i8 bigint, f4 real, f8 float8, n numeric, n14 numeric(14,2),
    n40 numeric(40,2), negative numeric(5,-2), small numeric(2,5), t text not null, v varchar(20),
    c char(3), nm name, u uuid, j json, jb jsonb, bytes bytea, d date, ts timestamp,
    tz timestamptz not null, e state, p price, ta text[] not null, na numeric(9,1)[], es state[],
    span interval, addr inet, addrs inet[], grid int[][], "time" time, moneys money,
    primary key (t, tz)
  );
  insert into types (t, tz, n14, n40, negative, small, ta, span, addrs, e, p, grid) values (
    'x', now(), 1.5, 7, 1200, 0.00042, '{a,null}', '1 day', '{10.0.0.1}', 'it''s done', 2,
    '{{1,2},{3,4}}'
  );

  create table "class" (id int primary key);
  create table "Odd Näme" (
    "Total Price" numeric(14,2) primary key, "total_price" int, "it's" text, "a.b" uuid,
    "x as y" state, " pad" inet, "__proto__" int, "constructor" int, "2nd" int
  );
  insert into "Odd Näme" ("Total Price") values (3.25);
  create schema audit;
  create table audit.events (id bigint generated always as identity primary key, note text);
  create view audit.shown as select id, note from audit.events;
  create table audit_events (id int);
  -- Names of 63 bytes, which get longer when they are made safe; the last two differ at the end only.
  create table "${'注文'.repeat(10)}表" (
    ${'a'.repeat(63)} int, "${'ж'.repeat(31)}" inet[], "${'注文'.repeat(10)}甲" numeric(8,2),
    "${'注文'.repeat(10)}乙" text not null primary key
  );
  insert into "${'注文'.repeat(10)}表" values (1, '{::1}', 2.5, 'x');
  create table "${'ﷺ'.repeat(21)}" (id int);
  create table text (id int, "numeric" numeric(3,1));
  create table empty ();`

const TABLES = ['wares', 'types', 'class', 'Odd Näme', 'audit.events', 'audit.shown', 'text']

let database: TestDatabase
let scratch: ScratchWorkspace
beforeAll(async () => {
  database = await createTestDatabase()
  await execute(database.url, SCHEMA)
})
afterAll(() => database.drop())
beforeEach(async () => {
  scratch = await ScratchWorkspace.create()
})
afterEach(() => scratch[Symbol.asyncDispose]())

test('writes a task that is what a person would have written', async () => {
  const created = await scratch.codegen(database.url, 'create-model', 'wares')
  expect(created).toMatchObject({ status: 0, stderr: '' })
  expect(created.stdout).toContain('wrote tasks/wares.ts (3 columns) and registered it\nnext: ')
  expect(await scratch.read('tasks/wares.ts')).toBe(`\
import { db } from '../generated/db.ts'
import { defineTask, int32, optional, text, timestampMicros } from '@carmilla/transform'

/**
 * What is sold
 * *\\/ and \`\${more}\`
 */
export default defineTask({
  source: db.selectFrom('wares').select(['id', 'name', 'created_at']),
  record: () => ({
    id: int32(),
    name: optional(text()),
    created_at: optional(timestampMicros()),
  }),
  expect: { unique: ['id'] },
})
`)
  expect(await scratch.read('generated/tasks.ts')).toContain(
    "import wares from '../tasks/wares.ts'",
  )
  expect(await scratch.codegen(database.url, 'generate', '--check')).toMatchObject({ status: 0 })
})

test('writes tasks that compile, are laid out, and run at once, whatever the table is called', async () => {
  const catalog = await readCatalog(database.url, introspect)
  for (const table of TABLES) await createModel(scratch.workspace, catalog, table)
  expect(Object.keys(await scratch.files())).toEqual([
    ...['db', 'schema', 'tables', 'tasks'].map((name) => `generated/${name}.ts`),
    ...['audit_events', 'audit_shown', 'class', 'odd_name', 'text', 'types', 'wares'].map(
      (name) => `tasks/${name}.ts`,
    ),
  ])
  expect(await scratch.compile()).toBe('')

  const registry: { tasks: Record<string, Task> } = await import(
    pathToFileURL(join(scratch.root, 'generated/tasks.ts')).href
  )
  const rows: Record<string, number> = {}
  for (const [name, task] of Object.entries(registry.tasks)) rows[name] = await rowsOf(name, task)
  expect(rows).toEqual({
    audit_events: 0,
    audit_shown: 0,
    class: 0,
    odd_name: 1,
    text: 0,
    types: 1,
    wares: 2,
  })
  expect(registry.tasks['odd_name']?.schema.map((field) => field.name)).toEqual([
    'total_price_2',
    'total_price',
    'it_s',
    'a_b',
    'x_as_y',
    '_pad',
    '__proto__',
    'constructor',
    '2nd',
  ])
  expect(registry.tasks['types']?.expect).toEqual({ unique: [['t', 'tz']] })
})

test('reads columns whose names are longer than a query can make them, once they are safe', async () => {
  const catalog = await readCatalog(database.url, introspect)
  const { taskName } = await createModel(scratch.workspace, catalog, `${'注文'.repeat(10)}表`)
  expect(await scratch.compile()).toBe('')
  const { default: task }: { default: Task } = await import(
    pathToFileURL(join(scratch.root, `tasks/${taskName}.ts`)).href
  )
  expect(await rowsOf(taskName, task)).toBe(1)
  const orders = 'u6ce8u6587'.repeat(7)
  expect(task.schema.map((field) => field.name)).toEqual([
    'a'.repeat(63),
    'u436'.repeat(16).slice(0, 63),
    orders.slice(0, 63),
    `${orders.slice(0, 61)}_2`,
  ])
})

test('refuses a table whose task would have a name that no file has', async () => {
  const before = await scratch.files()
  // One letter that stands for a sentence of 18.
  const long = await scratch.codegen(database.url, 'create-model', 'ﷺ'.repeat(21))
  expect(long).toMatchObject({ status: 1, stdout: '' })
  expect(long.stderr).toMatch(
    /^invalid_task_name: table `ﷺ+`: its task would have a name of \d{4} /,
  )
  expect(await scratch.files()).toEqual(before)
})

test('names tables that may be meant when there is none of that name', async () => {
  const before = await scratch.files()
  const near = await scratch.codegen(database.url, 'create-model', 'ware')
  expect(near).toMatchObject({ status: 1, stdout: '' })
  expect(near.stderr).toBe(
    'unknown_table: table `ware`: not in the database; did you mean `wares`?\n',
  )
  const elsewhere = await scratch.codegen(database.url, 'create-model', 'shown')
  expect(elsewhere.stderr).toContain('did you mean `audit.shown`?')
  expect(await scratch.files()).toEqual(before)
})

test('refuses to touch a task that exists, and says which table took its name', async () => {
  await scratch.codegen(database.url, 'create-model', 'audit.events')
  await scratch.write('tasks/audit_events.ts', '// mine\n')
  const before = await scratch.files()

  const again = await scratch.codegen(database.url, 'create-model', 'audit_events')
  expect(again).toMatchObject({ status: 1, stdout: '' })
  expect(again.stderr).toContain(
    'task_exists: tasks/audit_events.ts: exists already (table `audit.events` has the same task name)',
  )
  expect(await scratch.files()).toEqual(before)
})

test('refuses a table without columns, and arguments that it does not know', async () => {
  const empty = await scratch.codegen(database.url, 'create-model', 'empty')
  expect(empty).toMatchObject({ status: 1, stdout: '' })
  expect(empty.stderr).toMatch(/^no_readable_column: /)
  for (const args of [['create-model'], ['create-model', 'a', 'b'], ['generate', '--chek'], []]) {
    expect(await scratch.codegen(database.url, ...args)).toMatchObject({ status: 2, stdout: '' })
  }
})

async function rowsOf(name: string, task: Task): Promise<number> {
  await using connection = await connect(connectionSettings({ url: database.url }))
  const reader = await task.open(connection, { name })
  let rows = 0
  for await (const { batch } of reader.batches()) rows += batch.rows
  return rows
}
