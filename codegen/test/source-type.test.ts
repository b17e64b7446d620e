import { expect, test } from 'vitest'
import { resolveSourceType } from '../src/catalog/source-type.ts'
import type { CatalogType } from '../src/catalog/types.ts'

const other = (name: string, schema = 'pg_catalog'): CatalogType => ({
  schema,
  name,
  kind: 'other',
  inner: 0,
  innerModifier: -1,
  fields: [],
})
const types: ReadonlyMap<number, CatalogType> = new Map([
  [25, other('text')],
  [1700, other('numeric')],
  [1231, { ...other('_numeric'), kind: 'array', inner: 1700 }],
  [1083, other('time')],
  [9001, other('text', 'public')],
  [
    9002,
    {
      ...other('money_eur', 'public'),
      kind: 'domain',
      inner: 1700,
      innerModifier: (14 << 16) + 2 + 4,
    },
  ],
  [9003, { ...other('price', 'public'), kind: 'domain', inner: 9002 }],
  [
    9004,
    { ...other('prices', 'public'), kind: 'domain', inner: 1231, innerModifier: (9 << 16) + 1 + 4 },
  ],
  [9005, { ...other('level', 'audit'), kind: 'enum' }],
  [
    9006,
    {
      ...other('place', 'audit'),
      kind: 'composite',
      fields: [
        { name: 'price', type: 1700, modifier: ((8 << 16) | 2) + 4 },
        { name: 'level', type: 9005, modifier: -1 },
      ],
    },
  ],
])
const resolve = (oid: number, modifier = -1) => resolveSourceType(types, { oid, modifier })

test('takes precision and scale out of the modifier, negative scales too', () => {
  expect(resolve(1700, ((14 << 16) | 2) + 4)).toEqual({ kind: 'numeric', precision: 14, scale: 2 })
  expect(resolve(1700, ((5 << 16) | (-2 & 0x7ff)) + 4)).toEqual({
    kind: 'numeric',
    precision: 5,
    scale: -2,
  })
  expect(resolve(1700)).toEqual({ kind: 'numeric', precision: null, scale: null })
})

test('gives the modifier of an array to its elements', () => {
  expect(resolve(1231, ((12 << 16) | 4) + 4)).toEqual({
    kind: 'array',
    element: { kind: 'numeric', precision: 12, scale: 4 },
  })
})

test('follows domains down to the base type and its modifier', () => {
  expect(resolve(9003)).toEqual({ kind: 'numeric', precision: 14, scale: 2 })
  expect(resolve(9004)).toEqual({
    kind: 'array',
    element: { kind: 'numeric', precision: 9, scale: 1 },
  })
})

test('names a type that comes as printed, with its schema unless that is the default', () => {
  expect(resolve(1083)).toEqual({ kind: 'printed', name: 'time' })
  expect(resolve(9005)).toEqual({ kind: 'enum', name: 'audit.level' })
})

test('does not take a type of a user for the built-in one of its name', () => {
  expect(resolve(9001)).toEqual({ kind: 'printed', name: 'text' })
})

test('gives the fields of a composite type their own modifiers', () => {
  expect(resolve(9006)).toEqual({
    kind: 'composite',
    name: 'audit.place',
    fields: [
      { name: 'price', type: { kind: 'numeric', precision: 8, scale: 2 } },
      { name: 'level', type: { kind: 'enum', name: 'audit.level' } },
    ],
  })
})
