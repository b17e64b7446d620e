/** More rows than a batch has, and one at fault in each table: where it stands is known. */
export const SCHEMA = `
create type price as (amount numeric, unit text);
create table customers (id int primary key, name text not null, score numeric, seen_at timestamp);
insert into customers select i, 'c' || i, i, '2026-03-01' from generate_series(1, 10) i;
update customers set score = 'NaN', seen_at = 'infinity' where id = 7;

create table orders (
  id bigint primary key, customer_id int, total numeric, parts timestamp[], price price, placed_at timestamp
);
insert into orders
select i, nullif(i % 11, 0), i, array['2026-03-01'::timestamp, null], row(1, 'kg')::price, '2026-03-01'::timestamp + i * interval '1 hour'
from generate_series(1, 20000) i;
update orders
set total = 12.345, parts = '{2026-03-01,NULL,-infinity}', price = row(0.005, 'kg')::price, placed_at = '-infinity'
where id = 18271;

create table lines (order_no text, line int, total numeric, primary key (order_no, line));
insert into lines values ('a', 1, 1), ('it''s', 2, 1.005);
create table days (total numeric, day date, at timestamptz, code numeric(6, 2), raw bytea, primary key (day, at, code, raw));
insert into days values (0.001, '2026-02-28', '2026-02-28 23:59:59.25+02', -0.5, '\\xc0de');
create table keyless ("Total" numeric);
insert into keyless values (1), (2), (0.001);
create table noted (key text primary key, total numeric);
insert into noted values (repeat('k', 1000), repeat('9', 1000)::numeric);
create table staff (id int primary key, boss int, score numeric);
insert into staff values (1, null, 1), (2, 1, 0.125);

create view order_totals as select id, total from orders;
create table events (id int, day date, total numeric, primary key (id, day)) partition by range (day);
create table events_march partition of events for values from ('2026-03-01') to ('2026-04-01');
insert into events values (1, '2026-03-01', 1), (2, '2026-03-02', 0.125);
`

/** A task, and the message of its failure but for its beginning, which names the task. */
export interface Case {
  readonly task: string
  readonly says: string
}

const DECIMAL = `decimal(18, 2, { overflow: 'error' })`
const UNFIT = 'does not fit decimal(18, 2); widen the decimal, or round in the query'
const INFINITE =
  'does not fit microseconds since 1970 in 64 bits; replace it in the query, for instance with NULL'
const OR_NULL = `, or write NULL and count it with optional(…, { unrepresentable: 'null' })`

