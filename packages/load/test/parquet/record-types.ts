import * as fc from 'fast-check'
import type { RecordField, RecordType } from '@carmilla/transform'
import { TestMap, type TestValue } from './vectors.ts'

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
  {
    type: { kind: 'uuidBytes' },
    values: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  },
  { type: { kind: 'timeMicros' }, values: fc.bigInt({ min: 0n, max: 86_399_999_999n }) },
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

interface TypedValues {
  readonly type: RecordType
  readonly values: fc.Arbitrary<TestValue>
}

/** A column of lists, structs and maps in each other, with NULLs on every level. */
export function nestedColumnArbitrary(
  rows: number,
): fc.Arbitrary<{ readonly field: Omit<RecordField, 'name'>; readonly values: TestValue[] }> {
  return fc.tuple(nestedValues(3), fc.boolean()).chain(([{ type, values }, optional]) =>
    fc
      .array(optional ? fc.option(values, { freq: 4 }) : values, {
        minLength: rows,
        maxLength: rows,
      })
      .map((column) => ({ field: { type, optional }, values: column })),
  )
}

function nestedValues(depth: number): fc.Arbitrary<TypedValues> {
  const scalar = fc.constantFrom(...SCALAR_TYPES)
  if (depth === 0) return scalar
  const below = fc.oneof(scalar, nestedValues(depth - 1))
  return fc.oneof(below.map(listOf), below.map(mapOf), structs(below))
}

function listOf({ type, values }: TypedValues): TypedValues {
  return {
    type: { kind: 'list', element: type },
    values: fc.array(fc.option(values, { freq: 5 }), { maxLength: 4 }),
  }
}

function mapOf({ type, values }: TypedValues): TypedValues {
  // hyparquet makes objects of maps, in which keys that look like numbers change places.
  const key = fc.string({ unit: 'grapheme' }).map((text) => `k${text}`)
  const entry = fc.tuple(key, fc.option(values, { freq: 5 }))
  return {
    type: { kind: 'map', key: { kind: 'text' }, value: type },
    values: fc
      .uniqueArray(entry, { selector: ([key]) => key, maxLength: 4 })
      .map((entries) => new TestMap(entries)),
  }
}

function structs(below: fc.Arbitrary<TypedValues>): fc.Arbitrary<TypedValues> {
  return fc
    .array(fc.tuple(below, fc.boolean()), { minLength: 1, maxLength: 3 })
    .map((fields): TypedValues => ({
      type: {
        kind: 'struct',
        fields: fields.map(([{ type }, optional], index) => ({
          name: `f${index}`,
          type,
          optional,
        })),
      },
      values: fc
        .tuple(
          ...fields.map(([{ values }, optional]) =>
            optional ? fc.option(values, { freq: 4 }) : values,
          ),
        )
        .map((values) =>
          Object.fromEntries(values.map((value, index) => [`f${index}`, value] as const)),
        ),
    }))
}

/** Mixes in values of a small pool, so that dictionaries pay now and then. */
function repeating(values: fc.Arbitrary<TestValue>): fc.Arbitrary<TestValue> {
  const pool = fc.sample(values, { numRuns: 5, seed: 1 })
  return fc.oneof(
    { weight: 2, arbitrary: values },
    { weight: 3, arbitrary: fc.constantFrom(...pool) },
  )
}
