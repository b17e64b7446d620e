import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/index.ts'
import { findDifferences, generate, introspect, readCatalog } from '../src/index.ts'
import { execute } from './execute.ts'
import { ScratchWorkspace } from './scratch-workspace.ts'

const SCHEMA = `
  drop schema if exists shop cascade;
  drop schema public cascade;
  create schema public;
  create type order_state as enum ('new', 'shipped');
  create domain price as numeric(12,2);
  create table wares (id int primary key, name text not null);
  create table orders (
    id int not null primary key,
    version int not null,
    total_price numeric(14,2) not null,
    tip price,
    status order_state not null,
    note text,
    ware_id int references wares
  );
  comment on column orders.note is 'What the customer said';`

let database: TestDatabase
let scratch: ScratchWorkspace
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await execute(database.url, SCHEMA)
  scratch = await ScratchWorkspace.create()
  await generate(scratch.workspace, await readCatalog(database.url, introspect))
})
afterEach(() => scratch[Symbol.asyncDispose]())

test.each([
  [
    'alter table orders alter total_price type numeric(16,2)',
    ['orders.total_price: numeric(14,2) → numeric(16,2)'],
  ],
  ['alter table orders alter status drop not null', ['orders.status: now nullable']],
  ['alter table orders alter note set not null', ['orders.note: no longer nullable']],
  ['alter table orders drop note', ['orders.note: dropped']],
  ['alter table orders add remark text', ['orders.remark: added (text)']],
  [
    'alter table orders rename note to remark',
    ['orders.note: dropped (renamed to remark?)', 'orders.remark: added (text)'],
  ],
  [
    'alter table orders drop ware_id; drop table wares',
    [
      'orders.ware_id: dropped',
      'foreign key of orders: ware_id → wares (id) dropped',
      'table wares: dropped',
    ],
  ],
  [
    'alter table wares rename to goods',
    [
      'foreign key of orders: ware_id → wares (id), now goods (id)',
      'table wares: dropped (renamed to goods?)',
      'table goods: added',
    ],
  ],
  [
    'alter schema public rename to shop; create schema public',
    [
      'table orders: dropped (renamed to shop.orders?)',
      'table wares: dropped (renamed to shop.wares?)',
      'table shop.orders: added',
      'table shop.wares: added',
      'enum order_state: no longer used',
      'enum shop.order_state: added',
    ],
  ],
  [
    `alter type order_state add value 'paid' before 'shipped'`,
    [`enum order_state: label 'paid' added`],
  ],
  [
    `alter type order_state rename value 'new' to 'open'`,
    [`enum order_state: label 'new' dropped`, `enum order_state: label 'open' added`],
  ],
  [
    'alter table orders drop constraint orders_pkey, add primary key (id, version)',
    ['primary key of orders: id → id, version'],
  ],
  ['create unique index on orders (note, version)', ['unique key of orders: note, version added']],
  [`comment on column orders.note is 'Free text'`, ['orders.note: comment changed']],
  [`comment on table wares is 'What is sold'`, ['table wares: comment added']],
  ['create view cheap as select id from orders', ['table cheap: added']],
  [
    'alter table orders drop tip; drop domain price; create domain price as numeric(14,2); alter table orders add tip price',
    [
      'orders.tip: price was numeric(12,2), now numeric(14,2)',
      'table orders: columns in another order',
    ],
  ],
])('says what `%s` has changed', async (statement, expected) => {
  await execute(database.url, statement)
  expect(await differences()).toEqual(expected)
})

test('exits with 0 and one line when all is equal, with 1 when not', async () => {
  expect(await scratch.codegen(database.url, 'generate', '--check')).toEqual({
    status: 0,
    stdout: 'generated/ is up to date\n',
    stderr: '',
  })
  await execute(database.url, 'alter table wares add price numeric(14,2)')
  const before = await scratch.files()
  expect(await scratch.codegen(database.url, 'generate', '--check')).toEqual({
    status: 1,
    stdout: 'wares.price: added (numeric(14,2))\n',
    stderr: '',
  })
  expect(await scratch.files()).toEqual(before)
})

test('names files that were edited by hand, also when the database has changed', async () => {
  const schema = await scratch.read('generated/schema.ts')
  await scratch.write(
    'generated/schema.ts',
    schema.replace('total_price: Numeric<14, 2>', 'total_price: Numeric<18, 2>'),
  )
  await scratch.write('generated/tasks.ts', `${await scratch.read('generated/tasks.ts')}\n`)
  await execute(database.url, 'alter table orders drop note')
  expect(await differences()).toEqual([
    'orders.note: dropped',
    expect.stringMatching(/^generated\/schema\.ts: not as make codegen writes it \(edited by hand/),
    expect.stringMatching(/^generated\/tasks\.ts: not as make codegen writes it/),
  ])
})

test('survives a tables.ts that cannot be read, and names it', async () => {
  await scratch.write('generated/tables.ts', 'export const tables = [{ name: 1 }')
  expect(await differences()).toEqual([expect.stringMatching(/^generated\/tables\.ts: not as/)])
})

test('names files that are missing, and tasks that are not registered', async () => {
  await scratch.remove('generated/db.ts')
  await scratch.write('tasks/wares.ts', 'export default {}')
  expect(await differences()).toEqual([
    'tasks/wares.ts is not registered; run make codegen',
    'generated/db.ts: missing; run make codegen',
  ])
})

async function differences(): Promise<readonly string[]> {
  return findDifferences(scratch.workspace, await readCatalog(database.url, introspect))
}
