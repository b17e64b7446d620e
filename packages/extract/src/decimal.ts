/**
 * An exact decimal number: `numerator / denominator`, never rounded.
 *
 * A value from Postgres has a power of ten as its denominator. Division keeps both parts, so a
 * derived column is rounded once, to the scale that it declares.
 */
export class Decimal {
  readonly numerator: bigint
  /** Always positive. */
  readonly denominator: bigint

  constructor(numerator: bigint, denominator: bigint = 1n) {
    this.numerator = denominator < 0n ? -numerator : numerator
    this.denominator = denominator < 0n ? -denominator : denominator
  }
}
