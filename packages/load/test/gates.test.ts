import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LoadError } from '../src/errors.ts'
import { Gates } from '../src/gates.ts'
import { IntegerSet } from '../src/integer-set.ts'
import {
  batchOf,
  ID_SCHEMA,
  idBatch,
  int32Vector,
  int64Vector,
  textVector,
} from './record-batches.ts'

const TEXT_SCHEMA: RecordSchema = [{ name: 'name', type: { kind: 'text' }, optional: true }]

/** The message of the gate that fails, or `passed`. */
function outcome(
  expectations: Expectations,
  schema: RecordSchema,
  ...batches: readonly RecordBatch[]
): string {
  const gates = new Gates('orders', expectations, { schema })
  for (const batch of batches) gates.observe(batch)
  try {
    gates.check()
    return 'passed'
  } catch (error) {
    if (error instanceof LoadError && error.code === 'gate_failed') return error.message
    throw error
  }
}

describe('a gate', () => {
  it('names the column, a repeated value and its rows', () => {
    expect(outcome({ unique: ['id'] }, ID_SCHEMA, idBatch([1, 17, 3]), idBatch([4, 17]))).toBe(
      'table `orders`: column `id` is not unique, 2 rows have the value 17; nothing was published',
    )
  })

  it('counts the rows that repeat other values', () => {
    expect(outcome({ unique: ['id'] }, ID_SCHEMA, idBatch([5, 5, 5, 6, 6, 6]))).toBe(
      'table `orders`: column `id` is not unique, 3 rows have the value 5, and 2 more rows repeat other values; nothing was published',
    )
  })

  it('takes NULLs for equal', () => {
    expect(outcome({ unique: ['id'] }, ID_SCHEMA, idBatch([null, 1]))).toBe('passed')
    expect(outcome({ unique: ['id'] }, ID_SCHEMA, idBatch([null, 1, null]))).toContain(
      '2 rows have the value NULL',
    )
    expect(
      outcome({ unique: ['name'] }, TEXT_SCHEMA, batchOf(textVector([null, '', null]))),
    ).toContain('2 rows have the value NULL')
  })

  it('tells values of a group apart, and NULL from the empty text', () => {
    const schema: RecordSchema = [...ID_SCHEMA, ...TEXT_SCHEMA]
    const group: Expectations = { unique: [['id', 'name']] }
    const batch = batchOf(int32Vector([1, 1, 2, 2, 2]), textVector(['a', 'b', 'a', null, '']))
    expect(outcome(group, schema, batch)).toBe('passed')
    expect(outcome(group, schema, batch, batchOf(int32Vector([1]), textVector(['b'])))).toBe(
      'table `orders`: columns `id`, `name` are not unique, 2 rows have the values 1, "b"; nothing was published',
    )
  })

  it('bounds the number of rows, both ends inclusive', () => {
    expect(outcome({ rows: { min: 1 } }, ID_SCHEMA)).toBe(
      'table `orders`: expected at least 1 rows, got 0; nothing was published',
    )
    const bounds: Expectations = { rows: { min: 2, max: 2 } }
    expect(outcome(bounds, ID_SCHEMA, idBatch([1, 2]))).toBe('passed')
    expect(outcome(bounds, ID_SCHEMA, idBatch([1, 2, 3]))).toContain('at most 2 rows, got 3')
  })

  it('refuses an expectation of an unknown column', () => {
    expect(() => new Gates('orders', { unique: ['idd'] }, { schema: ID_SCHEMA })).toThrow(
      'table `orders`: `expect.unique` names `idd`, which is not a column of the record',
    )
  })

  it('agrees with a set of texts of any content, batch by batch', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 40 }))), (batches) => {
        const texts = batches.flat()
        const passed = outcome(
          { unique: ['name'] },
          TEXT_SCHEMA,
          ...batches.map((batch) => batchOf(textVector(batch))),
        )
        expect(passed === 'passed').toBe(new Set(texts).size === texts.length)
      }),
    )
  })

  it('agrees with a set of 64-bit integers', () => {
    const schema: RecordSchema = [{ name: 'id', type: { kind: 'int64' }, optional: false }]
    const near = fc.bigInt({ min: -100n, max: 100n })
    const far = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    fc.assert(
      fc.property(fc.array(fc.oneof(near, far)), (ids) => {
        const passed = outcome({ unique: ['id'] }, schema, batchOf(int64Vector(ids)))
        expect(passed === 'passed').toBe(new Set(ids).size === ids.length)
      }),
    )
  })

  it.each([
    [{ kind: 'date' }, 20_513, '2026-03-01'],
    [{ kind: 'date' }, -1, '1969-12-31'],
    [{ kind: 'decimal', precision: 9, scale: 2 }, -5, '-0.05'],
  ] as const)('shows a %o of %i as %s', (type, value, text) => {
    const schema: RecordSchema = [{ name: 'it', type, optional: false }]
    expect(outcome({ unique: ['it'] }, schema, idBatch([value, value]))).toContain(`value ${text};`)
  })

  it.each([
    ['micros', true, -1n, '1969-12-31T23:59:59.999999Z'],
    ['micros', false, 1_772_323_200_000_001n, '2026-03-01T00:00:00.000001'],
    ['millis', true, -1n, '1969-12-31T23:59:59.999Z'],
    ['millis', false, 1_772_323_200_001n, '2026-03-01T00:00:00.001'],
  ] as const)('shows a timestamp (%s, utc %s) of %i as %s', (unit, utc, value, text) => {
    const schema: RecordSchema = [
      { name: 'it', type: { kind: 'timestamp', unit, utc }, optional: false },
    ]
    const batch = batchOf(int64Vector([value, value]))
    expect(outcome({ unique: ['it'] }, schema, batch)).toContain(`value ${text};`)
  })
})

function isOdd(value: number): boolean {
  return value % 2 === 1
}

describe('IntegerSet', () => {
  it('holds a million values, in order and scattered, and knows each again', () => {
    const set = new IntegerSet()
    for (let value = 0; value < 1_000_000; value++) {
      if (!isOdd(value)) continue
      if (!set.add(value, 0)) throw new Error(`${value} is new`)
      if (!set.add(Math.imul(value, 0x9e3779b1), value)) throw new Error(`${value} is new`)
    }
    for (let value = 1; value < 1_000_000; value += 1001) {
      expect(set.add(value, 0)).toBe(!isOdd(value))
    }
  })
})
