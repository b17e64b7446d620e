import type { RecordType } from '@carmilla/transform'
import { expect, test } from 'vitest'
import { RowDigester } from '../src/row-digest.ts'
import { valueText } from '../src/value-text.ts'
import { TestMap, type TestValue, vectorOf } from './parquet/vectors.ts'

const PLACE: RecordType = {
  kind: 'struct',
  fields: [{ name: 'zip', type: { kind: 'int32' }, optional: true }],
}
const FACTS: RecordType = { kind: 'map', key: { kind: 'text' }, value: { kind: 'text' } }

const different: readonly [name: string, type: RecordType, values: readonly TestValue[]][] = [
  ['structs', PLACE, [null, { zip: null }, { zip: 0 }, { zip: 1 }]],
  ['lists of structs', { kind: 'list', element: PLACE }, [null, [], [null], [{ zip: null }]]],
  [
    'maps',
    FACTS,
    [
      null,
      new TestMap([]),
      new TestMap([['a', null]]),
      new TestMap([['a', '']]),
      new TestMap([['', 'a']]),
    ],
  ],
]

test.each(different)('digests %s that differ to digests that do', (_name, type, values) => {
  const digester = new RowDigester()
  const twice = vectorOf(type, [...values, ...values])
  const digests = Array.from({ length: twice.rows }, (_, row) =>
    digester.digest([twice], row).join(' '),
  )
  expect(new Set(digests).size).toBe(values.length)
  expect(digests.slice(values.length)).toEqual(digests.slice(0, values.length))
})

test.each([
  [PLACE, { zip: null }, '{zip: NULL}'],
  [FACTS, new TestMap([['a', null]]), '{"a": NULL}'],
  [{ kind: 'timeMicros' }, 86_399_999_999n, '23:59:59.999999'],
  [
    { kind: 'uuidBytes' },
    Buffer.from('f0e1d2c3b4a5968778695a4b3c2d1e0f', 'hex'),
    'f0e1d2c3-b4a5-9687-7869-5a4b3c2d1e0f',
  ],
] as const)('shows a value of %o as people write it', (type, value, text) => {
  expect(valueText({ name: 'c', type, optional: true }, vectorOf(type, [value]), 0)).toBe(text)
})
