import type { RecordField, RecordType } from '@carmilla/transform'
import { describe, expect, test } from 'vitest'
import { checkCompatible, schemaChanges, tableChanges } from '../src/schema-changes.ts'

const decimal = (precision: number, scale: number): RecordType => ({
  kind: 'decimal',
  precision,
  scale,
})
const list = (element: RecordType): RecordType => ({ kind: 'list', element })
const field = (name: string, type: RecordType, optional = false): RecordField => ({
  name,
  type,
  optional,
})

const struct = (
  fields: Readonly<Record<string, 'int32' | 'int64' | 'text' | 'date'>>,
): RecordType => ({
  kind: 'struct',
  fields: Object.entries(fields).map(([name, kind]) => field(name, { kind }, true)),
})
const map = (value: RecordType): RecordType => ({ kind: 'map', key: { kind: 'text' }, value })
const timestamp = (utc: boolean): RecordType => ({ kind: 'timestamp', unit: 'micros', utc })
const millis = (utc: boolean): RecordType => ({ kind: 'timestamp', unit: 'millis', utc })

describe('a column of another type', () => {
  test.each([
    { was: { kind: 'int16' }, is: { kind: 'int32' }, kind: 'widened' },
    { was: { kind: 'int16' }, is: { kind: 'int64' }, kind: 'widened' },
    { was: { kind: 'int64' }, is: { kind: 'int32' }, kind: 'narrowed' },
    { was: { kind: 'float32' }, is: { kind: 'float64' }, kind: 'widened' },
    { was: { kind: 'float64' }, is: { kind: 'float32' }, kind: 'narrowed' },
    { was: decimal(10, 2), is: decimal(12, 4), kind: 'widened' },
    { was: decimal(10, 2), is: decimal(9, 2), kind: 'narrowed' },
    // More digits after the point at the cost of some before it: neither holds the other.
    { was: decimal(10, 2), is: decimal(10, 4), kind: 'retyped' },
    { was: { kind: 'int32' }, is: { kind: 'float64' }, kind: 'retyped' },
    { was: { kind: 'int32' }, is: decimal(10, 0), kind: 'retyped' },
    { was: { kind: 'int32' }, is: { kind: 'text' }, kind: 'retyped' },
    { was: timestamp(true), is: timestamp(false), kind: 'retyped' },
    { was: millis(true), is: timestamp(true), kind: 'widened' },
    { was: timestamp(false), is: millis(false), kind: 'narrowed' },
    { was: millis(true), is: timestamp(false), kind: 'retyped' },
    { was: list({ kind: 'int32' }), is: list({ kind: 'int64' }), kind: 'widened' },
    { was: list({ kind: 'text' }), is: { kind: 'text' }, kind: 'retyped' },
    { was: struct({ a: 'int32' }), is: struct({ a: 'int32', b: 'text' }), kind: 'widened' },
    { was: struct({ a: 'int32' }), is: struct({ a: 'int64' }), kind: 'widened' },
    { was: struct({ a: 'int64' }), is: struct({ a: 'int32' }), kind: 'narrowed' },
    { was: struct({ a: 'int32', b: 'text' }), is: struct({ a: 'int32' }), kind: 'retyped' },
    // Wider in one field, narrower in another.
    {
      was: struct({ a: 'int32', b: 'int64' }),
      is: struct({ a: 'int64', b: 'int32' }),
      kind: 'retyped',
    },
    { was: list(struct({ a: 'int32' })), is: list(struct({ a: 'date' })), kind: 'retyped' },
    { was: map({ kind: 'int32' }), is: map({ kind: 'int64' }), kind: 'widened' },
    { was: map({ kind: 'int32' }), is: struct({ a: 'int32' }), kind: 'retyped' },
  ] satisfies { was: RecordType; is: RecordType; kind: string }[])(
    'from $was to $is is $kind',
    ({ was, is, kind }) => {
      const changes = schemaChanges([field('a', was)], [field('a', is)])
      const severity = kind === 'widened' ? 'compatible' : 'breaking'
      expect(changes).toMatchObject([{ kind, column: 'a', severity }])
    },
  )

  test('is no change where both are STRING in the file', () => {
    expect(schemaChanges([field('a', { kind: 'uuid' })], [field('a', { kind: 'text' })])).toEqual(
      [],
    )
  })
})

