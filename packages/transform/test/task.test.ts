import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  date,
  dateOf,
  decimal,
  decimalOf,
  defineTask,
  divide,
  int16,
  int32,
  internal,
  list,
  lookup,
  multiply,
  NullBecause,
  optional,
  text,
  timestampMicros,
} from '../src/index.ts'
import { fakeConnection, int4, text as wireText } from './fake-connection.ts'
import {
  connectionTo,
  MICROS_PER_DAY,
  ORDER_COLUMNS,
  ORDERS,
  read,
  source,
  unread,
  wireOrder,
} from './orders.ts'
import { db } from './types/database.ts'

describe('a task', () => {
  test('passes columns through, in the order of the record, in the batches of the source', async () => {
    const task = defineTask({
      source,
      record: () => ({
        note: optional(text()),
        total: decimal(14, 2),
        id: int32(),
        placed_at: timestampMicros(),
        rate: internal(),
      }),
    })
    expect(task.schema.map(({ name }) => name)).toEqual(['note', 'total', 'id', 'placed_at'])
    const { batches, counts } = await read(task, connectionTo(ORDERS))
    expect(batches.map(({ columns }) => columns)).toEqual([
      [
        ['first', null, 'third'],
        [1000n, 2050n, 3001n],
        [1, 2, 3],
        [20_000n, 20_000n, 20_010n].map((day) => day * MICROS_PER_DAY),
      ],
      [['fourth'], [4000n], [4], [20_000n * MICROS_PER_DAY]],
    ])
    expect(counts).toEqual({ rowsRead: 4, rowsDropped: 0, notes: [] })
  })

  test('drops the rows for which where is false, and yields no batch without rows', async () => {
    const task = defineTask({
      source,
      where: (order) => order.note !== null && order.id < 4,
      record: () => ({ ...unread, id: int32() }),
    })
    const { batches, counts } = await read(task, connectionTo(ORDERS))
    expect(batches.map(({ columns }) => columns)).toEqual([[[1, 3]]])
    expect(counts).toMatchObject({ rowsRead: 4, rowsDropped: 2 })
  })

  test('computes derived columns from the row, after rows were dropped', async () => {
    const task = defineTask({
      source,
      where: (order) => order.id !== 1,
      record: ({ derive }) => ({
        ...unread,
        converted: derive(optional(decimal(18, 3)), (order) => divide(order.total, order.rate)),
        doubled: derive(decimal(14, 1), (order) => multiply(order.total, decimalOf('1.5'))),
        day: derive(date(), (order) => dateOf(order.placed_at)),
        note: derive(text(), (order) => order.note?.toUpperCase() ?? '-'),
      }),
    })
    const { batches, counts } = await read(task, connectionTo(ORDERS))
    // 20.50 * 1.5 = 30.75 and 30.01 * 1.5 = 45.015, at scale 1; 40 / 3 at scale 3.
    expect(batches.map(({ columns }) => columns)).toEqual([
      [
        ['-', 'THIRD'],
        [null, null],
        [308n, 450n],
        [20_000, 20_010],
      ],
      [['FOURTH'], [13_333n], [600n], [20_000]],
    ])
    expect(counts.notes).toEqual([
      { column: 'converted', kind: 'null', reason: 'division by zero', count: 1 },
    ])
  })

  test('computes the facts of a row once, for all its derived columns', async () => {
    let calls = 0
    const task = defineTask({
      source,
      facts: (order) => {
        calls++
        return { id: order.id }
      },
      record: ({ derive }) => ({
        ...unread,
        one: derive(int32(), (_order, _lookups, { id }) => id),
        two: derive(int32(), (_order, _lookups, { id }) => id * 2),
      }),
    })
    const { batches } = await read(task, connectionTo(ORDERS))
    expect(calls).toBe(4)
    expect(batches.map(({ columns }) => columns)).toEqual([
      [
        [1, 2, 3],
        [2, 4, 6],
      ],
      [[4], [8]],
    ])
  })

  test('counts NULLs by their reason', async () => {
    const task = defineTask({
      source,
      record: ({ derive }) => ({
        ...unread,
        note: derive(optional(text()), (order) =>
          order.note === null ? new NullBecause('no note') : order.id === 1 ? null : order.note,
        ),
      }),
    })
    const { batches, counts } = await read(task, connectionTo(ORDERS))
    expect(batches.map(({ columns }) => columns)).toEqual([[[null, null, 'third']], [['fourth']]])
    expect(counts.notes).toEqual([{ column: 'note', kind: 'null', reason: 'no note', count: 1 }])
  })

  test('writes and counts NULL for what a column cannot hold, when it says so', async () => {
    const task = defineTask({
      source,
      record: ({ derive }) => ({
        ...unread,
        total: optional(decimal(4, 2, { overflow: 'error' }), { unrepresentable: 'null' }),
        placed_at: optional(timestampMicros(), { unrepresentable: 'null' }),
        small: derive(optional(decimal(3, 1), { unrepresentable: 'null' }), (order) =>
          multiply(order.total, decimalOf(3)),
        ),
        ids: derive(optional(list(int16()), { unrepresentable: 'null' }), (order) => [
          null,
          order.id * 20_000,
        ]),
      }),
    })
    const orders = [
      wireOrder([1, '10.00', null, null, 0n]),
      wireOrder([2, '900.01', null, null, 0n]),
    ]
    const infinity = Buffer.from('7fffffffffffffff', 'hex')
    const batch = [...orders, [...wireOrder([3, '1', null, null, 0n]).slice(0, 4), infinity]]
    const connection = fakeConnection(() => ({ columns: ORDER_COLUMNS, batches: [batch] }))
    const { batches, counts } = await read(task, connection)
    expect(batches.map(({ columns }) => columns)).toEqual([
      [
        [1000, null, 100],
        [0n, 0n, null],
        [300, null, 30],
        [[null, 20_000], null, null],
      ],
    ])
    const kind = 'null'
    const reason = 'unrepresentable value'
    expect(counts.notes).toEqual([
      { column: 'total', kind, reason, count: 1 },
      { column: 'placed_at', kind, reason, count: 1 },
      { column: 'small', kind, reason, count: 1 },
      { column: 'ids', kind, reason, count: 2 },
    ])
  })

  test('splits partitions after it dropped rows', async () => {
    const task = defineTask({
      source,
      where: (order) => order.id !== 2,
      record: ({ derive }) => ({
        ...unread,
        id: int32(),
        again: derive(int32(), (order) => order.id),
      }),
      partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at', 'week'),
    })
    expect(task.partitionKeys).toEqual(['week'])
    const { batches } = await read(task, connectionTo(ORDERS))
    // Day 20000 is 2024-10-04, day 20010 is 2024-10-14.
    expect(batches).toEqual([
      { partition: ['2024-10-01'], columns: [[1], [1]] },
      { partition: ['2024-10-08'], columns: [[3], [3]] },
      { partition: ['2024-10-01'], columns: [[4], [4]] },
    ])
  })

  test('finds rows of its lookups', async () => {
    const task = defineTask({
      source,
      lookups: { users: lookup(db.selectFrom('users').select(['id', 'email']), 'id') },
      where: (order, { users }) => users.get(order.id) !== undefined,
      record: ({ derive }) => ({
        ...unread,
        email: derive(text(), (order, { users }) => users.get(order.id)?.email ?? ''),
      }),
    })
    expect(task.lookups).toEqual(['users'])
    const orders = ORDERS.map((batch) => batch.map(wireOrder))
    const connection = fakeConnection(({ sql: statement }) =>
      statement.includes('"users"')
        ? {
            columns: { id: { kind: 'int4' }, email: { kind: 'varchar' } },
            batches: [[[int4(4), wireText('d@x')]], [[int4(2), wireText('b@x')]]],
          }
        : { columns: ORDER_COLUMNS, batches: orders },
    )
    const { batches } = await read(task, connection)
    expect(batches.map(({ columns }) => columns)).toEqual([[['b@x']], [['d@x']]])
  })
})

test('a partition key cannot have the name of a column', () => {
  expect(() =>
    defineTask({
      source,
      record: () => ({ ...unread, placed_at: timestampMicros() }),
      partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at', 'placed_at'),
    }),
  ).toThrow('partition key `placed_at` is also a column of the record; name the key otherwise')
})

test('a query keeps its parameters', () => {
  const task = defineTask({
    source: source.where('note', '=', "it's").where(sql<boolean>`id > ${5}`),
    record: () => unread,
  })
  expect(task.source.parameters).toEqual(["it's", 5])
  expect(task.source.sql).toContain('"note" = $1 and id > $2')
})
