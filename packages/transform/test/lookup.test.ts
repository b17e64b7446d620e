import type { SourceType } from '@carmilla/extract'
import { describe, expect, test } from 'vitest'
import { lookup, TransformError } from '../src/index.ts'
import { loadLookup, type LookupTable } from '../src/lookup-table.ts'
import type { Keep, LookupDefinition } from '../src/lookup.ts'
import { fakeConnection, int4, text, type WireValue } from './fake-connection.ts'
import { db } from './types/database.ts'

const COLUMNS: Readonly<Record<string, SourceType>> = {
  id: { kind: 'int4' },
  name: { kind: 'varchar' },
}

const users = db.selectFrom('users').select(['id', 'name'])

/** Users, in batches of one: `[id, name]`. */
function load(
  definition: LookupDefinition,
  rows: readonly (readonly [number | null, string | null])[],
  maxBytes?: number,
): Promise<LookupTable> {
  const batches = rows.map(([id, name]): readonly (readonly WireValue[])[] => [
    [id === null ? null : int4(id), name === null ? null : text(name)],
  ])
  const connection = fakeConnection(() => ({ columns: COLUMNS, batches }))
  return loadLookup('users', definition, connection, maxBytes === undefined ? {} : { maxBytes })
}

describe('a lookup', () => {
  test('finds a row by its key, and nothing for another key or NULL', async () => {
    const table = await load(lookup(users, 'id'), [
      [1, 'Ada'],
      [2, null],
      [null, 'nobody'],
    ])
    expect(table.get(1)).toEqual({ id: 1, name: 'Ada' })
    expect(table.get(2)).toEqual({ id: 2, name: null })
    expect(table.get(3)).toBeUndefined()
    expect(table.get(null)).toBeUndefined()
    expect(table.rows).toBe(2)
  })

  test.each<[Keep, string]>([
    ['first', 'Ada'],
    ['last', 'Grace'],
  ])('keeps the %s row of a key, in the order of the query', async (keep, name) => {
    const table = await load(lookup(users.orderBy('name'), 'id', { keep }), [
      [1, 'Ada'],
      [1, 'Edith'],
      [1, 'Grace'],
    ])
    expect(table.get(1)).toEqual({ id: 1, name })
    expect(table.rows).toBe(1)
  })

  test('names the column of a value that no function could see exactly', async () => {
    const infinity = Buffer.from('7fffffffffffffff', 'hex')
    const connection = fakeConnection(() => ({
      columns: { ...COLUMNS, name: { kind: 'timestamp' } },
      batches: [[[int4(1), infinity]]],
    }))
    await expect(loadLookup('users', lookup(users, 'id'), connection)).rejects.toMatchObject({
      code: 'unrepresentable_value',
      message: expect.stringMatching(
        /^lookup `users` column `name`, row 1 of the result: timestamp infinity does not fit/,
      ),
    })
  })

  test('has several rows whose key is NULL', async () => {
    const table = await load(lookup(users, 'id'), [
      [null, 'a'],
      [null, 'b'],
    ])
    expect(table.rows).toBe(0)
  })

  test('finds a text by its value', async () => {
    const table = await load(lookup(users, 'name'), [[7, 'Ada']])
    expect(table.get('Ada')).toEqual({ id: 7, name: 'Ada' })
  })
})

describe('a lookup is refused', () => {
  const twice: readonly (readonly [number, string])[] = [
    [1, 'Ada'],
    [1, 'Grace'],
  ]

  test('when several rows have its key', async () => {
    await expect(load(lookup(users, 'id'), twice)).rejects.toThrow(
      new TransformError(
        'lookup_ambiguous',
        "lookup `users`: several rows have id = 1; order the query and say keep: 'first' or 'last'",
      ),
    )
  })

  test.each<Keep>(['first', 'last'])(
    'when it keeps the %s row of a query without order',
    async (keep) => {
      await expect(load(lookup(users, 'id', { keep }), twice)).rejects.toThrow(
        new TransformError(
          'lookup_unordered',
          `lookup \`users\` keeps the ${keep} row, but its query has no order; add orderBy()`,
        ),
      )
    },
  )

  test('when it is larger than its bound, which the rows that it keeps count against', async () => {
    const rows: readonly (readonly [number, string])[] = [
      [1, '12345'],
      [2, '1234'],
    ]
    const definition = lookup(users, 'id')
    // A row takes 120 bytes, and each of its two values 32 and twice what comes over the wire.
    const held = 120 + 2 * 32 + 2 * (4 + 5) + (120 + 2 * 32 + 2 * (4 + 4))
    expect((await load(definition, rows, held)).rows).toBe(2)
    await expect(load(definition, rows, held - 1)).rejects.toThrow(
      new TransformError(
        'lookup_too_large',
        `lookup \`users\` is larger than ${held - 1} bytes; join the table in the source query instead`,
      ),
    )
  })
})
