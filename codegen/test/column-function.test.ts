import type { SourceType } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { columnFunction } from '../src/model/column-function.ts'

const numeric = (precision: number | null, scale: number | null): SourceType => ({
  kind: 'numeric',
  precision,
  scale,
})

const PLACE: SourceType = {
  kind: 'composite',
  name: 'place',
  fields: [
    { name: 'street', type: { kind: 'text' } },
    { name: 'zip code', type: { kind: 'int4' } },
  ],
}

test('declares as many lists as an array has dimensions', () => {
  expect(columnFunction({ kind: 'array', element: { kind: 'text' } }, 2)?.text).toBe(
    'list(list(text()))',
  )
})

test.each([
  [numeric(14, 2), 'decimal(14, 2)'],
  [numeric(38, 38), 'decimal(38, 38)'],
  [numeric(5, -2), 'decimal(7, 0)'],
  [numeric(2, 5), 'decimal(5, 5)'],
  [numeric(null, null), 'text()'],
  [numeric(39, 0), 'text()'],
  [numeric(30, -9), 'text()'],
  [{ kind: 'timestamp' }, 'timestampMicros()'],
  [{ kind: 'timestamptz' }, 'timestamptzMicros()'],
  [{ kind: 'bpchar' }, 'text()'],
  [{ kind: 'enum', name: 'state' }, 'text()'],
  [{ kind: 'array', element: numeric(9, 1) }, 'list(decimal(9, 1))'],
  [{ kind: 'hstore' }, 'map(text(), text())'],
  [
    { kind: 'array', element: PLACE },
    `list(struct({ street: optional(text()), 'zip code': optional(int32()) }))`,
  ],
  [
    // Both would be written `a`.
    {
      kind: 'composite',
      name: 'alike',
      fields: [
        { name: 'a', type: { kind: 'text' } },
        { name: 'A', type: { kind: 'text' } },
      ],
    },
    undefined,
  ],
  [{ kind: 'composite', name: 'empty', fields: [] }, undefined],
  [
    {
      kind: 'composite',
      name: 'odd',
      fields: [{ name: 'a', type: { kind: 'printed', name: 'inet' } }],
    },
    undefined,
  ],
  [{ kind: 'array', element: { kind: 'printed', name: 'inet' } }, 'list(text())'],
  [{ kind: 'vector' }, 'list(float32())'],
  [{ kind: 'array', element: { kind: 'halfvec' } }, 'list(list(float32()))'],
  [{ kind: 'geography' }, 'binary()'],
  [{ kind: 'printed', name: 'interval' }, 'text()'],
  [{ kind: 'oid' }, 'int64()'],
  [{ kind: 'array', element: { kind: 'xid' } }, 'list(int64())'],
] satisfies [SourceType, string | undefined][])('holds %o exactly as %s', (type, expected) => {
  expect(columnFunction(type)?.text).toBe(expected)
})
