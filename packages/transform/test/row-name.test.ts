import type { OriginTable, ResultColumn, SourceType } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { nameRow } from '../src/row-name.ts'
import { int4, text, timestamp, wireBatch, type WireValue } from './fake-connection.ts'

const INFINITY = Buffer.from('7fffffffffffffff', 'hex')

function table(name: string, ...primaryKey: readonly string[]): OriginTable {
  return { oid: name.length, schema: 'public', name, primaryKey }
}

function column(
  of: OriginTable,
  name: string,
  type: SourceType = { kind: 'int4' },
  alias: string = name,
): ResultColumn {
  return { name: alias, typeOid: 0, typeModifier: -1, type, origin: { table: of, column: name } }
}

/** The name of the second of two rows; the first is all NULL. */
function named(columns: readonly ResultColumn[], row: readonly WireValue[], of?: ResultColumn) {
  const batch = wireBatch([row.map(() => null), row])
  return nameRow(columns, { batch, row: 1, number: 12 }, of)
}

const orders = table('orders', 'id')
const users = table('users', 'id')

test.each<[SourceType, Buffer, string]>([
  [{ kind: 'int4' }, int4(-5), '-5'],
  [{ kind: 'text' }, text("it's"), "'it''s'"],
  [{ kind: 'text' }, text(`${'x'.repeat(199)}😀!`), `'${'x'.repeat(199)}…'`],
  [{ kind: 'text' }, text('😀'.repeat(100)), `'${'😀'.repeat(100)}'`],
  [{ kind: 'bool' }, Buffer.of(1), 'true'],
  [{ kind: 'float8' }, Buffer.from('7ff8000000000000', 'hex'), 'NaN'],
  [{ kind: 'date' }, int4(0), "'2000-01-01'"],
  [{ kind: 'timestamp' }, timestamp(-1n), "'1969-12-31 23:59:59.999999'"],
  [{ kind: 'timestamptz' }, timestamp(86_400_000_000n), "'1970-01-02 00:00:00+00'"],
  [{ kind: 'timestamp' }, INFINITY, "'infinity'"],
  [{ kind: 'bytea' }, Buffer.of(0, 255), "'\\x00ff'"],
])('shows a key of type %j', (type, value, shown) => {
  const key = column(orders, 'id', type)
  expect(named([key], [value], key)).toEqual({ name: `row with id = ${shown}` })
})

test('names each table of a join whose key was selected and is there', () => {
  const joined = [column(orders, 'id'), column(users, 'id', { kind: 'int4' }, 'user_id')]
  expect(named(joined, [int4(1), int4(2)])).toEqual({
    name: 'row with orders.id = 1, users.id = 2',
  })
  expect(named(joined, [int4(1), null])).toEqual({ name: 'row with orders.id = 1' })
  expect(named(joined, [int4(1), int4(2)], joined[1])).toEqual({ name: 'row with id = 2' })
})

test('does not ask for a key that is selected already', () => {
  const key = column(orders, 'id')
  expect(named([key], [null], key)).toEqual({ name: 'row 12 of the result' })
})

test('asks for the key of the table that the value comes from', () => {
  const of = column(users, 'score')
  const columns = [column(orders, 'total'), of]
  expect(named(columns, [int4(1), int4(2)], of)).toEqual({
    name: 'row 12 of the result',
    hint: 'select the primary key (users.id) to see which row',
  })
})

test('knows only the number of a row without any table', () => {
  const computed: ResultColumn = {
    name: 'x',
    typeOid: 0,
    typeModifier: -1,
    type: { kind: 'int4' },
  }
  expect(named([computed], [int4(1)], computed)).toEqual({ name: 'row 12 of the result' })
})
