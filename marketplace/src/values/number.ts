import type { Draw } from '../draw.ts'

/** A decimal number from an unscaled whole number: `decimal(12345, 2)` is `123.45`. */
export function decimal(unscaled: number, scale: number): string {
  const sign = unscaled < 0 ? '-' : ''
  const digits = String(Math.abs(unscaled)).padStart(scale + 1, '0')
  if (scale === 0) return sign + digits
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** An amount of money in cents as `numeric(14,2)`; now and then an extreme of the type. */
export function money(draw: Draw, cents: number): string {
  return draw.rarely(MONEY, decimal(cents, 2))
}

/** A percentage as `numeric(7,4)`. */
export function percent(draw: Draw): string {
  const usual = draw.pick(['0', '5.5', '7.0000', '19', '20', '21.25', '8.8750'])
  return draw.rarely(PERCENT, draw.chance(0.02) ? draw.pick(PERCENT) : usual)
}

/** A number of an unconstrained `numeric` column: any scale, NaN and infinities included. */
export function anyNumeric(draw: Draw, highest: number, nulls = 0): string | null {
  const scale = draw.pick([0, 0, 0, 1, 2, 2, 3, 5, 9])
  return draw.rarely(ANY, draw.unless(nulls, decimal(draw.int(0, highest), scale)))
}

/** A double: mostly short decimals; now and then an extreme, a special value or -0. */
export function double(draw: Draw, highest: number, nulls = 0): number | null {
  return draw.rarely(DOUBLE, draw.unless(nulls, draw.int(0, highest * 1000) / 1000))
}

const MONEY: readonly string[] = [
  '0.00',
  '999999999999.99',
  '-999999999999.99',
  '0.01',
  '-0.01',
  '-1250.00',
  '1.10',
  '100000000000.00',
]

const PERCENT: readonly string[] = ['0.0000', '999.9999', '0.0001', '100', '-5.0000', '33.3333']

const ANY: readonly string[] = [
  '0',
  '0.000000000000000000000000000001',
  '-0.5',
  '12345678901234567890123456789012345678',
  '99999999999999999999999999999999999999999999999999.999999999999999999999999999999',
  'NaN',
  '1.50',
  '1.5000000000',
  '-7',
  `1${'0'.repeat(120)}`,
  'Infinity',
  '-Infinity',
  `0.${'0'.repeat(199)}1`,
]

const DOUBLE: readonly number[] = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  -1.5,
  0.1,
  1 / 3,
  9_007_199_254_740_992,
  1e-7,
  1e21,
]
