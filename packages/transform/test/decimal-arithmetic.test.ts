import { Decimal } from '@carmilla/extract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  absolute,
  add,
  compare,
  decimalOf,
  type DecimalOrNull,
  divide,
  isZero,
  multiply,
  negate,
  subtract,
  toUnscaled,
} from '../src/decimal-arithmetic.ts'
import { DIVISION_BY_ZERO, NullBecause } from '../src/null-because.ts'

/** Text such as `-12.340`, up to 40 digits on each side. */
const decimalText = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 40n }),
    fc.option(fc.stringMatching(/^\d{1,40}$/), { nil: undefined }),
  )
  .map(([negative, whole, fraction]) =>
    [negative ? '-' : '', whole, fraction === undefined ? '' : `.${fraction}`].join(''),
  )

/** Of few digits, about as many as a safe integer has: these are computed with as numbers. */
const shortText = fc
  .tuple(fc.boolean(), fc.stringMatching(/^\d{1,9}$/), fc.stringMatching(/^\d{0,8}$/))
  .map(([negative, whole, fraction]) =>
    [negative ? '-' : '', whole, fraction === '' ? '' : `.${fraction}`].join(''),
  )

/** Every reference value has this many digits after its point. */
const REFERENCE_SCALE = 40

/** The value of a text in units of `10 ** -40`, by moving digits only. */
function units(text: string): bigint {
  const digits = text.replace('-', '')
  const [whole = '', fraction = ''] = digits.split('.')
  const unsigned = BigInt(whole + fraction.padEnd(REFERENCE_SCALE, '0'))
  return text.startsWith('-') ? -unsigned : unsigned
}

