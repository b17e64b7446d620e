/** Four orders in two batches, for the tests of tasks. */
import type { Connection, SourceType, Vector } from '@carmilla/extract'
import { internal, type Task } from '../src/index.ts'
import {
  fakeConnection,
  int4,
  numeric,
  text,
  timestamp,
  type WireValue,
} from './fake-connection.ts'
import { db } from './types/database.ts'

export const ORDER_COLUMNS: Readonly<Record<string, SourceType>> = {
  id: { kind: 'int4' },
  total: { kind: 'numeric', precision: 14, scale: 2 },
  rate: { kind: 'numeric', precision: 18, scale: 8 },
  note: { kind: 'text' },
  placed_at: { kind: 'timestamp' },
}

export const MICROS_PER_DAY = 86_400_000_000n

export type Order = readonly [
  id: number,
  total: string,
  rate: string | null,
  note: string | null,
  placedDay: bigint,
]

export function wireOrder([id, total, rate, note, placedDay]: Order): readonly WireValue[] {
  return [
    int4(id),
    numeric(total),
    rate === null ? null : numeric(rate),
    note === null ? null : text(note),
    timestamp(placedDay * MICROS_PER_DAY),
  ]
}

/** A connection whose only table is that of the orders, in these batches. */
export function connectionTo(batches: readonly (readonly Order[])[]): Connection {
  const wire = batches.map((orders) => orders.map(wireOrder))
  return fakeConnection(() => ({ columns: ORDER_COLUMNS, batches: wire }))
}

export const ORDERS: readonly (readonly Order[])[] = [
  [
    [1, '10.00', '2', 'first', 20_000n],
    [2, '20.50', null, null, 20_000n],
    [3, '30.01', '0', 'third', 20_010n],
  ],
  [[4, '40.00', '3', 'fourth', 20_000n]],
]

export const source = db.selectFrom('orders').select(['id', 'total', 'rate', 'note', 'placed_at'])
export const unread = {
  id: internal(),
  total: internal(),
  rate: internal(),
  note: internal(),
  placed_at: internal(),
}

/** Reads a task; each batch is its partition and its columns. Copied, as batches are borrowed. */
export async function read(task: Task, connection: Connection) {
  const reader = await task.open(connection, { name: 'orders' })
  const batches: { partition: readonly (string | null)[]; columns: readonly unknown[] }[] = []
  for await (const { partition, batch } of reader.batches()) {
    batches.push({ partition, columns: batch.vectors.map(valuesOf) })
  }
  return { batches, counts: reader.counts }
}

function valuesOf(vector: Vector): readonly unknown[] {
  return Array.from({ length: vector.rows }, (_, row) => {
    if (vector.present[row] === 0) return null
    if (vector.layout === 'bytes') {
      const start = vector.starts[row] ?? 0
      return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
    }
    if (vector.layout === 'list') {
      return valuesOf(vector.elements).slice(vector.offsets[row], vector.offsets[row + 1])
    }
    if (vector.layout === 'fixed' || vector.layout === 'struct' || vector.layout === 'map') {
      throw new Error(`a ${vector.layout} vector is not expected here`)
    }
    return vector.values[row]
  })
}
