import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bool,
  columnOf,
  date,
  decimal,
  float32,
  float64,
  fromJson,
  int16,
  int32,
  int64,
  json,
  list,
  map,
  optional,
  struct,
  text,
  timestamptzMicros,
  uuid,
} from '../src/index.ts'
import { readJson } from './json-documents.ts'

/*
 * Random documents of random shapes. A value is made first and then written down in one of the ways
 * that JSON has for it, so that what must be read is known without reading it.
 */
type Plain = ReturnType<typeof columnOf>

/** A document, and what is read of it. */
interface Written {
  readonly text: string
  readonly value: unknown
}

interface Shape {
  readonly column: Plain
  readonly documents: fc.Arbitrary<Written>
}

const MILLIS_PER_DAY = 86_400_000
const SPACES = fc.constantFrom('', ' ', '\n\t')

test('reads every document of every shape, whatever way it is written', () => {
  const cases = shapes(3).chain(({ column, documents }) =>
    fc.record({
      column: fc.constant(column),
      documents: fc.array(documents, { maxLength: 5 }),
    }),
  )
  fc.assert(
    fc.property(cases, ({ column, documents }) => {
      const texts = documents.map(({ text: document }) => document)
      const { values } = readJson(fromJson(column, { extraKeys: 'ignore' }), texts, 'json')
      expect(values).toEqual(documents.map(({ value }) => value))
    }),
    { numRuns: 1000 },
  )
})

test('takes no decimal that is not exact, and every one that is', () => {
  const numbers = fc.record({
    unscaled: fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
    scale: fc.integer({ min: 0, max: 45 }),
    precision: fc.integer({ min: 1, max: 38 }),
    fraction: fc.nat({ max: 38 }),
  })
  fc.assert(
    fc.property(numbers, ({ unscaled, scale, precision, fraction }) => {
      const digits = Math.min(fraction, precision)
      const column = optional(fromJson(decimal(precision, digits), { mismatch: 'null' }))
      const [value] = readJson(column, [decimalText(unscaled, scale)]).values
      // By whole numbers alone: the value in units of 10 ** -45.
      const exact = unscaled * 10n ** BigInt(45 - scale)
      const unit = 10n ** BigInt(45 - digits)
      const fits = exact % unit === 0n && absolute(exact / unit) < 10n ** BigInt(precision)
      const read = typeof value === 'number' ? BigInt(value) : value
      expect(read).toBe(fits ? exact / unit : null)
    }),
    { numRuns: 5000 },
  )
})

test('takes every double in its own digits, and none that has others', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
  const column = optional(fromJson(float64(), { mismatch: 'null' }))
  fc.assert(
    fc.property(doubles, fc.integer({ min: 17, max: 60 }), (double, digits) => {
      const shortest = Object.is(double, -0) ? '-0' : String(double)
      const longer = `${shortest.startsWith('-0') && double === 0 ? '-' : ''}${double.toPrecision(digits)}`
      expect(readJson(column, [shortest, longer]).values).toEqual([double, double])
      // One more digit than any that it is written with: a number between two doubles.
      const between = longer.replace(/(\.\d*|^-?\d+)(?=e|$)/, (found) =>
        found.includes('.') ? `${found}${'0'.repeat(800)}1` : `${found}.${'0'.repeat(800)}1`,
      )
      expect(readJson(column, [between]).values).toEqual([null])
    }),
    { numRuns: 3000 },
  )
})

function shapes(depth: number): fc.Arbitrary<Shape> {
  if (depth === 0) return fc.constantFrom(...SCALARS)
  const inner = shapes(depth - 1)
  return fc.oneof(
    fc.constantFrom(...SCALARS),
    inner.map(listShape),
    inner.map(mapShape),
    fc
      .uniqueArray(fc.tuple(NAMES, inner, fc.boolean()), {
        minLength: 1,
        maxLength: 4,
        selector: ([name]) => name.toLowerCase(),
      })
      .map(structShape),
  )
}

const NAMES = fc.oneof(
  fc.constantFrom('id', 'City', '__proto__', 'constructor', '10', 'a b', '漢', '"', ''),
  fc.string({ minLength: 1, maxLength: 4 }),
)

const WORDS = fc
  .string({ unit: 'binary', maxLength: 6 })
  .filter((word) => word.isWellFormed() && !word.includes('\0'))

/** Text as it is, and with every unit as an escape. */
const STRINGS: fc.Arbitrary<Written> = fc.tuple(WORDS, fc.boolean()).map(([value, escaped]) => ({
  value,
  text: escaped
    ? `"${Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`
    : JSON.stringify(value),
}))

function numbers(
  min: bigint,
  max: bigint,
  scale = 0,
): fc.Arbitrary<{ text: string; value: bigint }> {
  return fc
    .tuple(fc.bigInt({ min, max }), fc.nat({ max: 9 }), fc.boolean())
    .map(([value, zeros, exponent]) => ({
      value,
      text: exponent
        ? `${value * 10n ** BigInt(zeros)}e-${scale + zeros}`
        : decimalText(value * 10n ** BigInt(zeros), scale + zeros),
    }))
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = absolute(unscaled)
    .toString()
    .padStart(scale + 1, '0')
  const point = digits.length - scale
  const sign = unscaled < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value
}

