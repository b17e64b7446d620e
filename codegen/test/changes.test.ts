import type { ColumnDescriptor, TableDescriptor } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { enumChanges } from '../src/check/enum-changes.ts'
import { registeredTasks, registryChanges } from '../src/check/registry-changes.ts'
import { sourceChanges } from '../src/check/source-changes.ts'
import { tableChanges } from '../src/check/table-changes.ts'
import { renderTasks } from '../src/render/tasks.ts'

const text = (name: string, rest: Partial<ColumnDescriptor> = {}): ColumnDescriptor => ({
  name,
  type: { kind: 'text' },
  formattedType: 'text',
  nullable: false,
  ...rest,
})
const orders: TableDescriptor = {
  schema: 'public',
  name: 'orders',
  kind: 'table',
  columns: [text('id'), text('note')],
  primaryKey: ['id'],
  uniqueKeys: [],
  foreignKeys: [],
}
const state = (...labels: string[]) => [{ name: 'state', labels }]
const changed = (rest: Partial<TableDescriptor>) => tableChanges([orders], [{ ...orders, ...rest }])

test('says nothing when nothing has changed', () => {
  expect(changed({})).toEqual([])
})

test('asks whether a dropped column was renamed when one of its type was added', () => {
  expect(changed({ columns: [text('id'), text('remark', { nullable: true })] })).toEqual([
    'orders.note: dropped (renamed to remark?)',
    'orders.remark: added (text)',
  ])
})

test('asks no such thing of a column of another type', () => {
  const flag = text('flag', { type: { kind: 'bool' }, formattedType: 'boolean' })
  expect(changed({ columns: [text('id'), flag] })).toEqual([
    'orders.note: dropped',
    'orders.flag: added (boolean not null)',
  ])
})

test('names types, nullability and comments of a column', () => {
  const note = text('note', {
    type: { kind: 'varchar' },
    formattedType: 'character varying(80)',
    nullable: true,
    comment: 'Free text',
  })
  expect(changed({ columns: [text('id'), note] })).toEqual([
    'orders.note: text → character varying(80)',
    'orders.note: now nullable',
    'orders.note: comment added',
  ])
})

test('looks through a domain that keeps its name', () => {
  const before = text('note', { formattedType: 'remark' })
  const after = text('note', { formattedType: 'remark', type: { kind: 'varchar' } })
  expect(
    tableChanges([{ ...orders, columns: [before] }], [{ ...orders, columns: [after] }]),
  ).toEqual(['orders.note: remark was text, now varchar'])
})

test('names keys, kinds and the order of columns', () => {
  const userKey = {
    columns: ['note'],
    references: { schema: 'app', table: 'users', columns: ['id'] },
  }
  expect(
    changed({
      kind: 'view',
      columns: [text('note'), text('id')],
      primaryKey: [],
      uniqueKeys: [['id', 'note']],
      foreignKeys: [userKey],
    }),
  ).toEqual([
    'table orders: table → view',
    'table orders: columns in another order',
    'primary key of orders: id → none',
    'unique key of orders: id, note added',
    'foreign key of orders: note → app.users (id) added',
  ])
})

test('names tables, and asks whether one was renamed', () => {
  expect(tableChanges([orders], [{ ...orders, name: 'purchases' }])).toEqual([
    'table orders: dropped (renamed to purchases?)',
    'table purchases: added',
  ])
})

test('tells of some tables only, and of the enums that they use', () => {
  const stated = (name: string, type: string): TableDescriptor => ({
    ...orders,
    name,
    columns: [
      text('states', {
        type: { kind: 'array', element: { kind: 'enum', name: type } },
        formattedType: `${type}[]`,
      }),
    ],
  })
  const before = {
    tables: [orders, stated('wares', 'state'), stated('users', 'role')],
    enums: [...state('new'), { name: 'role', labels: ['admin'] }],
    leftOut: [],
  }
  const after = {
    tables: [{ ...orders, name: 'purchases' }, stated('wares', 'state'), stated('users', 'rank')],
    enums: [...state('new', 'old'), { name: 'rank', labels: ['high'] }],
    leftOut: [],
  }
  const changesOf = (...names: string[]) =>
    sourceChanges(
      before.tables.filter(({ name }) => names.includes(name)),
      before,
      after,
    )
  expect(changesOf('orders')).toEqual(['table orders: dropped (renamed to purchases?)'])
  expect(changesOf('wares')).toEqual(["enum state: label 'old' added"])
  expect(changesOf('users')).toEqual(['users.states: role[] → rank[]', 'enum role: no longer used'])
  expect(changesOf()).toEqual([])
})

test('names labels of enums', () => {
  expect(enumChanges(state('new', 'old'), state('old', 'paid', 'new'))).toEqual([
    "enum state: label 'paid' added",
    'enum state: labels in another order',
  ])
  expect(enumChanges(state('new'), [])).toEqual(['enum state: no longer used'])
})

test('names tasks that the registry does not know, and those that are gone', () => {
  const registered = registeredTasks(renderTasks(['class', 'orders']))
  expect(registered).toEqual(['class', 'orders'])
  expect(registryChanges(registered, ['orders', 'wares'])).toEqual([
    'tasks/wares.ts is not registered; run make codegen',
    'tasks/class.ts is registered, but is gone; run make codegen',
  ])
})
