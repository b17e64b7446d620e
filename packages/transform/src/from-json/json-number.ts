/**
 * Numbers of a JSON document, read from their digits. JSON knows no limit of digits and `JSON.parse`
 * gives the nearest double, so that the digits are all there is to go by.
 */

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/

/** Most significant digits that `toPrecision` prints. */
const MAX_FLOAT_DIGITS = 100

/** A number of a JSON document, as it is written there. */
export class JsonNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * The number in units of `10 ** -scale`; `undefined` if it is not a whole number of them, and if
 * there are more than `maxDigits` digits.
 */
export function unscaledOf(
  { text }: JsonNumber,
  scale: number,
  maxDigits: number,
): bigint | undefined {
  const { negative, digits, exponent } = significandOf(text)
  if (digits === '') return 0n
  const zeros = exponent + scale
  // Compared before the digits are made: an exponent may have nine digits of its own.
  if (zeros < 0 || digits.length + zeros > maxDigits) return undefined
  const unscaled = BigInt(digits + '0'.repeat(zeros))
  return negative ? -unscaled : unscaled
}

/**
 * The double that is written as this number: the nearest one, if with as many digits it is written so
 * again. So `0.1` is a double, and so is every number that Postgres or JavaScript printed of one, in
 * full or in its shortest form; `0.10000000000000001234`, `9007199254740993` and `1e400` are none.
 */
export function float64Of({ text }: JsonNumber): number | undefined {
  const float = Number(text)
  return String(float) === text || isWritten(float, text) ? float : undefined
}

/** The same for the 32-bit float. */
export function float32Of({ text }: JsonNumber): number | undefined {
  const float = Math.fround(Number(text))
  return isWritten(float, text) ? float : undefined
}

function isWritten(float: number, text: string): boolean {
  if (!Number.isFinite(float)) return false
  const number = significandOf(text)
  const count = number.digits.length
  if (count === 0) return float === 0
  if (count > MAX_FLOAT_DIGITS) return false
  const { digits, exponent } = significandOf(float.toPrecision(count))
  if (digits === number.digits && exponent === number.exponent) return true
  // In the middle of two numbers of so many digits it may be written as either.
  const exact = significandOf(float.toPrecision(MAX_FLOAT_DIGITS))
  return exact.digits === `${number.digits}5` && exact.exponent === number.exponent - 1
}

/** `digits * 10 ** exponent`. */
interface Significand {
  readonly negative: boolean
  /** Without zeros in front and behind; none for zero. */
  readonly digits: string
  readonly exponent: number
}

function significandOf(text: string): Significand {
  const [, sign, whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? []
  const padded = (whole + fraction).replace(/^0+/, '')
  const digits = padded.replace(/0+$/, '')
  return {
    negative: sign === '-',
    digits,
    exponent: Number(exponent) - fraction.length + (padded.length - digits.length),
  }
}
