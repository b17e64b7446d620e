import { type Connection, ExtractError, type SourceType } from '@carmilla/extract'
import { describe, expect, test } from 'vitest'
import {
  decimal,
  defineTask,
  int16,
  int32,
  list,
  optional,
  type Task,
  text,
  TransformError,
} from '../src/index.ts'
import { fakeConnection } from './fake-connection.ts'
import { connectionTo, ORDER_COLUMNS, ORDERS, read, source, unread, wireOrder } from './orders.ts'

/** The error of reading a task. */
async function failureOf(task: Task, connection: Connection = connectionTo(ORDERS)) {
  const failure = await read(task, connection).catch((error: unknown) => error)
  if (!(failure instanceof TransformError)) throw new Error('no TransformError', { cause: failure })
  return { code: failure.code, message: failure.message, cause: failure.cause }
}

describe('a failure names the task and the place', () => {
  test('of a value that does not fit', async () => {
    const task = defineTask({
      source,
      record: ({ derive }) => ({
        ...unread,
        small: derive(decimal(3, 2), (order) => order.total),
      }),
    })
    expect(await failureOf(task)).toMatchObject({
      code: 'unrepresentable_value',
      message:
        "task `orders` column `small`, row 1 of the result: 10.00 does not fit decimal(3, 2); widen the decimal, or write NULL and count it with optional(…, { unrepresentable: 'null' })",
    })
  })

  test('of an element that does not fit', async () => {
    const task = defineTask({
      source,
      record: ({ derive }) => ({
        ...unread,
        ids: derive(list(int16()), (order) => [order.id * 40_000]),
      }),
    })
    expect(await failureOf(task)).toMatchObject({
      code: 'unrepresentable_value',
      message:
        "task `orders` column `ids`, row 1 of the result: 40000 does not fit -32768 to 32767; write NULL and count it with optional(…, { unrepresentable: 'null' })",
    })
  })

  test('of a value that passes through and does not fit', async () => {
    const task = defineTask({
      source,
      record: () => ({ ...unread, total: decimal(3, 2, { overflow: 'error' }) }),
    })
    const failure = await failureOf(task)
    expect(failure.code).toBe('unrepresentable_value')
    expect(failure.message).toMatch(/^task `orders` column `total`, row 1 of the result: .*10\.00/)
    expect(failure.cause).toBeInstanceOf(ExtractError)
  })

  test('of a value that has no partition', async () => {
    const infinity = Buffer.from('7fffffffffffffff', 'hex')
    const row = [...wireOrder([1, '1', null, null, 0n]).slice(0, 4), infinity]
    const task = defineTask({
      source,
      record: () => ({ ...unread, id: int32() }),
      partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at'),
    })
    const connection = fakeConnection(() => ({ columns: ORDER_COLUMNS, batches: [[row]] }))
    expect(await failureOf(task, connection)).toMatchObject({
      code: 'unrepresentable_value',
      message: expect.stringMatching(
        /^task `orders` partition column `placed_at`, row 1 of the result: timestamp infinity does not fit/,
      ),
    })
  })

  test('of an error in derive, facts and where', async () => {
    const derived = defineTask({
      source,
      record: ({ derive }) => ({ ...unread, x: derive(int32(), fail) }),
    })
    const facts = defineTask({
      source,
      facts: fail,
      record: ({ derive }) => ({ ...unread, x: derive(int32(), () => 1) }),
    })
    expect(await failureOf(derived)).toMatchObject({
      code: 'derive_failed',
      message: 'task `orders` column `x`, row 1 of the result: no luck',
    })
    expect(await failureOf(facts)).toMatchObject({
      message: 'task `orders` facts, row 1 of the result: no luck',
    })
    expect(
      await failureOf(defineTask({ source, where: fail, record: () => unread })),
    ).toMatchObject({
      message: 'task `orders` where, row 1 of the result: no luck',
    })
  })
})

describe('a database that has changed since the code was generated', () => {
  const task = defineTask({
    source,
    record: () => ({ ...unread, id: int32(), total: decimal(14, 2), note: optional(text()) }),
    partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at'),
  })

  test('stops the run before a row is read, naming every column', async () => {
    const { note: _gone, ...left } = ORDER_COLUMNS
    const connection = changed({
      ...left,
      id: { kind: 'int8' },
      total: { kind: 'numeric', precision: 16, scale: 4 },
    })
    await expect(task.open(connection, { name: 'orders' })).rejects.toThrow(
      new TransformError(
        'record_mismatch',
        'task `orders` column `id`: the database has int8, the record int32(); column `total`: the database has numeric(16,4), the record decimal(14, 2); column `note`: the query does not return it; run `make codegen`, then let the compiler show what to change',
      ),
    )
  })

  test('stops a task that is partitioned by what is no timestamp now', async () => {
    const connection = changed({ ...ORDER_COLUMNS, placed_at: { kind: 'timestamptz' } })
    await expect(task.open(connection, { name: 'orders' })).rejects.toThrow(
      'task `orders` cannot be partitioned by `placed_at`: the database has timestamptz; run `make codegen`, then let the compiler show what to change',
    )
  })
})

function fail(): never {
  throw new Error('no luck')
}

/** A connection whose table has these columns now. */
function changed(columns: Readonly<Record<string, SourceType>>): Connection {
  return fakeConnection(() => ({ columns, batches: [] }))
}
