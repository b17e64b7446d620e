import {
  bool,
  date,
  dateOf,
  decimal,
  decimalOf,
  defineTask,
  divide,
  int16,
  int32,
  int64,
  internal,
  json,
  list,
  multiply,
  optional,
  text,
  timestampMicros,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './database.ts'

const orders = db
  .selectFrom('orders')
  .select(['id', 'total', 'rate', 'status', 'note', 'placed_at', 'paid_at'])

const source = {
  id: internal(),
  total: internal(),
  rate: internal(),
  status: internal(),
  note: internal(),
  placed_at: internal(),
  paid_at: internal(),
}

// Functions see exact values of the column's own type.
defineTask({
  source: orders,
  where: (order) => order.status === 'paid' && order.total.numerator > 0n,
  facts: (order) => ({ half: divide(order.total, decimalOf(2)), long: order.id > 1_000_000 }),
  record: ({ derive }) => ({
    ...source,
    half: derive(optional(decimal(14, 2)), (_order, _lookups, { half }) => half),
    is_long: derive(bool(), (_order, _lookups, { long }) => long),
    in_dollars: derive(optional(decimal(24, 6)), (order) => multiply(order.total, order.rate)),
    day: derive(date(), (order) => dateOf(order.placed_at)),
    paid_on: derive(optional(date()), (order) => dateOf(order.paid_at)),
    placed: derive(timestampMicros(), (order) => order.placed_at),
    paid: derive(optional(timestamptzMicros()), (order) => order.paid_at),
    big_id: derive(int64(), (order) => BigInt(order.id)),
    words: derive(list(text()), (order) => [order.note, order.status]),
    // A derived column may replace one of the source.
    note: derive(text(), (order) => order.note ?? ''),
  }),
})

// What is wrong in the function is at its line, in the words of TypeScript.
defineTask({
  source: orders,
  record: ({ derive }) => ({
    ...source,
    a: derive(int32(), (order) => order.note), // error: Type 'string | null' is not assignable to type 'number'
    b: derive(int32(), () => null), // error: Type 'null' is not assignable to type 'number'
    c: derive(int32(), (order) => order.nr), // error: Property 'nr' does not exist on type
    d: derive(int32(), (order) => BigInt(order.id)), // error: Type 'bigint' is not assignable to type 'number'
    e: derive(int64(), (order) => order.id), // error: Type 'number' is not assignable to type 'bigint'
    f: derive(text(), (order) => order.note), // error: Type 'null' is not assignable to type 'string'
    g: derive(bool(), (order) => order.status), // error: is not assignable to type 'boolean'
    h: derive(decimal(14, 2), (order) => order.id), // error: Type 'number' is not assignable to type 'Decimal'
    i: derive(decimal(14, 2), () => '19.99'), // error: Type 'string' is not assignable to type 'Decimal'
    j: derive(decimal(14, 2), (order) => order.rate), // error: Type 'null' is not assignable to type 'Decimal'
    k: derive(decimal(14, 2), (order) => divide(order.total, order.total)), // error: is not assignable to type 'Decimal'
    l: derive(date(), () => 20_000), // error: Type 'number' is not assignable to type 'EpochDays'
    m: derive(date(), () => new Date()), // error: Type 'Date' is not assignable to type 'EpochDays'
    n: derive(date(), (order) => order.placed_at), // error: Type 'LocalMicros' is not assignable to type 'EpochDays'
    o: derive(optional(date()), (order) => order.paid_at), // error: Type 'EpochMicros | null' is not assignable to type
    p: derive(timestampMicros(), (order) => dateOf(order.placed_at)), // error: Type 'EpochDays' is not assignable to type 'LocalMicros'
    q: derive(optional(timestampMicros()), (order) => order.paid_at), // error: Type 'EpochMicros | null' is not assignable to type
    r: derive(timestamptzMicros(), (order) => order.placed_at), // error: Type 'LocalMicros' is not assignable to type 'EpochMicros'
    s: derive(timestampMicros(), () => 0n), // error: Type 'bigint' is not assignable to type 'LocalMicros'
    t: derive(list(int16()), (order) => [order.note]), // error: is not assignable to type
    u: derive(uuid(), (order) => order.id), // error: Type 'number' is not assignable to type 'string'
    v: derive(json(), () => ({ a: 1 })), // error: is not assignable to type 'string'
    w: derive(decimal(14, 2), (order) => order.total * 2), // error: The left-hand side of an arithmetic operation must be
    x: derive(internal(), () => null), // error: Type 'InternalColumn' is missing the following properties
  }),
})

// Labels of an enum are known.
defineTask({
  source: orders,
  where: (order) => order.status === 'payd', // error: have no overlap
  record: () => source,
})

defineTask({
  source: orders,
  where: (order) => order.note, // error: Type 'string | null' is not assignable to type 'boolean'
  record: () => source,
})

defineTask({
  source: orders,
  where: (order) => order.state === 'paid', // error: Property 'state' does not exist on type
  record: () => source,
})

// Facts keep their types.
defineTask({
  source: orders,
  facts: (order) => ({ half: divide(order.total, decimalOf(2)), day: order.nr }), // error: Property 'nr' does not exist on type
  record: () => source,
})

defineTask({
  source: orders,
  facts: (order) => ({ day: dateOf(order.placed_at) }),
  record: ({ derive }) => ({
    ...source,
    day: derive(text(), (_order, _lookups, { day }) => day), // error: Type 'EpochDays' is not assignable to type 'string'
    half: derive(text(), (_order, _lookups, { half }) => half), // error: Property 'half' does not exist on type
  }),
})

defineTask({
  source: orders,
  record: ({ derive }) => ({
    ...source,
    half: derive(text(), (_order, _lookups, facts) => facts.half), // error: 'facts' is possibly 'undefined'
  }),
})