test('takes order and comments for no change', () => {
  const [a, b] = [field('a', { kind: 'int32' }), field('b', { kind: 'text' })]
  expect(schemaChanges([a, b], [{ ...b, comment: 'new' }, a])).toEqual([])
})

describe('a field of a struct', () => {
  const place = (optional: boolean): RecordType => ({
    kind: 'struct',
    fields: [
      field('name', { kind: 'text' }),
      field('point', { kind: 'struct', fields: [field('x', { kind: 'int32' }, optional)] }),
    ],
  })
  const shapes = {
    column: (type: RecordType) => type,
    list: (type: RecordType) => list(list(type)),
    map: (type: RecordType) => map(type),
  }

  test.each(Object.entries(shapes))('that may be NULL now is told of, in a %s', (_, shape) => {
    const sentence = (state: string) => [
      {
        kind: 'nullability',
        column: 'a',
        severity: 'compatible',
        sentence: `field \`point.x\` of column \`a\` ${state}`,
      },
    ]
    const [never, maybe] = [field('a', shape(place(false))), field('a', shape(place(true)))]
    expect(schemaChanges([never], [maybe])).toEqual(sentence('may be NULL now'))
    expect(schemaChanges([maybe], [never])).toEqual(sentence('is never NULL now'))
    expect(schemaChanges([maybe], [maybe])).toEqual([])
  })

  test('is told of beside what became of the column', () => {
    const was = field('a', struct({ kept: 'int32' }))
    const wider: RecordType = {
      kind: 'struct',
      fields: [field('kept', { kind: 'int64' }), field('new', { kind: 'text' })],
    }
    expect(schemaChanges([was], [field('a', wider, true)])).toMatchObject([
      { kind: 'widened', column: 'a' },
      { kind: 'nullability', sentence: 'column `a` may be NULL now' },
      { kind: 'nullability', sentence: 'field `kept` of column `a` is never NULL now' },
    ])
  })
})

test('words every change for a reader', () => {
  const before = {
    schema: [
      field('id', { kind: 'int64' }),
      field('gone', { kind: 'text' }),
      field('n', { kind: 'date' }),
    ],
    partitionKeys: ['dt'],
  }
  const after = {
    schema: [
      field('id', { kind: 'int32' }),
      field('n', { kind: 'date' }, true),
      field('new', decimal(9, 2)),
    ],
    partitionKeys: [],
  }
  expect(tableChanges(before, after)).toEqual([
    {
      kind: 'narrowed',
      column: 'id',
      severity: 'breaking',
      sentence:
        'column `id` is int32() instead of int64(): it is narrower, what a query computes with it may overflow or be cut',
    },
    {
      kind: 'removed',
      column: 'gone',
      severity: 'breaking',
      sentence: 'column `gone` is gone: a query that names it fails',
    },
    {
      kind: 'nullability',
      column: 'n',
      severity: 'compatible',
      sentence: 'column `n` may be NULL now',
    },
    {
      kind: 'added',
      column: 'new',
      severity: 'compatible',
      sentence: 'column `new`, decimal(9, 2), is new: a query that does not name it is as before',
    },
    {
      kind: 'partition_keys',
      severity: 'breaking',
      sentence:
        'the table is partitioned not at all instead of by `dt`: a query that names a key that is gone fails',
    },
  ])
})

test('refuses what breaks, and lets new columns pass', () => {
  const before = { schema: [field('a', { kind: 'int32' })], partitionKeys: [] }
  const more = { schema: [...before.schema, field('b', { kind: 'text' })], partitionKeys: [] }
  expect(() => checkCompatible('t', before, more)).not.toThrow()
  expect(() => checkCompatible('t', more, before)).toThrow(
    expect.objectContaining({
      code: 'breaking_change',
      message:
        'table `t` would break its readers: column `b` is gone: a query that names it fails; nothing was published, --allow-breaking publishes it all the same',
    }),
  )
})
