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
