import type { Kernel } from '../kernel-decoder.ts'
import type { Float32Vector, Float64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import { fractionOf } from './fraction.ts'
import { beyondRange, fromHalfway, isHalfway } from './nearest-float.ts'
import {
  checkNumeric,
  GROUP_BYTES,
  GROUPS_OFFSET,
  INFINITE,
  MAX_GROUP,
  NEGATIVE,
  NOT_A_NUMBER,
  SIGN_OFFSET,
  WEIGHT_OFFSET,
} from './numeric-layout.ts'
import { groupsAsInteger, powerOfTen } from './numeric.ts'
import { numericText } from './numeric-text.ts'

/** Groups of four digits that a double always holds; a fourth group may still fit. */
const MOST_GROUPS = 4
const EXACT_BELOW = 2 ** 53
/** Powers of ten that a double holds exactly end with this one. */
const EXACT_POWER = 22
const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, exponent) => 10 ** exponent)

/** What {@link quickDouble} gives for a value that it cannot round. */
const NEEDS_TEXT = Number.NaN

/** The nearest binary64; NaN and the infinities stay what they are. */
export const numericToNearestFloat64: Kernel<Float64Vector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { values, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      const quick = quickDouble(view, position)
      values[row] = Number.isNaN(quick) ? slowDouble(batch, position, row, 'float64') : quick
    }
  }
  return nulls
}

/** The nearest binary32, rounded once; NaN and the infinities stay what they are. */
export const numericToNearestFloat32: Kernel<Float32Vector> = (batch, column, output) => {
  const { positions, rows } = batch
  const { values, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      values[row] = nearest32(batch, position, row)
    }
  }
  return nulls
}

/**
 * Digits and a power of ten that are both exact in a double: one division or product then rounds
 * once (Clinger, *How to read floating point numbers accurately*, 1990).
 */
function quickDouble(view: DataView, position: number): number {
  const groups = view.getInt16(position)
  const weight = view.getInt16(position + WEIGHT_OFFSET)
  const sign = view.getUint16(position + SIGN_OFFSET)
  const hasItsLength = view.getInt32(position - 4) === GROUPS_OFFSET + groups * GROUP_BYTES
  if (!hasItsLength || (sign !== 0 && sign !== NEGATIVE)) return NEEDS_TEXT
  if (groups < 0 || groups > MOST_GROUPS) return NEEDS_TEXT
  let digits = 0
  const end = position + GROUPS_OFFSET + groups * GROUP_BYTES
  for (let group = position + GROUPS_OFFSET; group < end; group += GROUP_BYTES) {
    const four = view.getUint16(group)
    if (four > MAX_GROUP) return NEEDS_TEXT
    digits = digits * 10_000 + four
  }
  const exponent = 4 * (weight - groups + 1)
  if (digits >= EXACT_BELOW || exponent > EXACT_POWER || exponent < -EXACT_POWER) {
    return groups === 0 ? 0 : NEEDS_TEXT
  }
  const unsigned =
    exponent < 0 ? digits / (POWERS[-exponent] ?? 1) : digits * (POWERS[exponent] ?? 1)
  return sign === NEGATIVE ? -unsigned : unsigned
}

/** The engine reads the digits, however many, and rounds once. */
function slowDouble(
  { view }: WireBatch,
  position: number,
  row: number,
  target: 'float32' | 'float64',
): number {
  checkNumeric(view, position)
  const sign = view.getUint16(position + SIGN_OFFSET)
  if (sign === NOT_A_NUMBER) return Number.NaN
  if (sign > NEGATIVE) return sign === INFINITE ? Infinity : -Infinity
  const text = numericText(view, position)
  const double = Number(text)
  if (!Number.isFinite(double)) throw beyondRange('numeric', text, target, row)
  return double
}

function nearest32(batch: WireBatch, position: number, row: number): number {
  const { view } = batch
  const quick = quickDouble(view, position)
  const double = Number.isNaN(quick) ? slowDouble(batch, position, row, 'float32') : quick
  const float = Math.fround(double)
  if (Object.is(float, double) || !Number.isFinite(double)) return float
  const compared = isHalfway(double) ? compareNumeric(view, position, double) : 0
  const nearest = compared === 0 ? float : fromHalfway(double, compared > 0)
  if (Number.isFinite(nearest)) return nearest
  throw beyondRange('numeric', numericText(view, position), 'float32', row)
}

/** Below 0, 0 or above: how a numeric compares with a finite double, both taken as fractions. */
function compareNumeric(view: DataView, position: number, double: number): number {
  const groups = view.getInt16(position)
  const exponent = 4 * (view.getInt16(position + WEIGHT_OFFSET) - groups + 1)
  const isNegative = view.getUint16(position + SIGN_OFFSET) === NEGATIVE
  const digits = groupsAsInteger(view, position + GROUPS_OFFSET, groups)
  const [numerator, denominator] = fractionOf(double)
  const signed = (isNegative ? -digits : digits) * denominator
  const left = exponent < 0 ? signed : signed * powerOfTen(exponent)
  const right = exponent < 0 ? numerator * powerOfTen(-exponent) : numerator
  return left === right ? 0 : left < right ? -1 : 1
}
