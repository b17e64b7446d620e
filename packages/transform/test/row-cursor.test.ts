import type { ResultColumn } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { createRowCursor } from '../src/row-cursor.ts'
import { int4, type WireValue, wireBatch } from './fake-connection.ts'

const NUMBER: ResultColumn = {
  name: 'number',
  typeOid: 23,
  typeModifier: -1,
  type: { kind: 'int4' },
}
const ARRAY_OF_TWO = Buffer.concat([1, 0, 23, 2, 1, 4, 7, -1].map(int4))

test('reads each value anew in another row, and in another batch', () => {
  const cursor = createRowCursor<{ readonly number: number | null }>([NUMBER])
  const read = (row: number) => {
    cursor.moveTo(row)
    return [cursor.view.number, cursor.view.number]
  }
  cursor.enter(batchOf([int4(1), null, int4(3)]))
  expect([read(0), read(1), read(2), read(0)]).toEqual([
    [1, 1],
    [null, null],
    [3, 3],
    [1, 1],
  ])
  cursor.enter(batchOf([int4(10), int4(20)]))
  expect([read(0), read(1)]).toEqual([
    [10, 10],
    [20, 20],
  ])
})

test('reads a value once, however often it is asked for', () => {
  const type = { kind: 'array', element: { kind: 'int4' } } as const
  const cursor = createRowCursor<{ readonly numbers: readonly (number | null)[] }>([
    { ...NUMBER, name: 'numbers', type },
  ])
  cursor.enter(batchOf([ARRAY_OF_TWO]))
  cursor.moveTo(0)
  expect(cursor.view.numbers).toEqual([7, null])
  expect(cursor.view.numbers).toBe(cursor.view.numbers)
})

test('fails each time that a value is asked for which cannot be read', () => {
  const cursor = createRowCursor<{ readonly number: number | null }>([NUMBER])
  cursor.enter(batchOf([Buffer.from([1])]))
  cursor.moveTo(0)
  expect(() => cursor.view.number).toThrow('int4 from postgres')
  expect(() => cursor.view.number).toThrow('int4 from postgres')
})

function batchOf(values: readonly WireValue[]) {
  return wireBatch(values.map((value) => [value]))
}
