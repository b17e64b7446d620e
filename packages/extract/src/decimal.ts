/**
 * An exact decimal number: `numerator / denominator`, never rounded.
 *
 * A value from Postgres has a power of ten as its denominator. Division keeps both parts, so a
 * derived column is rounded once, to the scale that it declares.
 *
 * Where both parts are below `2 ** 53` they are kept as numbers, which arithmetic on them is much
 * faster for; every other value is kept as bigints. Which of them makes no difference to a value.
 */
export class Decimal {
  /** The numerator, as a number exactly when `divisor` is one. */
  readonly dividend: number | bigint
  /** The denominator, as a number where both parts are safe integers. */
  readonly divisor: number | bigint

  /** @throws {RangeError} for numbers that are not whole, or not safe integers */
  constructor(numerator: number | bigint, denominator: number | bigint = 1) {
    if (typeof numerator === 'number' && typeof denominator === 'number') {
      if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) {
        throw new RangeError(`${numerator} / ${denominator} is not of two safe integers`)
      }
      // Added to, so that there is no negative zero.
      this.dividend = (denominator < 0 ? -numerator : numerator) + 0
      this.divisor = denominator < 0 ? -denominator : denominator
    } else {
      const over = BigInt(numerator)
      const under = BigInt(denominator)
      const isSmall = isSafe(over) && isSafe(under)
      const dividend = under < 0n ? -over : over
      const divisor = under < 0n ? -under : under
      this.dividend = isSmall ? Number(dividend) : dividend
      this.divisor = isSmall ? Number(divisor) : divisor
    }
  }

  get numerator(): bigint {
    return BigInt(this.dividend)
  }

  /** Always positive. */
  get denominator(): bigint {
    return BigInt(this.divisor)
  }
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

function isSafe(integer: bigint): boolean {
  return integer <= LARGEST_SAFE && integer >= -LARGEST_SAFE
}
