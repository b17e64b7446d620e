import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LoadError } from '../src/errors.ts'
import { type GateObservation, Gates } from '../src/gates.ts'
import { batchOf, ID_SCHEMA, idBatch, int64Vector, textVector } from './record-batches.ts'

const TEXT_SCHEMA: RecordSchema = [{ name: 'name', type: { kind: 'text' }, optional: true }]
const LONG_SCHEMA: RecordSchema = [{ name: 'id', type: { kind: 'int64' }, optional: true }]

/** What the gates of a table say, whose shards other threads have read. */
function outcome(
  expectations: Expectations,
  schema: RecordSchema,
  ...shards: readonly (readonly RecordBatch[])[]
): string {
  const gates = new Gates('orders', expectations, { schema })
  for (const batches of shards) gates.merge(observed(gates, expectations, schema, batches))
  try {
    gates.check()
    return 'passed'
  } catch (error) {
    if (error instanceof LoadError && error.code === 'gate_failed') return error.message
    throw error
  }
}

// oxlint-disable-next-line max-params -- what makes a shard's gates
function observed(
  { seeds }: Gates,
  expectations: Expectations,
  schema: RecordSchema,
  batches: readonly RecordBatch[],
): GateObservation {
  const shard = new Gates('orders', expectations, { schema, seeds })
  for (const batch of batches) shard.observe(batch)
  // As it comes from another thread.
  return structuredClone(shard.observation)
}

describe('gates of several shards', () => {
  it('find a value that two of them have, and name it', () => {
    const unique = { unique: ['id'] }
    expect(outcome(unique, ID_SCHEMA, [idBatch([1, -17])], [idBatch([3, -17])])).toBe(
      'table `orders`: column `id` is not unique, 2 rows have the value -17; nothing was published',
    )
    const large = [2n ** 62n + 5n, -(2n ** 40n)]
    expect(
      outcome(
        unique,
        LONG_SCHEMA,
        [batchOf(int64Vector([large[0] ?? null]))],
        [batchOf(int64Vector([large[1] ?? null]))],
        [batchOf(int64Vector([large[1] ?? null]))],
      ),
    ).toContain(`2 rows have the value ${large[1]}`)
  })

  it('count what each of them found too', () => {
    expect(
      outcome({ unique: ['id'] }, ID_SCHEMA, [idBatch([5, 5, 6])], [idBatch([5, 7, 7, 7])]),
    ).toBe(
      'table `orders`: column `id` is not unique, 3 rows have the value 5, and 2 more rows repeat other values; nothing was published',
    )
  })

  it('take NULLs for equal', () => {
    const unique = { unique: ['id'] }
    expect(outcome(unique, ID_SCHEMA, [idBatch([null, 1])], [idBatch([2])])).toBe('passed')
    expect(outcome(unique, ID_SCHEMA, [idBatch([null])], [idBatch([2, null])])).toContain(
      '2 rows have the value NULL',
    )
  })

  it('add up rows', () => {
    const shards = [[idBatch([1, 2])], [], [idBatch([3])]]
    expect(outcome({ rows: { min: 3, max: 3 } }, ID_SCHEMA, ...shards)).toBe('passed')
    expect(outcome({ rows: { min: 4 } }, ID_SCHEMA, ...shards)).toContain('at least 4 rows, got 3')
  })

  it('agree with one gate over all rows, whatever they are', () => {
    const values = fc.array(fc.array(fc.integer({ min: -70, max: 70 }), { maxLength: 40 }), {
      maxLength: 5,
    })
    fc.assert(
      fc.property(values, (shards) => {
        const all = shards.flat()
        const repeats = all.length - new Set(all).size
        const ids = outcome({ unique: ['id'] }, ID_SCHEMA, ...shards.map((rows) => [idBatch(rows)]))
        expect(repeatsIn(ids)).toBe(repeats)
        const names = shards.map((rows) => [batchOf(textVector(rows.map(String)))])
        expect(repeatsIn(outcome({ unique: ['name'] }, TEXT_SCHEMA, ...names))).toBe(repeats)
      }),
    )
  })
})

/** Rows that repeat another, as a message counts them. */
function repeatsIn(message: string): number {
  if (message === 'passed') return 0
  const [, same = '1'] = /unique, (\d+) rows have/.exec(message) ?? []
  const [, further = '0'] = /and (\d+) more rows/.exec(message) ?? []
  return Number(same) - 1 + Number(further)
}
