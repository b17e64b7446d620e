/** A decimal as Parquet and Kysely types know it: 0 ≤ scale ≤ precision. */
export interface ExactDecimal {
  readonly precision: number
  readonly scale: number
}

/**
 * The narrowest decimal that holds every value of `numeric(precision, scale)`. Since PostgreSQL 15
 * the scale may be negative (`numeric(5,-2)` has up to 7 digits before the point) or larger than
 * the precision (`numeric(2,5)` has 5 behind it).
 */
export function exactDecimal(precision: number, scale: number): ExactDecimal {
  const wholeDigits = Math.max(precision - scale, 0)
  const fractionDigits = Math.max(scale, 0)
  return { precision: wholeDigits + fractionDigits, scale: fractionDigits }
}
