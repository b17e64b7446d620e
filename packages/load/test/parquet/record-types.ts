import * as fc from 'fast-check'
import type { RecordField, RecordType } from '@carmilla/transform'
import type { TestValue } from './vectors.ts'

/** Every kind of record type that is no list, with values that are edges of it. */
export const SCALAR_TYPES: readonly {
  readonly type: RecordType
  readonly values: fc.Arbitrary<TestValue>
}[] = [
  { type: { kind: 'bool' }, values: fc.boolean() },
  { type: { kind: 'int16' }, values: fc.integer({ min: -32768, max: 32767 }) },
  { type: { kind: 'int32' }, values: fc.integer() },
  { type: { kind: 'int64' }, values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { type: { kind: 'float32' }, values: fc.float() },
  { type: { kind: 'float64' }, values: fc.double() },
  ...[1, 9, 10, 18, 19, 28, 38].map((precision) => ({
    type: { kind: 'decimal', precision, scale: precision >> 1 } as const,
    values: fc.bigInt({
      min: 1n - 10n ** BigInt(precision),
      max: 10n ** BigInt(precision) - 1n,
    }),
  })),
  { type: { kind: 'text' }, values: fc.string({ unit: 'binary', maxLength: 90 }) },
  { type: { kind: 'uuid' }, values: fc.uuid() },
  { type: { kind: 'json' }, values: fc.json({ maxDepth: 1 }) },
  { type: { kind: 'binary' }, values: fc.uint8Array({ maxLength: 90 }) },
  { type: { kind: 'date' }, values: fc.integer({ min: -2_000_000, max: 5_000_000 }) },
  ...[true, false].map((utc) => ({
    type: { kind: 'timestamp', unit: 'micros', utc } as const,
    values: fc.bigInt({ min: -(2n ** 57n), max: 2n ** 62n }),
  })),
]

/** A column of any type with the values of its rows. */
export function columnArbitrary(
  rows: number,
): fc.Arbitrary<{ readonly field: Omit<RecordField, 'name'>; readonly values: TestValue[] }> {
  return fc.tuple(typedValues(), fc.boolean()).chain(([{ type, values }, optional]) =>
    fc
      .array(repeating(optional ? fc.option(values, { freq: 4 }) : values), {
        minLength: rows,
        maxLength: rows,
      })
      .map((column) => ({ field: { type, optional }, values: column })),
  )
}

function typedValues(): fc.Arbitrary<{ type: RecordType; values: fc.Arbitrary<TestValue> }> {
  const scalar = fc.constantFrom(...SCALAR_TYPES)
  return fc.tuple(scalar, fc.constantFrom(0, 0, 0, 1, 1, 2, 3)).map(([{ type, values }, depth]) => {
    let nested: { type: RecordType; values: fc.Arbitrary<TestValue> } = { type, values }
    for (let i = 0; i < depth; i++) {
      nested = {
        type: { kind: 'list', element: nested.type },
        values: fc.array(fc.option(nested.values, { freq: 5 }), { maxLength: 5 }),
      }
    }
    return nested
  })
}

/** Mixes in values of a small pool, so that dictionaries pay now and then. */
function repeating(values: fc.Arbitrary<TestValue>): fc.Arbitrary<TestValue> {
  const pool = fc.sample(values, { numRuns: 5, seed: 1 })
  return fc.oneof(
    { weight: 2, arbitrary: values },
    { weight: 3, arbitrary: fc.constantFrom(...pool) },
  )
}
