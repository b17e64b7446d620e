/** A finite double as a fraction whose denominator is a power of two. */
export function fractionOf(double: number): readonly [numerator: bigint, denominator: bigint] {
  let value = double
  let denominator = 1n
  while (!Number.isInteger(value)) {
    value *= 2
    denominator *= 2n
  }
  return [BigInt(value), denominator]
}
