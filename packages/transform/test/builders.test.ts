import { Decimal, type Vector } from '@carmilla/extract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decimalOf } from '../src/decimal-arithmetic.ts'
import {
  type Column,
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  int16,
  int32,
  int64,
  json,
  list,
  map,
  optional,
  struct,
  text,
  timestampMicros,
  timestamptzMicros,
  uuid,
} from '../src/index.ts'

/** Appends values, NULL included, and gives the vector. */
function build(column: Column, values: readonly unknown[]): Vector {
  const builder = column.builder()
  builder.begin(values.length)
  for (const value of values) {
    if (value === null) builder.appendNull()
    else builder.append(value)
  }
  return builder.vector
}

/** The values of a vector as they would be appended; decimals as their unscaled numbers. */
function valuesOf(vector: Vector): readonly unknown[] {
  return Array.from({ length: vector.rows }, (_, row) =>
    vector.present[row] === 1 ? valueAt(vector, row) : null,
  )
}

function valueAt(vector: Vector, row: number): unknown {
  switch (vector.layout) {
    case 'bool':
      return vector.values[row] === 1
    case 'int64':
      return vector.values[row]
    case 'fixed': {
      const start = row * vector.widthBytes
      const hex = Buffer.from(vector.values.subarray(start, start + vector.widthBytes)).toString(
        'hex',
      )
      return BigInt.asIntN(vector.widthBytes * 8, BigInt(`0x${hex}`))
    }
    case 'bytes': {
      const start = vector.starts[row] ?? 0
      return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
    }
    case 'list':
      return valuesOf(vector.elements).slice(vector.offsets[row], vector.offsets[row + 1])
    case 'struct':
      return vector.fields.map((field) => valuesOf(field)[row])
    case 'map': {
      const [from, to] = [vector.offsets[row], vector.offsets[row + 1]]
      const held = valuesOf(vector.values).slice(from, to)
      return new Map(
        valuesOf(vector.keys)
          .slice(from, to)
          .map((key, index) => [key, held[index]]),
      )
    }
    default:
      return vector.values[row]
  }
}

const MIN64 = -(2n ** 63n)
const MAX64 = 2n ** 63n - 1n

const holds: readonly [name: string, column: Column, value: fc.Arbitrary<unknown>][] = [
  ['bool', bool(), fc.boolean()],
  ['int16', int16(), fc.integer({ min: -32_768, max: 32_767 })],
  ['int32', int32(), fc.integer()],
  ['int64', int64(), fc.bigInt({ min: MIN64, max: MAX64 })],
  ['float32', float32(), fc.float()],
  ['float64', float64(), fc.double()],
  ['text', text(), fc.string({ unit: 'grapheme' })],
  ['json', json(), fc.json()],
  ['uuid', uuid(), fc.uuid()],
  ['date', date(), fc.integer()],
  ['timestampMicros', timestampMicros(), fc.bigInt({ min: MIN64, max: MAX64 })],
  ['timestamptzMicros', timestamptzMicros(), fc.bigInt({ min: MIN64, max: MAX64 })],
  ['list of text', list(text()), fc.array(fc.option(fc.string({ unit: 'grapheme' })))],
  [
    'list of lists of text',
    list(list(text())),
    fc.array(fc.option(fc.array(fc.option(fc.string({ unit: 'grapheme' }))))),
  ],
  [
    'map of lists',
    map(text(), list(int32())),
    fc
      .array(
        fc.tuple(fc.string({ unit: 'grapheme' }), fc.option(fc.array(fc.option(fc.integer())))),
      )
      .map((entries) => new Map(entries)),
  ],
  ['list of int64', list(int64()), fc.array(fc.option(fc.bigInt({ min: MIN64, max: MAX64 })))],
]

