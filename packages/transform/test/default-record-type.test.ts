import type { ScalarTypeName, SourceType } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { columnOf, defaultRecordType, UNCOUNTED } from '../src/index.ts'

const SCALARS: readonly ScalarTypeName[] = [
  ...(['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'text', 'varchar', 'bpchar'] as const),
  ...(['name', 'uuid', 'json', 'jsonb', 'date', 'timestamp', 'timestamptz', 'bytea'] as const),
  ...(['oid', 'xid', 'cid'] as const),
]

const numeric = (precision: number | null, scale: number | null): SourceType => ({
  kind: 'numeric',
  precision,
  scale,
})

const SOURCES: readonly SourceType[] = [
  ...SCALARS.map((kind) => ({ kind })),
  numeric(null, null),
  numeric(14, 2),
  numeric(38, 38),
  numeric(5, -2),
  numeric(2, 5),
  numeric(39, 0),
  numeric(30, -9),
  { kind: 'enum', name: 'mood' },
]

test.each(SOURCES)('has a column that decodes %o, alone and in an array', (source) => {
  for (const given of [source, { kind: 'array', element: source } satisfies SourceType]) {
    const type = defaultRecordType(given)
    const column = type && columnOf(type)
    expect(column?.type).toEqual(type)
    expect(column?.decoder(given, UNCOUNTED)).toBeDefined()
  }
})

test('has text for a type that Postgres prints and for the elements of its arrays, not inside others', () => {
  const inet = { kind: 'printed', name: 'inet' } as const satisfies SourceType
  expect(defaultRecordType(inet)).toEqual({ kind: 'text' })
  const inets = { kind: 'array', element: inet } as const satisfies SourceType
  expect(defaultRecordType(inets, 2)).toEqual({
    kind: 'list',
    element: { kind: 'list', element: { kind: 'text' } },
  })
  const fields = [{ name: 'a', type: inets }]
  expect(defaultRecordType({ kind: 'composite', name: 'host', fields })).toBeUndefined()
  // A domain over an array.
  expect(defaultRecordType({ kind: 'array', element: inets })).toBeUndefined()
})