const days = fc.date({
  min: new Date('0001-01-01'),
  max: new Date('9999-12-31'),
  noInvalidDate: true,
})

const SCALARS: readonly Shape[] = [
  { column: bool(), documents: fc.boolean().map((value) => ({ value, text: String(value) })) },
  { column: int16(), documents: numbers(-(2n ** 15n), 2n ** 15n - 1n).map(asNumber) },
  { column: int32(), documents: numbers(-(2n ** 31n), 2n ** 31n - 1n).map(asNumber) },
  { column: int64(), documents: numbers(-(2n ** 63n), 2n ** 63n - 1n) },
  { column: decimal(9, 3), documents: numbers(-(10n ** 9n) + 1n, 10n ** 9n - 1n, 3).map(asNumber) },
  { column: decimal(18, 18), documents: numbers(-(10n ** 18n) + 1n, 10n ** 18n - 1n, 18) },
  { column: decimal(38, 10), documents: numbers(-(10n ** 38n) + 1n, 10n ** 38n - 1n, 10) },
  {
    column: float32(),
    documents: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => ({
      value,
      text: Object.is(value, -0) ? '-0.0' : String(value),
    })),
  },
  { column: text(), documents: STRINGS },
  { column: uuid(), documents: fc.uuid().map((value) => ({ value, text: `"${value}"` })) },
  {
    column: date(),
    documents: days.map((at) => ({
      value: Math.floor(at.getTime() / MILLIS_PER_DAY),
      text: `"${at.toISOString().slice(0, 10)}"`,
    })),
  },
  {
    column: timestamptzMicros(),
    documents: days.map((at) => ({
      value: BigInt(at.getTime()) * 1000n,
      text: JSON.stringify(at),
    })),
  },
  {
    column: json(),
    documents: fc.constantFrom(
      { text: '{"b":1e400,"a":[ 1.50 ]}', value: '{"a": [1.50], "b": 1e400}' },
      { text: '"x"', value: '"x"' },
    ),
  },
]

function asNumber({ text: number, value }: { text: string; value: bigint }): Written {
  return { text: number, value: Number(value) }
}

function maybe(documents: fc.Arbitrary<Written>): fc.Arbitrary<Written> {
  return fc.oneof({ arbitrary: documents, weight: 4 }, fc.constant({ text: 'null', value: null }))
}

function listShape({ column, documents }: Shape): Shape {
  return {
    column: list(column),
    documents: fc
      .tuple(fc.array(maybe(documents), { maxLength: 3 }), SPACES)
      .map(([items, space]) => ({
        value: items.map(({ value }) => value),
        text: `[${space}${items.map((item) => item.text).join(`,${space}`)}${space}]`,
      })),
  }
}

function mapShape({ column, documents }: Shape): Shape {
  const entries = fc.uniqueArray(fc.tuple(WORDS, maybe(documents)), {
    maxLength: 3,
    selector: ([key]) => key,
  })
  return {
    column: map(text(), column),
    documents: entries.map((all) => ({
      // And in a map, which has no order.
      value: Object.keys(Object.fromEntries(all)).map((key) => [
        key,
        all.find(([name]) => name === key)?.[1].value,
      ]),
      text: `{${all.map(([key, item]) => `${JSON.stringify(key)}:${item.text}`).join(',')}}`,
    })),
  }
}

/** Optional fields may be null and missing; keys come in any order, twice, and among others. */
function structShape(declared: readonly (readonly [string, Shape, boolean])[]): Shape {
  // JavaScript has keys that are indexes first, in a struct too.
  const names = Object.keys(Object.fromEntries(declared))
  const fields = declared.toSorted(([a], [b]) => names.indexOf(a) - names.indexOf(b))
  const column = struct(
    Object.fromEntries(
      fields.map(([name, shape, isOptional]) => [
        name,
        isOptional ? optional(shape.column) : shape.column,
      ]),
    ),
  )
  const members = fields.map(([name, { documents }, isOptional]) =>
    fc
      .tuple(isOptional ? maybe(documents) : documents, fc.boolean(), fc.boolean())
      .map(([item, twice, missing]) => {
        const key = JSON.stringify(name)
        const isMissing = item.value === null && missing
        const last = isMissing ? [] : [`${key}: ${item.text}`]
        return { value: item.value, texts: twice && !isMissing ? [`${key}:[{}]`, ...last] : last }
      }),
  )
  const order = fc.array(fc.nat(), { minLength: fields.length, maxLength: fields.length })
  return {
    column,
    documents: fc
      .tuple(fc.tuple(...members), order, fc.constantFrom([], ['"not declared":{"a":1.5}']))
      .map(([parts, ranks, others]) => {
        // Equal keys stay in their order, the last of them counts.
        const groups = parts.map(({ texts }, index) => ({ texts, rank: ranks[index] ?? 0 }))
        const sorted = groups.toSorted((a, b) => a.rank - b.rank).flatMap(({ texts }) => texts)
        return {
          value: parts.map(({ value }) => value),
          text: `{${[...others, ...sorted].join(', ')}}`,
        }
      }),
  }
}
