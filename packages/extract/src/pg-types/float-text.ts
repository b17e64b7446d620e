/*
 * Floating-point numbers as Postgres prints them: the fewest digits that read back as the same number
 * however a reader rounds. JavaScript's are those that read back when halves are rounded to even: it
 * prints 1e+23, and Postgres 9.999999999999999e+22. See src/common/d2s.c and f2s.c of Postgres.
 */
import { fractionOf } from './fraction.ts'

/** Decimal exponents from which on digits are written with one. */
const FLOAT8_EXPONENT = 15
const FLOAT4_EXPONENT = 6
const LEAST_EXPONENT = -4
/** A power of ten beyond this leaves no 54 bits for a number halfway between two. */
const MOST_HALFWAY_POWER = 24
/** Digits behind the first that JavaScript works out exactly. */
const MOST_EXACT_DIGITS = 100

/** Postgres' own text of a `double precision`. */
export function float8Text(value: number): string {
  return specialText(value) ?? withExponent(shortestFloat8(value), FLOAT8_EXPONENT)
}

/** Postgres' own text of a `real`; `value` is a binary32. */
export function float4Text(value: number): string {
  return specialText(value) ?? withExponent(shortest(value, FLOAT4_FORMAT), FLOAT4_EXPONENT)
}

/** The text of a finite number that {@link float8Text} or {@link float4Text} gave, without an exponent. */
export function withoutExponent(text: string): string {
  const { sign, digits, exponent } = partsOf(text)
  return sign + plainDigits(digits, exponent)
}

function specialText(value: number): string | undefined {
  if (Number.isFinite(value)) return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : undefined
  if (Number.isNaN(value)) return 'NaN'
  return value < 0 ? '-Infinity' : 'Infinity'
}

function shortestFloat8(value: number): string {
  const text = value.toExponential()
  return isHalfway(text, value, nextFloat8) ? shortest(value, FLOAT8_FORMAT) : text
}

/** A binary format: how a double is rounded to it, and which number of it comes next. */
interface Format {
  /** Digits that tell any number of it from the next. */
  readonly digits: number
  readonly round: (value: number) => number
  readonly next: (value: number, step: 1 | -1) => number
}

/** The fewest digits, of those the nearest to the value. */
function shortest(value: number, { digits: most, round, next }: Format): string {
  for (let digits = 0; digits < most - 1; digits++) {
    const nearest = value.toExponential(digits)
    for (const text of [toEven(nearest, value), oneMore(nearest)]) {
      if (round(Number(text)) === value && !isHalfway(text, value, next)) return text
    }
  }
  return value.toExponential(most - 1)
}

/**
 * The text whose last digit is one greater. Below a power of two numbers are nearer to each other than
 * above: the nearest text may be beyond the next number, where this one is not.
 */
function oneMore(text: string): string {
  const { sign, digits, exponent } = partsOf(text)
  const power = exponent - digits.length + 1
  return `${sign}${BigInt(digits) + 1n}e${power < 0 ? '' : '+'}${power}`
}

/** Whether a text is as near to another number as to `value`; `next` gives those around it. */
function isHalfway(
  text: string,
  value: number,
  next: (value: number, step: 1 | -1) => number,
): boolean {
  const { digits, exponent } = partsOf(text)
  const power = exponent - digits.length + 1
  if (Math.abs(power) > MOST_HALFWAY_POWER) return false
  const unsigned = BigInt(digits)
  // What lies halfway is a multiple of a power of two.
  if (power < 0 && unsigned % 5n ** BigInt(-power) !== 0n) return false
  const written = power < 0 ? unsigned : unsigned * 10n ** BigInt(power)
  const denominator = power < 0 ? 10n ** BigInt(-power) : 1n
  const magnitude = Math.abs(value)
  const [numerator, divisor] = fractionOf(magnitude)
  const difference = written * divisor - numerator * denominator
  if (difference === 0n) return false
  const [other, otherDivisor] = fractionOf(next(magnitude, difference > 0n ? 1 : -1))
  const sum = numerator * otherDivisor + other * divisor
  return 2n * written * divisor * otherDivisor === sum * denominator
}

const FLOAT4 = new Float32Array(1)
const FLOAT4_BITS = new Uint32Array(FLOAT4.buffer)

function nextFloat4(value: number, step: 1 | -1): number {
  FLOAT4[0] = value
  FLOAT4_BITS[0] = (FLOAT4_BITS[0] ?? 0) + step
  return FLOAT4[0]
}

const FLOAT8 = new Float64Array(1)
const FLOAT8_BITS = new BigUint64Array(FLOAT8.buffer)

function nextFloat8(value: number, step: 1 | -1): number {
  FLOAT8[0] = value
  FLOAT8_BITS[0] = (FLOAT8_BITS[0] ?? 0n) + BigInt(step)
  return FLOAT8[0]
}

/** Between two texts that are as near, JavaScript takes the greater one, and Postgres the even one. */
function toEven(text: string, value: number): string {
  const { digits } = partsOf(text)
  const beyond = partsOf(value.toExponential(MOST_EXACT_DIGITS)).digits.slice(digits.length)
  const isOdd = Number(digits.at(-1)) % 2 === 1
  if (!isOdd || !/^50*$/.test(beyond)) return text
  return text.replace(/\d(?=e)/, (last) => String(Number(last) - 1))
}

const FLOAT4_FORMAT: Format = { digits: 9, round: Math.fround, next: nextFloat4 }
const FLOAT8_FORMAT: Format = { digits: 17, round: Number, next: nextFloat8 }

/** As C prints `%e` from `limit` on and below 0.0001: at least two digits of exponent, with its sign. */
function withExponent(text: string, limit: number): string {
  const { sign, digits, exponent } = partsOf(text)
  if (exponent >= LEAST_EXPONENT && exponent < limit) return sign + plainDigits(digits, exponent)
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
  return `${sign}${digits[0] ?? ''}${fraction}e${power}`
}

/** The digits of a number with the point behind the first, and the power of ten. */
function partsOf(text: string) {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text) ?? []
  return { sign, digits: whole + fraction, exponent: Number(power) + whole.length - 1 }
}

function plainDigits(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const point = exponent + 1
  if (digits.length <= point) return digits.padEnd(point, '0')
  return `${digits.slice(0, point)}.${digits.slice(point)}`
}
