import { sql } from 'kysely'
import type { Int4 } from '@carmilla/extract'
import {
  decimal,
  defineTask,
  int32,
  int64,
  internal,
  optional,
  text,
  timestampMicros,
} from '@carmilla/transform'
import { db } from './database.ts'

defineTask({
  source: db.selectFrom('orders').select(['id', 'note']),
  record: () => ({ id: int32(), note: optional(text()) }),
})

defineTask({
  source: db.selectFrom('orders').select(['id', 'note']),
  record: () => ({
    id: optional(int32()), // error: the source is never NULL here; drop optional()
    note: text(), // error: the source may be NULL here; wrap the column in optional()
  }),
})

// Both the type and NULL: one sentence says what to write for both.
defineTask({
  source: db.selectFrom('orders').select(['id', 'note', 'user_id', 'rate']),
  record: () => ({
    id: optional(int64()), // error: the source is never NULL here; drop optional()
    note: int32(), // error: text cannot be written as int32(); use optional(text())
    user_id: text(), // error: int4 cannot be written as text(); use optional(int32())
    rate: optional(text()), // error: numeric(18,8) cannot be written as text(); use optional(decimal(18, 8))
  }),
})

// A left join makes every column of its table nullable.
defineTask({
  source: db
    .selectFrom('orders')
    .leftJoin('users', 'users.id', 'orders.user_id')
    .select(['orders.id', 'users.email', 'users.id as buyer_id']),
  record: () => ({
    id: int32(),
    email: text(), // error: the source may be NULL here; wrap the column in optional()
    buyer_id: int32(), // error: the source may be NULL here; wrap the column in optional()
  }),
})

defineTask({
  source: db
    .selectFrom('orders')
    .leftJoin('users', 'users.id', 'orders.user_id')
    .select(['orders.id', 'users.email', 'users.id as buyer_id']),
  record: () => ({ id: int32(), email: optional(text()), buyer_id: optional(int32()) }),
})

// An inner join does not.
defineTask({
  source: db
    .selectFrom('orders')
    .innerJoin('users', 'users.id', 'orders.user_id')
    .select(['orders.id', 'users.email']),
  record: () => ({
    id: int32(),
    email: optional(text()), // error: the source is never NULL here; drop optional()
  }),
})

// A right join makes the columns of the first table nullable.
defineTask({
  source: db
    .selectFrom('orders')
    .rightJoin('users', 'users.id', 'orders.user_id')
    .select(['orders.id', 'users.email']),
  record: () => ({
    id: int32(), // error: the source may be NULL here; wrap the column in optional()
    email: text(),
  }),
})

// A condition in the query that Kysely can follow.
defineTask({
  source: db
    .selectFrom('orders')
    .select(['id', 'note'])
    .where('note', 'is not', null)
    .$narrowType<{ note: string }>(),
  record: () => ({ id: int32(), note: internal() }),
})

defineTask({
  source: db
    .selectFrom('orders')
    .select([
      'id',
      sql<Int4 | null>`nullif(user_id, 0)`.as('buyer'),
      sql<null>`null`.as('nothing'),
    ]),
  record: () => ({
    id: int32(),
    buyer: int32(), // error: the source may be NULL here; wrap the column in optional()
    nothing: optional(text()), // error: the Postgres type of this column is not known; give it in the query, as in sql<Int4>`…`
  }),
})

// NULL instead of a value that the column cannot hold: then it is optional, whatever the source says.
defineTask({
  source: db.selectFrom('orders').select(['total', 'placed_at', 'paid_at', 'note']),
  record: () => ({
    total: optional(decimal(4, 2, { overflow: 'error' }), { unrepresentable: 'null' }),
    placed_at: optional(timestampMicros(), { unrepresentable: 'null' }),
    paid_at: optional(timestampMicros(), { unrepresentable: 'null' }), // error: timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())
    note: optional(text(), { unrepresentable: 'error' }), // error: Type '"error"' is not assignable to type '"null"'
  }),
})
