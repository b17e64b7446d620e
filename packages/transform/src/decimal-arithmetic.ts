/**
 * Exact arithmetic on decimals. Nothing is rounded here: a derived column rounds once, half away
 * from zero, to the scale that it declares. As in SQL, an operation on a NULL is NULL.
 */
import { Decimal } from '@carmilla/extract'
import { DIVISION_BY_ZERO, type NullBecause } from './null-because.ts'

/** A decimal, or the absence of one. */
export type DecimalOrNull = Decimal | NullBecause | null

/** A whole number or decimal text (`'0.01'`) as an exact decimal. */
export function decimalOf(value: bigint | number | string): Decimal {
  if (typeof value === 'bigint') return new Decimal(value)
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return new Decimal(value)
    throw new RangeError(`${value} is not a whole number; give decimalOf() its text instead`)
  }
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value)
  if (match === null) throw new RangeError(`'${value}' is not a decimal number`)
  const [, sign, whole = '', fraction = ''] = match
  const unscaled = BigInt(whole + fraction)
  return new Decimal(sign === '-' ? -unscaled : unscaled, 10n ** BigInt(fraction.length))
}

export function add(a: Decimal, b: Decimal): Decimal
export function add(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull
/** `a + b`. */
export function add(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull {
  if (!(a instanceof Decimal)) return a
  if (!(b instanceof Decimal)) return b
  if (isSame(a.divisor, b.divisor)) return new Decimal(plus(a.dividend, b.dividend), a.divisor)
  return new Decimal(
    plus(times(a.dividend, b.divisor), times(b.dividend, a.divisor)),
    times(a.divisor, b.divisor),
  )
}

export function subtract(a: Decimal, b: Decimal): Decimal
export function subtract(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull
/** `a - b`. */
export function subtract(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull {
  return add(a, negate(b))
}

export function multiply(a: Decimal, b: Decimal): Decimal
export function multiply(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull
/** `a * b`. */
export function multiply(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull {
  if (!(a instanceof Decimal)) return a
  if (!(b instanceof Decimal)) return b
  return new Decimal(times(a.dividend, b.dividend), times(a.divisor, b.divisor))
}

/** `a / b`; NULL, counted as a division by zero, when `b` is zero. */
export function divide(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull {
  if (!(a instanceof Decimal)) return a
  if (!(b instanceof Decimal)) return b
  if (isZero(b)) return DIVISION_BY_ZERO
  return new Decimal(times(a.dividend, b.divisor), times(a.divisor, b.dividend))
}

export function negate(a: Decimal): Decimal
export function negate(a: DecimalOrNull): DecimalOrNull
/** `-a`. */
export function negate(a: DecimalOrNull): DecimalOrNull {
  return a instanceof Decimal ? new Decimal(-a.dividend, a.divisor) : a
}

export function absolute(a: Decimal): Decimal
export function absolute(a: DecimalOrNull): DecimalOrNull
/** The value without its sign. */
export function absolute(a: DecimalOrNull): DecimalOrNull {
  return a instanceof Decimal && a.dividend < 0 ? negate(a) : a
}

/** Whether the value is exactly zero. */
export function isZero(a: Decimal): boolean {
  return isSame(a.dividend, 0)
}

/** -1, 0 or 1: the order of two decimals. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const left = times(a.dividend, b.divisor)
  const right = times(b.dividend, a.divisor)
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * `a` as a whole number of `10 ** -scale`, rounded half away from zero as Postgres' `round` does.
 */
export function toUnscaled(a: Decimal, scale: number): bigint {
  const small = smallUnscaled(a, scale)
  if (!Number.isNaN(small)) return BigInt(small)
  const scaled = a.numerator * 10n ** BigInt(scale)
  const quotient = scaled / a.denominator
  const remainder = scaled % a.denominator
  const twice = (remainder < 0n ? -remainder : remainder) * 2n
  if (twice < a.denominator) return quotient
  return scaled < 0n ? quotient - 1n : quotient + 1n
}

/** The same as a number; NaN where a step on the way to it is no safe integer. */
export function smallUnscaled({ dividend, divisor }: Decimal, scale: number): number {
  const power = SAFE_POWERS[scale]
  if (power === undefined || typeof dividend !== 'number' || typeof divisor !== 'number') {
    return Number.NaN
  }
  if (divisor === 0) return Number.NaN
  // Both powers of ten as a rule, of which one divides the other.
  const more = power / divisor
  if (Number.isSafeInteger(more)) return safeOrNaN(dividend * more)
  const less = divisor / power
  return Number.isSafeInteger(less)
    ? roundedQuotient(dividend, less)
    : roundedQuotient(dividend * power, divisor)
}

/** The largest power of ten that is a safe integer has this exponent. */
const SAFE_EXPONENT = 15
const SAFE_POWERS: readonly number[] = Array.from(
  { length: SAFE_EXPONENT + 1 },
  (_, exponent) => 10 ** exponent,
)

/** Rounds half away from zero; NaN where `dividend` and what is added to it are no safe integers. */
function roundedQuotient(dividend: number, divisor: number): number {
  const magnitude = Math.abs(dividend)
  if (!Number.isSafeInteger(magnitude + divisor)) return Number.NaN
  // The nearest double of a quotient may be the whole number above it, never one below.
  const guess = Math.floor(magnitude / divisor)
  const remainder = magnitude - guess * divisor
  const down = remainder < 0 ? guess - 1 : guess
  const rest = remainder < 0 ? remainder + divisor : remainder
  const quotient = 2 * rest >= divisor ? down + 1 : down
  return dividend < 0 ? -quotient : quotient
}

function safeOrNaN(number: number): number {
  return Number.isSafeInteger(number) ? number : Number.NaN
}

/** A product, as a number while that is exact. */
function times(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product
  }
  return BigInt(a) * BigInt(b)
}

/** A sum, as a number while that is exact. */
function plus(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return BigInt(a) + BigInt(b)
}

function isSame(a: number | bigint, b: number | bigint): boolean {
  return typeof a === typeof b ? a === b : BigInt(a) === BigInt(b)
}
