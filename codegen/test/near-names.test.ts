import type { TableDescriptor } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { nearNames } from '../src/model/near-names.ts'

const table = (name: string, schema = 'public'): TableDescriptor => ({
  schema,
  name,
  kind: 'table',
  columns: [],
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
})
const tables = [
  table('orders'),
  table('order_lines'),
  table('users'),
  table('events', 'audit'),
  table('Wares'),
]

test.each([
  ['order', ['orders']],
  ['oders', ['orders']],
  ['events', ['audit.events']],
  ['public.orders', ['orders']],
  ['adit.events', ['audit.events']],
  ['wares', ['Wares']],
  ['waers', ['Wares']],
  ['something', []],
])('suggests for %s what may be meant', (wanted, expected) => {
  expect(nearNames(wanted, tables)).toEqual(expected)
})
