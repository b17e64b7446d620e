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
    if (Number.isSafeInteger(value)) return new Decimal(BigInt(value))
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
  if (a.denominator === b.denominator) {
    return new Decimal(a.numerator + b.numerator, a.denominator)
  }
  return new Decimal(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
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
  return new Decimal(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** `a / b`; NULL, counted as a division by zero, when `b` is zero. */
export function divide(a: DecimalOrNull, b: DecimalOrNull): DecimalOrNull {
  if (!(a instanceof Decimal)) return a
  if (!(b instanceof Decimal)) return b
  if (b.numerator === 0n) return DIVISION_BY_ZERO
  return new Decimal(a.numerator * b.denominator, a.denominator * b.numerator)
}

export function negate(a: Decimal): Decimal
export function negate(a: DecimalOrNull): DecimalOrNull
/** `-a`. */
export function negate(a: DecimalOrNull): DecimalOrNull {
  return a instanceof Decimal ? new Decimal(-a.numerator, a.denominator) : a
}

export function absolute(a: Decimal): Decimal
export function absolute(a: DecimalOrNull): DecimalOrNull
/** The value without its sign. */
export function absolute(a: DecimalOrNull): DecimalOrNull {
  return a instanceof Decimal && a.numerator < 0n ? negate(a) : a
}

/** Whether the value is exactly zero. */
export function isZero(a: Decimal): boolean {
  return a.numerator === 0n
}

/** -1, 0 or 1: the order of two decimals. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * `a` as a whole number of `10 ** -scale`, rounded half away from zero as Postgres' `round` does.
 */
export function toUnscaled(a: Decimal, scale: number): bigint {
  const scaled = a.numerator * 10n ** BigInt(scale)
  const quotient = scaled / a.denominator
  const remainder = scaled % a.denominator
  const twice = (remainder < 0n ? -remainder : remainder) * 2n
  if (twice < a.denominator) return quotient
  return scaled < 0n ? quotient - 1n : quotient + 1n
}
