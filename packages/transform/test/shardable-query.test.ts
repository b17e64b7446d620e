import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryBuilder,
  sql,
} from 'kysely'
import { describe, expect, test } from 'vitest'
import { shardableQuery } from '../src/shardable-query.ts'
import { shardableTable } from '../src/shardable-table.ts'

interface Shop {
  orders: { id: number; user_id: number; total: number; tags: string[] }
  users: { id: number; name: string }
  'audit.events': { id: number }
}

const db = new Kysely<Shop>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
const orders = db.selectFrom('orders')
const BLOCKS = { by: 'ctid', fromBlock: 10, beforeBlock: 20 } as const

describe('a query that is read in parts', () => {
  test('gets the condition on its table, the bounds as parameters', () => {
    const source = shardableQuery(orders.select(['id', 'total']).where('total', '>', 5), [])
    expect(source?.table).toEqual({ name: 'orders' })
    expect(source?.restrict(BLOCKS)).toEqual({
      sql: 'select "id", "total" from "orders" where ("total" > $1) and ("orders"."ctid" >= $2::tid and "orders"."ctid" < $3::tid)',
      parameters: [5, '(10,0)', '(20,0)'],
    })
    expect(source?.restrict({ by: 'ctid', beforeBlock: 7 })).toMatchObject({
      sql: expect.stringMatching(/ and \("orders"\."ctid" < \$2::tid\)$/),
      parameters: [5, '(7,0)'],
    })
  })

  test('keeps raw conditions of a weak operator together', () => {
    const query = orders.select('id').where(sql<boolean>`id = 1 or id = 2`)
    expect(shardableQuery(query, [])?.restrict({ by: 'ctid', fromBlock: 1 }).sql).toBe(
      'select "id" from "orders" where (id = 1 or id = 2) and ("orders"."ctid" >= $1::tid)',
    )
  })

  test('may be joined, to the left or inner, and named otherwise', () => {
    const query = db
      .selectFrom('orders as o')
      .leftJoin('users as u', 'u.id', 'o.user_id')
      .innerJoin('users', 'users.id', 'o.user_id')
      .select(['o.id as order_id', 'u.name', 'users.id as id'])
    const source = shardableQuery(query, ['id', 'order_id'])
    expect(source).toMatchObject({ table: { name: 'orders' }, keys: ['id'] })
    expect(
      source?.restrict({ by: 'key', column: 'id', type: 'bigint', from: '5', nulls: true }).sql,
    ).toMatch(/ where \(\("o"\."id" >= \$1::bigint\) or "o"\."id" is null\)$/)
  })

  test('may name a schema', () => {
    const source = shardableQuery(db.selectFrom('audit.events').selectAll(), ['id'])
    expect(source?.table).toEqual({ schema: 'audit', name: 'events' })
    expect(source?.restrict({ by: 'ctid', fromBlock: 1 }).sql).toBe(
      'select * from "audit"."events" where ("audit"."events"."ctid" >= $1::tid)',
    )
    const other = shardableQuery(db.withSchema('shop').selectFrom('orders').select('id'), ['id'])
    expect(other?.table).toEqual({ schema: 'shop', name: 'orders' })
    expect(other?.restrict({ by: 'ctid', fromBlock: 1 }).sql).toBe(
      'select "id" from "shop"."orders" where ("shop"."orders"."ctid" >= $1::tid)',
    )
  })

  test('may compute values of a row', () => {
    const query = orders.select((eb) => [
      eb('total', '*', 2).as('double'),
      eb.fn.coalesce('total', eb.val(0)).as('total'),
      eb.case().when('total', '>', 5).then('large').else('small').end().as('kind'),
      eb.selectFrom('users').select('name').whereRef('users.id', '=', 'user_id').as('name'),
    ])
    expect(shardableQuery(query, [])).toBeDefined()
  })
})

describe('a query is read as a whole', () => {
  const whole: Record<string, SelectQueryBuilder<Shop, never, unknown>> = {
    'that groups': orders.select('user_id').groupBy('user_id'),
    'that has distinct rows': orders.select('user_id').distinct(),
    'that has distinct values': orders.distinctOn('user_id').select('id'),
    'that is limited': orders.select('id').limit(10),
    'that has an offset': orders.select('id').offset(10),
    'that is ordered': orders.select('id').orderBy('id'),
    'of an aggregate': orders.select((eb) => eb.fn.countAll().as('n')),
    'of an aggregate by its name': orders.select((eb) => eb.fn('string_agg', ['id']).as('n')),
    'of an aggregate in an expression': orders.select((eb) => eb(eb.fn.max('id'), '+', 1).as('n')),
    'of a window': orders.select((eb) => eb.fn.agg('row_number').over().as('n')),
    'of raw SQL': orders.select(sql<number>`count(*)`.as('n')),
    'of an aggregate over the outer row': orders.select((eb) =>
      eb
        .selectFrom('users')
        .select((inner) => inner.fn.max('orders.id').as('n'))
        .as('n'),
    ),
    'of several tables': db.selectFrom(['orders', 'users']).select('orders.id'),
    'of a subquery': db.selectFrom(orders.select('id').as('o')).select('o.id'),
    'of a table expression': db
      .with('o', () => orders.select('id'))
      .selectFrom('o')
      .select('id'),
    'of a union': orders.select('id').union(db.selectFrom('users').select('id')),
    'of a right join': orders.rightJoin('users', 'users.id', 'user_id').select('users.id'),
    'of a full join': orders.fullJoin('users', 'users.id', 'user_id').select('users.id'),
    'of a join to a subquery': orders
      .innerJoin(db.selectFrom('users').select('id').limit(1).as('u'), 'u.id', 'user_id')
      .select('u.id'),
    'that locks': orders.select('id').forUpdate(),
    'that has having': orders.select('user_id').having('user_id', '>', 1),
  }
  test.each(Object.entries(whole))('%s', (_, query) => {
    expect(query.compile()).toHaveProperty('sql')
    expect(shardableQuery(query, ['id'])).toBeUndefined()
  })
})

test('a table that is read as a whole gets the condition behind it', () => {
  const source = shardableTable({ schema: 'Odd "one', name: 'a.b' }, { sql: 'select "x" from …' })
  expect(source.restrict(BLOCKS)).toEqual({
    sql: 'select "x" from … where ("Odd ""one"."a.b"."ctid" >= $1::tid and "Odd ""one"."a.b"."ctid" < $2::tid)',
    parameters: ['(10,0)', '(20,0)'],
  })
})
