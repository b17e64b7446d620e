import { sql } from 'kysely'
import type { Int4 } from '@carmilla/extract'
import { decimal, defineTask, int32, internal, map, optional, text } from '@carmilla/transform'
import { db } from './database.ts'

// Every column once: written, or only read.
defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note']),
  record: () => ({ id: int32(), total: decimal(14, 2), note: internal() }),
})

defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({
    // error: the record has no column 'total'; add decimal(14, 2), or internal()
    id: int32(),
  }),
})

defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note', 'rate']),
  record: () => ({
    // error: the record has no column 'note'; add optional(text()), or internal()
    id: int32(),
    total: decimal(14, 2),
  }),
})

// A type that no column function holds.
defineTask({
  source: db.selectFrom('nested').select(['hstore', 'odds']),
  record: () => ({
    // error: the record has no column 'odds'; add a cast in the query, as in sql<PgArray<Text>>`odds::text[]`, or internal()
    hstore: map(text(), text()),
  }),
})

defineTask({
  source: db.selectFrom('orders').select(['id']),
  record: () => ({
    id: int32(),
    total: decimal(14, 2), // error: the source has no column 'total'; select it, or compute it with derive()
  }),
})

defineTask({
  source: db.selectFrom('orders').select(['id']),
  record: () => ({
    id: int32(),
    total: internal(), // error: the source has no column 'total'; select it, or compute it with derive()
  }),
})

// Misspelt in the record: one error, at the name that is wrong.
defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({
    id: int32(),
    totl: decimal(14, 2), // error: the source has no column 'totl'; select it, or compute it with derive()
  }),
})

// Several faults at once.
defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note']),
  record: () => ({
    id: text(), // error: int4 cannot be written as text(); use int32()
    total: optional(decimal(14, 2)), // error: the source is never NULL here; drop optional()
    note: text(), // error: the source may be NULL here; wrap the column in optional()
  }),
})

// A record in a body of its own: TypeScript names the first fault, at the name of the function.
defineTask({
  source: db.selectFrom('orders').select(['id', 'note']),
  record: () => {
    // error: int4 cannot be written as text(); use int32()
    return { id: text(), note: text() }
  },
})

defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({
    id: int32, // error: not a column; use one of the column functions, such as int32() or text()
    total: 14.2, // error: not a column; use one of the column functions, such as int32() or text()
  }),
})

// A table that does not exist: one error, where the query goes on, and it names it.
defineTask({
  source: db.selectFrom('ordrs').select(['id', 'total']), // error: the database has no table 'ordrs'
  record: () => ({ id: int32(), total: decimal(14, 2) }),
})

defineTask({
  source: db
    .selectFrom('ordrs as o')
    .leftJoin('users as u', 'u.id', 'o.user_id') // error: the database has no table 'ordrs'
    .select(['o.id']),
  record: () => ({ id: int32() }),
})

defineTask({
  source: db.selectFrom('orders as o').select(['o.id']),
  record: () => ({ id: int32() }),
})

defineTask({
  source: db
    .with('few', (few) => few.selectFrom('orders').select(['id']).limit(10))
    .selectFrom('few')
    .select(['few.id']),
  record: () => ({ id: int32() }),
})

// A column that does not exist, in the query: the error is where the query is used, and names it.
defineTask({
  source: db.selectFrom('orders').select([
    // error: no table of this query has a column 'totl'
    'id',
    'totl',
  ]),
  record: () => ({ id: int32(), totl: decimal(14, 2) }),
})

defineTask({
  source: db.selectFrom('orders').select(['id', 'orders.totl']).where('id', '>', 1), // error: no table of this query has a column 'orders.totl'
  record: () => ({ id: int32(), totl: decimal(14, 2) }),
})

defineTask({
  source: db // error: no table of this query has a column 'totl'
    .selectFrom('orders')
    .leftJoin('users', 'users.id', 'orders.user_id')
    .select(['orders.id', 'totl as sum', sql<Int4>`1`.as('one')]),
  record: () => ({ id: int32(), sum: decimal(14, 2), one: int32() }),
})

defineTask({
  source: db.selectFrom('orders').select('totl'), // error: Argument of type '"totl"' is not assignable
  record: () => ({ totl: decimal(14, 2) }),
})

// Beside a callback Kysely's own words remain.
defineTask({
  source: db.selectFrom('orders').select(['totl', (eb) => eb.ref('id').as('id')]), // error: No overload matches this call
  record: () => ({ id: int32(), totl: decimal(14, 2) }),
})

// Names that exist, in every way to write them.
defineTask({
  source: db
    .selectFrom('orders')
    .innerJoin('users as buyer', 'buyer.id', 'orders.user_id')
    .select(['orders.id', 'total', 'email as buyer_email', 'buyer.name as buyer_name'])
    .select([sql<Int4>`1`.as('one'), 'orders.id as order_id'])
    .select((eb) => [eb.ref('orders.id').as('again')]),
  record: () => ({
    id: int32(),
    total: decimal(14, 2),
    buyer_email: text(),
    buyer_name: optional(text()),
    one: int32(),
    order_id: int32(),
    again: int32(),
  }),
})