describe.each(holds)('a builder of %s', (_name, column, value) => {
  test('holds every value, and NULL', () => {
    fc.assert(
      fc.property(fc.array(fc.option(value)), (values) => {
        const vector = build(column, values)
        expect(valuesOf(vector)).toEqual(values)
        expect(vector.nulls).toBe(values.filter((one) => one === null).length)
      }),
    )
  })

  test('forgets the batch before', () => {
    fc.assert(
      fc.property(fc.array(fc.option(value)), fc.array(fc.option(value)), (before, values) => {
        const builder = column.builder()
        for (const batch of [before, values]) {
          builder.begin(batch.length)
          for (const one of batch) {
            if (one === null) builder.appendNull()
            else builder.append(one)
          }
        }
        expect(valuesOf(builder.vector)).toEqual(values)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a builder of structs', () => {
  const column = struct({
    a: optional(text()),
    list: optional(list(struct({ b: int32() }))),
  })
  const value = fc.record({
    a: fc.option(fc.string({ unit: 'grapheme' })),
    list: fc.option(fc.array(fc.option(fc.record({ b: fc.integer() })))),
  })

  test('holds every value, and tells a NULL struct from one of NULLs', () => {
    fc.assert(
      fc.property(fc.array(fc.option(value)), (values) => {
        expect(valuesOf(build(column, values))).toEqual(
          values.map((one) => one && [one.a, one.list?.map((item) => item && [item.b]) ?? null]),
        )
      }),
    )
  })

  test.each([
    ['a field that is not there', { a: 'x' }, 'a struct has no field `list`'],
    [
      'a NULL in a field that is not optional',
      { a: null, list: [{ b: null }] },
      'field `b` is NULL and not optional',
    ],
    ['text', 'x', 'x is not a struct'],
  ])('refuses %s', (_what, wrong, message) => {
    expect(() => build(column, [wrong])).toThrow(new RangeError(message))
  })

  test('refuses fields that are written alike', () => {
    expect(() => struct({ Zip: int32(), zip: int32() })).toThrow(
      'fields `Zip` and `zip` of a struct are both written `zip`',
    )
  })
})

describe.each([
  [9, 'int32'],
  [18, 'int64'],
  [28, 'fixed'],
  [38, 'fixed'],
] as const)('a builder of decimal(%i, 2)', (precision, layout) => {
  const limit = 10n ** BigInt(precision)
  const unscaled = fc.bigInt({ min: 1n - limit, max: limit - 1n })

  test(`holds every value in layout ${layout}`, () => {
    fc.assert(
      fc.property(fc.array(fc.option(unscaled)), (values) => {
        const column = decimal(precision, 2)
        const vector = build(
          column,
          values.map((value) => (value === null ? null : new Decimal(value, 100n))),
        )
        expect(vector.layout).toBe(layout)
        // Up to nine digits they are numbers.
        const found = vector.layout === 'int32' ? values.map(numberOrNull) : values
        expect(valuesOf(vector)).toEqual(found)
      }),
    )
  })

  test('holds its bounds, and refuses what is beyond, also by rounding', () => {
    const nines = '9'.repeat(precision - 2)
    const column = decimal(precision, 2)
    expect(valuesOf(build(column, [decimalOf(`${nines}.994`)])).map(String)).toEqual([
      `${limit - 1n}`,
    ])
    const refusal = `1${'0'.repeat(precision - 2)}.00 does not fit decimal(${precision}, 2); widen the decimal`
    expect(() => build(column, [decimalOf(`${nines}.995`)])).toThrow(new RangeError(refusal))
    expect(() => build(column, [decimalOf(`-${nines}.995`)])).toThrow(new RangeError(`-${refusal}`))
  })
})

test('gives bytes as they are', () => {
  const vector = build(binary(), [Uint8Array.of(0, 255, 128), null, new Uint8Array(0)])
  if (vector.layout !== 'bytes') throw new Error(vector.layout)
  expect([...vector.bytes.subarray(0, 3)]).toEqual([0, 255, 128])
  expect([...vector.lengths.subarray(0, 3)]).toEqual([3, 0, 0])
  expect(vector.nulls).toBe(1)
})

test.each<[Column, unknown, string]>([
  [bool(), 1, '1 is not a truth value'],
  [int16(), 32_768, '32768 does not fit -32768 to 32767'],
  [int16(), -32_769, '-32769 does not fit -32768 to 32767'],
  [int32(), 2_147_483_648, '2147483648 does not fit -2147483648 to 2147483647'],
  [int32(), 1.5, '1.5 is not a whole number'],
  [int32(), Number.NaN, 'NaN is not a whole number'],
  [int32(), 1n, '1 is not a whole number'],
  [int64(), MAX64 + 1n, '9223372036854775808 does not fit 64 bits'],
  [int64(), 1, '1 is not a bigint'],
  [float32(), 0.1, '0.1 does not fit binary32; round it with Math.fround()'],
  [float32(), 1e39, '1e+39 does not fit binary32; round it with Math.fround()'],
  [float64(), '1', '1 is not a number'],
  [decimal(9, 2), 1, '1 is not a decimal'],
  [text(), 5, '5 is not text'],
  [text(), '\ud800', 'is not well-formed Unicode'],
  [binary(), 'x', 'x is not bytes'],
  [date(), new Date(0), 'is not a whole number'],
  [timestampMicros(), 0, '0 is not a bigint'],
  [list(text()), 'x', 'x is not a list'],
  [list(int16()), [1, 40_000], '40000 does not fit -32768 to 32767'],
])('%o refuses %s', (column, value, message) => {
  expect(() => build(column, [value])).toThrow(RangeError)
  expect(() => build(column, [value])).toThrow(message)
})

test.each([
  [0, 0],
  [39, 2],
  [4, 5],
  [4, -1],
  [4.5, 1],
])('decimal(%d, %d) is refused', (precision, scale) => {
  expect(() => decimal(precision, scale)).toThrow(
    `decimal(${precision}, ${scale}) is not a decimal type; the precision is 1 to 38, the scale 0 to the precision`,
  )
})

function numberOrNull(value: bigint | null): number | null {
  return value === null ? null : Number(value)
}