export const CASES: Readonly<Record<string, Case>> = {
  by_key: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'total']),
      record: () => ({ id: int64(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.orders.total), row with id = 18271: numeric 12.345 ${UNFIT}${OR_NULL}`,
  },
  renamed: {
    task: `{
      source: db.selectFrom('orders').select(['id as order_id', 'total as amount']),
      record: () => ({ order_id: int64(), amount: optional(${DECIMAL}) }),
    }`,
    says: ` column \`amount\` (public.orders.total), row with id = 18271: numeric 12.345 ${UNFIT}${OR_NULL}`,
  },
  without_key: {
    task: `{
      source: db.selectFrom('orders').select(['total']).orderBy('id'),
      record: () => ({ total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.orders.total), row 18271 of the result: numeric 12.345 ${UNFIT}${OR_NULL}; select the primary key (id) to see which row`,
  },
  half_a_key: {
    task: `{
      source: db.selectFrom('lines').select(['line', 'total']).orderBy('line'),
      record: () => ({ line: int32(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.lines.total), row 2 of the result: numeric 1.005 ${UNFIT}${OR_NULL}; select the primary key (order_no, line) to see which row`,
  },
  composite_key: {
    task: `{
      source: db.selectFrom('lines').select(['total', 'line', 'order_no']),
      record: () => ({ total: optional(${DECIMAL}), line: int32(), order_no: text() }),
    }`,
    says: ` column \`total\` (public.lines.total), row with order_no = 'it''s', line = 2: numeric 1.005 ${UNFIT}${OR_NULL}`,
  },
  key_of_many_types: {
    task: `{
      source: db.selectFrom('days').selectAll(),
      record: () => ({
        total: optional(${DECIMAL}),
        day: date(),
        at: timestamptzMicros(),
        code: decimal(6, 2),
        raw: binary(),
      }),
    }`,
    says: ` column \`total\` (public.days.total), row with day = '2026-02-28', at = '2026-02-28 21:59:59.25+00', code = -0.50, raw = '\\xc0de': numeric 0.001 ${UNFIT}${OR_NULL}`,
  },
  no_key: {
    task: `{
      source: db.selectFrom('keyless').select(['Total']),
      record: () => ({ Total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`Total\` (public.keyless."Total"), row 3 of the result: numeric 0.001 ${UNFIT}${OR_NULL}`,
  },
  long_values: {
    task: `{
      source: db.selectFrom('noted').select(['key', 'total']),
      record: () => ({ key: text(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.noted.total), row with key = '${'k'.repeat(200)}…': numeric ${'9'.repeat(200)}… ${UNFIT}${OR_NULL}`,
  },
  expression: {
    task: `{
      source: db.selectFrom('orders').select(['id', sql<Numeric | null>\`total * 1\`.as('total')]),
      record: () => ({ id: int64(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\`, row with id = 18271: numeric 12.345 ${UNFIT}${OR_NULL}`,
  },
  view: {
    task: `{
      source: db.selectFrom('order_totals').select(['id', 'total']).orderBy('id'),
      record: () => ({ id: optional(int64()), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.order_totals.total), row 18271 of the result: numeric 12.345 ${UNFIT}${OR_NULL}`,
  },
  partitioned_table: {
    task: `{
      source: db.selectFrom('events').select(['id', 'day', 'total']),
      record: () => ({ id: int32(), day: date(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.events.total), row with id = 2, day = '2026-03-02': numeric 0.125 ${UNFIT}${OR_NULL}`,
  },
  join: {
    task: `{
      source: db
        .selectFrom('orders')
        .leftJoin('customers', 'customers.id', 'orders.customer_id')
        .select(['orders.id', 'customers.id as customer_id', 'customers.score'])
        .orderBy('orders.id'),
      record: () => ({
        id: int64(),
        customer_id: optional(int32()),
        score: optional(${DECIMAL}),
      }),
    }`,
    says: ` column \`score\` (public.customers.score), row with id = 7: numeric NaN does not fit decimal(18, 2); replace it in the query, for instance with NULL, or keep the column as text${OR_NULL}`,
  },
  join_without_its_key: {
    task: `{
      source: db
        .selectFrom('orders')
        .leftJoin('customers', 'customers.id', 'orders.customer_id')
        .select(['orders.id', 'customers.score'])
        .orderBy('orders.id'),
      record: () => ({ id: int64(), score: optional(${DECIMAL}) }),
    }`,
    says: ` column \`score\` (public.customers.score), row with orders.id = 7: numeric NaN does not fit decimal(18, 2); replace it in the query, for instance with NULL, or keep the column as text${OR_NULL}`,
  },
  join_without_keys: {
    task: `{
      source: db
        .selectFrom('orders')
        .leftJoin('customers', 'customers.id', 'orders.customer_id')
        .select(['orders.total', 'customers.score'])
        .orderBy('orders.id'),
      record: () => ({ total: internal(), score: optional(${DECIMAL}) }),
    }`,
    says: ` column \`score\` (public.customers.score), row 7 of the result: numeric NaN does not fit decimal(18, 2); replace it in the query, for instance with NULL, or keep the column as text${OR_NULL}; select the primary key (customers.id) to see which row`,
  },
  self_join: {
    task: `{
      source: db
        .selectFrom('staff')
        .innerJoin('staff as boss', 'boss.id', 'staff.boss')
        .select(['staff.id', 'boss.id as boss_id', 'staff.score']),
      record: () => ({ id: int32(), boss_id: int32(), score: optional(${DECIMAL}) }),
    }`,
    says: ` column \`score\` (public.staff.score), row with id = 2, boss_id = 1: numeric 0.125 ${UNFIT}${OR_NULL}`,
  },
  filtered: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'total']),
      where: (order) => order.id % 3n === 1n,
      record: () => ({ id: int64(), total: optional(${DECIMAL}) }),
    }`,
    says: ` column \`total\` (public.orders.total), row with id = 18271: numeric 12.345 ${UNFIT}${OR_NULL}`,
  },
  filtered_and_split: {
    task: `{
      source: db
        .selectFrom('orders')
        .select(['total', 'customer_id', sql<Timestamp>\`'2026-03-01'::timestamp + id % 40 * interval '1 day'\`.as('at')])
        .orderBy('id'),
      where: (order) => order.customer_id !== 3,
      partitionBy: ({ weekOfMonth }) => weekOfMonth('at'),
      record: () => ({ total: optional(${DECIMAL}), customer_id: internal(), at: internal() }),
    }`,
    says: ` column \`total\` (public.orders.total), row 18271 of the result: numeric 12.345 ${UNFIT}${OR_NULL}; select the primary key (id) to see which row`,
  },
  partition: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'placed_at']),
      where: (order) => order.id > 10n,
      partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at'),
      record: () => ({ id: int64(), placed_at: internal() }),
    }`,
    says: ` partition column \`placed_at\` (public.orders.placed_at), row with id = 18271: timestamp -infinity ${INFINITE}`,
  },
  element: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'parts']),
      record: () => ({ id: int64(), parts: optional(list(timestampMicros())) }),
    }`,
    says: ` column \`parts\` (public.orders.parts), row with id = 18271: array element: timestamp -infinity ${INFINITE}${OR_NULL}`,
  },
  field: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'price']),
      record: () => ({
        id: int64(),
        price: optional(struct({ amount: optional(${DECIMAL}), unit: optional(text()) })),
      }),
    }`,
    says: ` column \`price\` (public.orders.price), row with id = 18271: field \`amount\`: numeric 0.005 ${UNFIT}${OR_NULL}`,
  },
  where: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'placed_at']),
      where: (order) => order.placed_at !== null,
      record: () => ({ id: int64(), placed_at: internal() }),
    }`,
    says: ` where, row with id = 18271: source column \`placed_at\` (public.orders.placed_at): timestamp -infinity ${INFINITE}`,
  },
  facts: {
    task: `{
      source: db.selectFrom('orders').select(['id', 'total']),
      where: (order) => order.id > 10n,
      facts: (order) => failing(order.id),
      record: ({ derive }) => ({
        id: int64(),
        total: internal(),
        twice: derive(int64(), (_order, _lookups, id) => id * 2n),
      }),
    }`,
    says: ' facts, row with id = 18271: no luck',
  },
  derived: {
    task: `{
      source: db
        .selectFrom('orders')
        .leftJoin('customers', 'customers.id', 'orders.customer_id')
        .select(['orders.id', 'customers.id as customer_id']),
      record: ({ derive }) => ({
        id: int64(),
        customer_id: optional(int32()),
        same: derive(int64(), (order) => failing(order.id)),
      }),
    }`,
    // The customer of the order does not exist: 18271 % 11 is 0.
    says: ' column `same`, row with orders.id = 18271: no luck',
  },
  derived_of_a_join: {
    task: `{
      source: db
        .selectFrom('orders')
        .innerJoin('customers', 'customers.id', 'orders.customer_id')
        .select(['orders.id', 'customers.id as customer_id'])
        .where('orders.id', '=', 18272n),
      record: ({ derive }) => ({
        id: int64(),
        customer_id: int32(),
        same: derive(int64(), (order) => failing(order.id - 1n)),
      }),
    }`,
    says: ' column `same`, row with orders.id = 18272, customers.id = 1: no luck',
  },
  derived_too_large: {
    task: `{
      source: db.selectFrom('orders').select(['id']).orderBy('id'),
      record: ({ derive }) => ({
        id: int64(),
        tiny: derive(optional(decimal(9, 5)), (order) => divide(decimalOf(order.id), decimalOf('1.82705'))),
      }),
    }`,
    says: ` column \`tiny\`, row with id = 18271: 10000.27367 does not fit decimal(9, 5); widen the decimal${OR_NULL}`,
  },
  lookup_value: {
    task: `{
      source: db.selectFrom('keyless').select(['Total']),
      lookups: {
        customers: lookup(db.selectFrom('customers').select(['id', 'seen_at']), 'id'),
      },
      record: ({ derive }) => ({ Total: internal(), one: derive(int32(), () => 1) }),
    }`,
    says: `: lookup \`customers\` column \`seen_at\` (public.customers.seen_at), row with id = 7: timestamp infinity ${INFINITE}, or read NULL and count it with lookup(…, { unrepresentable: 'null' })`,
  },
  lookup_ambiguous: {
    task: `{
      source: db.selectFrom('keyless').select(['Total']),
      lookups: { lines: lookup(db.selectFrom('orders').select(['customer_id']).orderBy('id'), 'customer_id') },
      record: ({ derive }) => ({ Total: internal(), one: derive(int32(), () => 1) }),
    }`,
    says: `: lookup \`lines\`: several rows have customer_id = 1 (public.orders.customer_id); order the query and say keep: 'first' or 'last'`,
  },
}
