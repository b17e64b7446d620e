import {
  date,
  defineTask,
  int32,
  int64,
  internal,
  lookup,
  optional,
  text,
} from '@carmilla/transform'
import { db } from './database.ts'

const orders = db.selectFrom('orders').select(['id', 'user_id', 'total'])
const source = { id: internal(), user_id: internal(), total: internal() }

const usersById = lookup(db.selectFrom('users').select(['id', 'email', 'name']), 'id')

// What is found keeps its type; what is not found must be handled.
defineTask({
  source: orders,
  lookups: { users: usersById },
  where: (order, { users }) => users.get(order.user_id) !== undefined,
  facts: (order, { users }) => users.get(order.user_id),
  record: ({ derive }) => ({
    ...source,
    email: derive(optional(text()), (order, { users }) => users.get(order.user_id)?.email ?? null),
    name: derive(text(), (_order, _lookups, user) => user?.name ?? 'nobody'),
  }),
})

defineTask({
  source: orders,
  lookups: { users: usersById },
  record: ({ derive }) => ({
    ...source,
    a: derive(text(), (order, { users }) => users.get(order.user_id).email), // error: Object is possibly 'undefined'
    b: derive(text(), (order, { users }) => users.get(order.user_id)?.email), // error: Type 'undefined' is not assignable to type 'string'
    c: derive(optional(text()), (order, { users }) => users.get(order.user_id)?.mail ?? null), // error: Property 'mail' does not exist on type
    d: derive(int32(), (order, { users }) => users.get(order.user_id)?.name ?? 0), // error: Type 'string' is not assignable to type 'number'
    e: derive(optional(text()), (order, { users }) => users.get(order.total)?.name ?? null), // error: Argument of type 'Decimal' is not assignable to parameter of type 'number'
    f: derive(optional(text()), (order, { user }) => user.get(order.user_id)?.name ?? null), // error: Property 'user' does not exist on type
  }),
})

// The key must be a column of the lookup's query.
lookup(
  db.selectFrom('users').select(['email', 'name']),
  'id', // error: Argument of type '"id"' is not assignable to parameter of type '"email" | "name"'
)

// Two objects are never the same key.
lookup(
  db.selectFrom('orders').select(['id', 'total', 'rate']),
  'rate', // error: Argument of type '"rate"' is not assignable to parameter of type '"id"'
)

lookup(
  db.selectFrom('samples').selectAll(),
  'texts', // error: Argument of type '"texts"' is not assignable to parameter of type
)

lookup(db.selectFrom('samples').selectAll(), 'int8')
lookup(db.selectFrom('samples').selectAll(), 'uuid')
lookup(db.selectFrom('samples').selectAll(), 'date')

lookup(
  db.selectFrom('users').select(['id', 'mail']), // error: no table of this query has a column 'mail'
  'id',
)

lookup(
  db.selectFrom('users').select(['id', 'mail']).orderBy('id'), // error: no table of this query has a column 'mail'
  'id',
  { keep: 'last' },
)

lookup(db.selectFrom('users').select(['id', 'email']).orderBy('id'), 'id', { keep: 'last' })

lookup(
  db.selectFrom('users').select(['id', 'email']).orderBy('id'),
  'id',
  { keep: 'any' }, // error: Type '"any"' is not assignable to type 'Keep | undefined'
)

// What may be refused may be NULL where it then is; what is always a value stays one.
const samplesById = lookup(db.selectFrom('samples').selectAll(), 'int8', {
  unrepresentable: 'null',
})
const strictSamplesById = lookup(db.selectFrom('samples').selectAll(), 'int8')

defineTask({
  source: orders,
  lookups: { nulled: samplesById, strict: strictSamplesById },
  where: (_order, { strict }) => strict.get(1n)?.date.valueOf() !== 0,
  facts: (_order, { nulled }) => nulled.get(1n)?.uuid.length,
  record: ({ derive }) => ({
    ...source,
    a: derive(optional(date()), (_order, { nulled }) => nulled.get(1n)?.date ?? null),
    b: derive(int64(), (_order, { nulled }) => nulled.get(1n)?.int8 ?? 0n),
    c: derive(int32(), (_order, { nulled }) => nulled.get(1n)?.date.valueOf() ?? 0), // error: Object is possibly 'null'
    d: derive(int32(), (_order, { nulled }) => nulled.get(1n)?.texts.length ?? 0), // error: Object is possibly 'null'
  }),
})

lookup(db.selectFrom('users').select(['id', 'email']), 'id', {
  unrepresentable: 'nil', // error: Type '"nil"' is not assignable to type 'LookupPolicy | undefined'
})
