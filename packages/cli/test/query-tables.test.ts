import { expect, test } from 'vitest'
import { tablesInQuery } from '../src/plan/query-tables.ts'

test.each([
  { sql: 'select "id", "orders" from "customers"', tables: [{ name: 'customers' }] },
  {
    sql: 'select "o"."id" from "orders" as "o" left join "audit"."Big ""Events""" as "e" on "o"."id" = "e"."id"',
    tables: [{ name: 'orders' }, { schema: 'audit', name: 'Big "Events"' }],
  },
  {
    sql: 'select "o"."id" from "orders" as "o", "audit"."events", "x" where "a" in ($1, $2)',
    tables: [{ name: 'orders' }, { schema: 'audit', name: 'events' }, { name: 'x' }],
  },
  { sql: 'select id FROM Orders o\nINNER JOIN größe using (id)', tables: ['orders', 'größe'] },
  { sql: 'select 1', tables: [] },
  {
    sql: 'with "new" as (select * from "orders") select "id" from "new"',
    tables: ['orders', 'new'],
  },
])('finds the tables of $sql', ({ sql, tables }) => {
  const expected = tables.map((table) => (typeof table === 'string' ? { name: table } : table))
  expect(tablesInQuery(sql)).toEqual(expected)
})
