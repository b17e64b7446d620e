import type { Connection } from '@carmilla/extract'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { execute, open, sql } from './source-database.ts'

let database: TestDatabase
let connection: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(
    database.url,
    `create table orders (id int primary key, gone int, "Total" numeric);
     alter table orders drop column gone;
     create schema shop;
     create table shop.lines (line int, order_no text, note text, primary key (order_no, line) include (note));
     create table shop.keyless (a int, b int unique not null);
     create view order_totals as select id, "Total" as total from orders;
     create materialized view totals as select id from orders;
     create table events (id int, day date, primary key (day, id)) partition by range (day);
     create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');`,
  )
  connection = await open(database.url)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

/** Of each column: table, column there, and the primary key. */
async function origins(text: string): Promise<readonly (readonly string[] | undefined)[]> {
  const columns = await connection.describe(sql(text))
  return columns.map(({ origin }) => {
    if (origin === undefined) return undefined
    const { table, column } = origin
    return [`${table.schema}.${table.name}`, column, ...table.primaryKey]
  })
}

const id = ['public.orders', 'id', 'id']

test('follows a column through aliases, joins, subqueries and common table expressions', async () => {
  expect(
    await origins(`
      with found as (select "Total" as amount, o.id from orders o)
      select f.id as a, f.amount as b, l.line, l.note as c, s.id as d
      from found f
      left join shop.lines l on l.order_no = f.id::text
      cross join lateral (select f.id) s`),
  ).toEqual([
    id,
    ['public.orders', 'Total', 'id'],
    ['shop.lines', 'line', 'order_no', 'line'],
    ['shop.lines', 'note', 'order_no', 'line'],
    id,
  ])
})

test('has none for an expression, a union and a column of the system', async () => {
  expect(await origins('select id + 1, 1, now(), id from orders')).toEqual([
    undefined,
    undefined,
    undefined,
    id,
  ])
  expect(await origins('select id from orders union all select 1')).toEqual([undefined])
  expect(await origins('select ctid, tableoid, id from orders')).toEqual([undefined, undefined, id])
  expect(await origins('select from orders')).toEqual([])
})

test('knows no primary key of a view or of a table that has none', async () => {
  expect(await origins('select total from order_totals')).toEqual([
    ['public.order_totals', 'total'],
  ])
  expect(await origins('select id from totals')).toEqual([['public.totals', 'id']])
  expect(await origins('select a, b from shop.keyless')).toEqual([
    ['shop.keyless', 'a'],
    ['shop.keyless', 'b'],
  ])
})

test('is the table that the query names, partitioned or not', async () => {
  expect(await origins('select id from events')).toEqual([['public.events', 'id', 'day', 'id']])
  expect(await origins('select id from events_2026')).toEqual([
    ['public.events_2026', 'id', 'day', 'id'],
  ])
})
