import { safeName, taskNameOf } from '@carmilla/transform'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recordNames } from '../src/model/model-column.ts'

test.each([
  ['public', 'wares', 'wares'],
  ['public', 'ware', 'ware'],
  ['public', 'OrderLines', 'orderlines'],
  ['audit', 'events', 'audit_events'],
  ['audit', 'Order', 'audit_order'],
  ['public', 'Total Price', 'total_price'],
  ['public', '../../etc/passwd', '______etc_passwd'],
  ['public', 'größe', 'grosse'],
  ['public', '注文', 'u6ce8u6587'],
  ['public', '_prisma_migrations', '_prisma_migrations'],
])('names the task of %s.%s %s', (schema, name, expected) => {
  expect(taskNameOf({ schema, name })).toBe(expected)
})

test('gives every name a form that is safe in a path and stays as it is when made safe again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const safe = safeName(name)
      expect(safe).toMatch(/^[a-z0-9_]+$/)
      expect(safeName(safe)).toBe(safe)
    }),
  )
})

test('keeps safe column names and numbers those that collide with them', () => {
  expect([...recordNames(['Id', 'ID', 'id', 'id_2', 'a b'])]).toEqual([
    ['id', 'id'],
    ['id_2', 'id_2'],
    ['Id', 'id_3'],
    ['ID', 'id_4'],
    ['a b', 'a_b'],
  ])
})

test('cuts a name that is longer than Postgres keeps, and still tells such names apart', () => {
  // 21 characters of 3 bytes are 63 bytes, the most that Postgres takes; each becomes 5.
  const orders = '注文'.repeat(10)
  const names = [...recordNames([`${orders}甲`, `${orders}乙`, 'a'.repeat(63)]).values()]
  const cut = 'u6ce8u6587'.repeat(7).slice(0, 63)
  expect(names.toSorted()).toEqual([`${cut.slice(0, 61)}_2`, cut, 'a'.repeat(63)].toSorted())
})

test('gives every column a name that a query can give it, each its own', () => {
  const column = fc.string({ unit: 'binary', minLength: 1, maxLength: 21 })
  fc.assert(
    fc.property(fc.uniqueArray(column, { maxLength: 30 }), (columns) => {
      const names = [...recordNames(columns).values()]
      expect(new Set(names).size).toBe(columns.length)
      for (const name of names) expect(name).toMatch(/^[a-z0-9_]{1,63}$/)
    }),
  )
})