/** `numerator / denominator` rounded half away from zero, written without remainders. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const over = numerator < 0n ? -numerator : numerator
  const under = denominator < 0n ? -denominator : denominator
  const magnitude = (2n * over + under) / (2n * under)
  return numerator < 0n !== denominator < 0n ? -magnitude : magnitude
}

describe.each([
  ['of any length', decimalText],
  ['of few digits', fc.oneof(shortText, shortText, decimalText)],
])('decimals of texts %s', (_length, decimalText) => {
  test('agree with addition, subtraction and multiplication of whole numbers', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const [x, y] = [decimalOf(a), decimalOf(b)]
        expect(toUnscaled(add(x, y), REFERENCE_SCALE)).toBe(units(a) + units(b))
        expect(toUnscaled(subtract(x, y), REFERENCE_SCALE)).toBe(units(a) - units(b))
        expect(toUnscaled(multiply(x, y), 2 * REFERENCE_SCALE)).toBe(units(a) * units(b))
        expect(compare(x, y)).toBe(units(a) < units(b) ? -1 : units(a) > units(b) ? 1 : 0)
        expect(toUnscaled(negate(x), REFERENCE_SCALE)).toBe(-units(a))
        expect(toUnscaled(absolute(x), REFERENCE_SCALE)).toBe(units(a.replace('-', '')))
        expect(isZero(x)).toBe(/^-?[0.]+$/.test(a))
      }),
    )
  })

  test('divide exactly, and are rounded once', () => {
    fc.assert(
      fc.property(decimalText, decimalText, fc.nat(38), (a, b, scale) => {
        fc.pre(units(b) !== 0n)
        const quotient = divide(decimalOf(a), decimalOf(b))
        if (!(quotient instanceof Decimal)) throw new Error('no quotient')
        expect(toUnscaled(quotient, scale)).toBe(rounded(units(a) * 10n ** BigInt(scale), units(b)))
      }),
    )
  })

  test('have the parts that bigints have', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        const [x, y] = [decimalOf(a), decimalOf(b)]
        const [n, d, m, e] = [x.numerator, x.denominator, y.numerator, y.denominator]
        const sum = d === e ? [n + m, d] : [n * e + m * d, d * e]
        expect(partsOf(add(x, y))).toEqual(sum)
        expect(partsOf(multiply(x, y))).toEqual([n * m, d * e])
        const sign = m < 0n ? -1n : 1n
        const quotient = m === 0n ? undefined : [sign * n * e, sign * d * m]
        expect(partsOf(divide(x, y))).toEqual(quotient)
      }),
    )
  })

  test('come back after a division and a multiplication', () => {
    fc.assert(
      fc.property(decimalText, decimalText, (a, b) => {
        fc.pre(units(b) !== 0n)
        const back = multiply(divide(decimalOf(a), decimalOf(b)), decimalOf(b))
        if (!(back instanceof Decimal)) throw new Error('no product')
        expect(compare(back, decimalOf(a))).toBe(0)
      }),
    )
  })

  test.each([
    ['0.5', 0, 1n],
    ['-0.5', 0, -1n],
    ['1.5', 0, 2n],
    ['2.5', 0, 3n],
    ['-2.5', 0, -3n],
    ['0.49999999999999999999', 0, 0n],
    ['-0.49999999999999999999', 0, 0n],
    ['1.005', 2, 101n],
    ['-1.005', 2, -101n],
    ['1.15', 1, 12n],
    ['4.35', 2, 435n],
    ['99999999999999999999999999999999999999.5', 0, 10n ** 38n],
    ['0', 2, 0n],
    ['-0.0', 2, 0n],
  ])('rounds %s at scale %i half away from zero', (text, scale, unscaled) => {
    expect(toUnscaled(decimalOf(text), scale)).toBe(unscaled)
  })
})

function partsOf(value: DecimalOrNull): readonly bigint[] | undefined {
  return value instanceof Decimal ? [value.numerator, value.denominator] : undefined
}

describe('a decimal', () => {
  const safe = BigInt(Number.MAX_SAFE_INTEGER)

  test.each([
    [safe, 1n],
    [-safe, safe],
    [safe + 1n, 1n],
    [1n, safe + 1n],
    [-(safe + 1n), -(safe + 2n)],
    [0n, -1n],
  ])('keeps %i / %i, with a positive denominator', (numerator, denominator) => {
    const value = new Decimal(numerator, denominator)
    const sign = denominator < 0n ? -1n : 1n
    expect(partsOf(value)).toEqual([sign * numerator, sign * denominator])
  })

  test('is the same of numbers as of bigints', () => {
    expect(new Decimal(-150, 100)).toEqual(new Decimal(-150n, 100n))
    expect(new Decimal(-150, 100)).not.toEqual(new Decimal(-151n, 100n))
    expect(new Decimal(0, -1)).toEqual(negate(new Decimal(0n)))
    expect(multiply(new Decimal(safe + 1n), new Decimal(0n))).toEqual(new Decimal(0))
  })

  test.each([
    [0.5, 1],
    [1, 0.5],
    [2 ** 53, 1],
    [1, Number.NaN],
  ])('refuses the numbers %d / %d', (numerator, denominator) => {
    expect(() => new Decimal(numerator, denominator)).toThrow(RangeError)
  })

  test.each([
    [safe, 2n, 0],
    [safe, safe - 1n, 0],
    [safe - 1n, safe, 15],
    [safe, 3n, 1],
    [9n * 10n ** 15n + 1n, 10n, 0],
    [9n * 10n ** 15n + 5n, 10n, 0],
    [-(9n * 10n ** 15n + 5n), 10n, 0],
    [1n, 10n ** 15n, 15],
    [1n, 10n ** 15n, 14],
    [5n, 10n ** 15n, 14],
  ])('%i / %i is rounded at scale %i as bigints are', (numerator, denominator, scale) => {
    expect(toUnscaled(new Decimal(numerator, denominator), scale)).toBe(
      rounded(numerator * 10n ** BigInt(scale), denominator),
    )
  })

  test('by zero has no value', () => {
    expect(() => toUnscaled(new Decimal(1, 0), 2)).toThrow(new RangeError('Division by zero'))
  })
})

describe('NULL', () => {
  const some = decimalOf(1)
  const why = new NullBecause('no rate')
  const operations: Record<string, (a: DecimalOrNull, b: DecimalOrNull) => DecimalOrNull> = {
    add,
    subtract,
    multiply,
    divide,
  }

  test.each(Object.entries(operations))('is the result of %s with NULL', (_name, operation) => {
    expect(operation(null, some)).toBeNull()
    expect(operation(some, null)).toBeNull()
    expect(operation(why, some)).toBe(why)
    expect(operation(some, why)).toBe(why)
  })

  test('is a division by zero, for its reason', () => {
    expect(divide(some, decimalOf('0.00'))).toBe(DIVISION_BY_ZERO)
    expect(DIVISION_BY_ZERO.reason).toBe('division by zero')
  })

  test('is kept by negate and absolute', () => {
    expect(negate(null)).toBeNull()
    expect(absolute(why)).toBe(why)
  })
})

test.each([0.1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])(
  'refuses the number %d, which is not whole or not exact',
  (value) => {
    expect(() => decimalOf(value)).toThrow(
      `${value} is not a whole number; give decimalOf() its text instead`,
    )
  },
)

test.each(['', '1e5', '.5', '5.', '+1', ' 1', '0x10', 'NaN', '1,5'])(
  'refuses the text `%s`',
  (text) => {
    expect(() => decimalOf(text)).toThrow(`'${text}' is not a decimal number`)
  },
)
