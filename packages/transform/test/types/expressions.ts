import { sql } from 'kysely'
import type { Int4, PgArray, Text } from '@carmilla/extract'
import { decimal, defineTask, int32, internal, list, optional, text } from '@carmilla/transform'
import { db } from './database.ts'

// An alias names the column of the record; its type is that of the column.
defineTask({
  source: db.selectFrom('orders').select(['id as order_id', 'orders.total as price']),
  record: () => ({ order_id: int32(), price: decimal(14, 2) }),
})

defineTask({
  source: db.selectFrom('orders').select(['id as order_id', 'orders.total as price']),
  record: () => ({
    id: int32(), // error: the source has no column 'id'; select it, or compute it with derive()
    price: text(), // error: numeric(14,2) cannot be written as text(); use decimal(14, 2)
  }),
})

defineTask({
  source: db
    .selectFrom('orders')
    .select([
      sql<Int4>`1`.as('one'),
      sql<Text | null>`nullif(note, '')`.as('note'),
      sql<number>`2`.as('two'),
      sql<string>`'three'`.as('three'),
      sql`4`.as('four'),
    ]),
  record: () => ({
    one: int32(),
    note: optional(text()),
    two: int32(), // error: the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`
    three: text(), // error: the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`
    four: int32(), // error: the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`
  }),
})

// Kysely types an aggregate as what pg would return.
defineTask({
  source: db.selectFrom('orders').select(({ fn }) => [fn.countAll().as('orders')]),
  record: () => ({
    orders: int32(), // error: the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`
  }),
})

// A column of a type that cannot be read, and its cast.
defineTask({
  source: db.selectFrom('nested').select(['odds']),
  record: () => ({
    odds: list(text()), // error: a composite type[] cannot be written as list(text()); use a cast in the query, as in sql<PgArray<Text>>`odds::text[]`
  }),
})

defineTask({
  source: db.selectFrom('nested').select([sql<PgArray<Text>>`odds::text[]`.as('odds')]),
  record: () => ({ odds: list(text()) }),
})

defineTask({
  source: db.selectFrom('samples').select(['inet', 'int4']),
  record: () => ({ inet: internal(), int4: int32() }),
})

// A condition with a value of another type.
defineTask({
  source: db.selectFrom('orders').select(['id']).where('status', '=', 'payd'), // error: '"payd"' is not assignable
  record: () => ({ id: int32() }),
})

defineTask({
  source: db
    .selectFrom('orders')
    .select(['id'])
    .where('status', '=', 'paid')
    .where('total', '>', '19.99'),
  record: () => ({ id: int32() }),
})
