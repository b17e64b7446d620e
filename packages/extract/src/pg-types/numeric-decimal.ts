import type { ChangedValues } from '../changed-values.ts'
import type { ExtractError } from '../errors.ts'
import type { Kernel } from '../kernel-decoder.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { FixedVector, Int32Vector, Int64Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import {
  checkNumeric,
  GROUP_BYTES,
  GROUPS_OFFSET,
  MAX_GROUP,
  NEGATIVE,
  SIGN_OFFSET,
  WEIGHT_OFFSET,
} from './numeric-layout.ts'
import { groupsAsInteger, powerOfTen } from './numeric.ts'
import { numericText } from './numeric-text.ts'

/** A decimal type of the target: at most 38 digits, `scale` of them after the point. */
export interface DecimalType {
  readonly precision: number
  readonly scale: number
}

const WORD = 0x1_0000_0000
/** Whole numbers below this are exact in a double. */
const EXACT_BELOW = 2 ** 53

/** Groups of four digits that a double may hold. */
const MOST_FAST_GROUPS = 4
/** The powers of ten, from 1, that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent)

/** What {@link DecimalScale.fastUnscaled} gives for a value that needs the slow way. */
const NEEDS_BIGINT = Number.NaN

/**
 * Turns numerics into whole numbers of the unit `10 ** -scale`, and refuses what does not fit.
 *
 * Nothing is rounded unless it is given what counts that: a digit beyond the scale that is not zero
 * is an error.
 */
export class DecimalScale {
  readonly #type: DecimalType
  /** Weight of the last group that has digits within the scale. */
  readonly #lastWeight: number
  /** What that group is multiplied by, in part, when the scale ends inside of it. */
  readonly #lastFactor: number
  readonly #lastDivisor: number
  readonly #mostWeight: number
  readonly #limit: bigint
  readonly #fastLimit: number
  readonly #rounded: ChangedValues | undefined

  /** With `rounded`, values are rounded half away from zero, as Postgres does, and counted. */
  constructor(type: DecimalType, rounded?: ChangedValues) {
    const { precision, scale } = type
    const fractionGroups = Math.ceil(scale / 4)
    const lastDigits = scale - 4 * (fractionGroups - 1)
    this.#type = type
    this.#rounded = rounded
    this.#lastWeight = -fractionGroups
    this.#lastFactor = 10 ** lastDigits
    this.#lastDivisor = 10 ** (4 - lastDigits)
    this.#mostWeight = Math.ceil((precision - scale) / 4)
    this.#limit = powerOfTen(precision)
    this.#fastLimit = Math.min(EXACT_BELOW, 10 ** precision)
  }

  /** Begins to count anew. */
  begin(): void {
    if (this.#rounded !== undefined) this.#rounded.values = 0
  }

  /** The unscaled value, or NaN when it must be computed (or refused) by {@link unscaled}. */
  fastUnscaled(view: DataView, position: number): number {
    const groups = view.getInt16(position)
    const weight = view.getInt16(position + WEIGHT_OFFSET)
    const sign = view.getUint16(position + SIGN_OFFSET)
    const lastWeight = this.#lastWeight
    const hasItsLength = view.getInt32(position - 4) === GROUPS_OFFSET + groups * GROUP_BYTES
    if (!hasItsLength || groups < 0 || (sign !== 0 && sign !== NEGATIVE)) return NEEDS_BIGINT
    if (weight > this.#mostWeight || weight - groups + 1 < lastWeight) {
      return groups === 0 ? 0 : this.#fastRounded(view, position)
    }
    let value = 0
    let group = position + GROUPS_OFFSET
    const end = group + groups * GROUP_BYTES
    for (let at = weight; at > lastWeight; at--) {
      value *= 10_000
      if (group < end) {
        const digits = view.getUint16(group)
        if (digits > MAX_GROUP) return NEEDS_BIGINT
        value += digits
        group += GROUP_BYTES
      }
    }
    value *= this.#lastFactor
    if (group < end) {
      const digits = view.getUint16(group)
      if (digits > MAX_GROUP) return NEEDS_BIGINT
      const last = digits / this.#lastDivisor
      if (last !== Math.trunc(last)) return this.#fastRounded(view, position)
      value += last
    }
    if (value >= this.#fastLimit) return NEEDS_BIGINT
    return sign === NEGATIVE ? -value : value
  }

  /** The same for a value with digits beyond the scale: each step is exact in a double. */
  #fastRounded(view: DataView, position: number): number {
    const groups = view.getInt16(position)
    const weight = view.getInt16(position + WEIGHT_OFFSET)
    const sign = view.getUint16(position + SIGN_OFFSET)
    const divisor = POWERS[-4 * (weight - groups + 1) - this.#type.scale]
    const rounded = this.#rounded
    if (rounded === undefined || divisor === undefined) return NEEDS_BIGINT
    if (weight > this.#mostWeight || groups > MOST_FAST_GROUPS) return NEEDS_BIGINT
    let digits = 0
    const end = position + GROUPS_OFFSET + groups * GROUP_BYTES
    for (let group = position + GROUPS_OFFSET; group < end; group += GROUP_BYTES) {
      const four = view.getUint16(group)
      if (four > MAX_GROUP) return NEEDS_BIGINT
      digits = digits * 10_000 + four
    }
    if (digits >= EXACT_BELOW) return NEEDS_BIGINT
    const rest = digits % divisor
    const unsigned = (digits - rest) / divisor + (2 * rest >= divisor ? 1 : 0)
    if (unsigned >= this.#fastLimit) return NEEDS_BIGINT
    rounded.values++
    return sign === NEGATIVE ? -unsigned : unsigned
  }

  /**
   * The unscaled value, whatever its size.
   *
   * @throws {ExtractError} `unrepresentable_value`, `protocol_violation`
   */
  unscaled(batch: WireBatch, position: number, row: number): bigint {
    const { view } = batch
    checkNumeric(view, position)
    const groups = view.getInt16(position)
    const weight = view.getInt16(position + WEIGHT_OFFSET)
    const sign = view.getUint16(position + SIGN_OFFSET)
    if (sign > NEGATIVE) throw this.#misfit(view, position, row)
    if (groups === 0) return 0n
    if (weight > this.#mostWeight) throw this.#misfit(view, position, row)
    const digits = groupsAsInteger(view, position + GROUPS_OFFSET, groups)
    const exponent = 4 * (weight - groups + 1) + this.#type.scale
    const divisor = exponent < 0 ? powerOfTen(-exponent) : 1n
    const rest = digits % divisor
    if (rest !== 0n && this.#rounded === undefined) throw this.#misfit(view, position, row)
    const truncated = exponent < 0 ? digits / divisor : digits * powerOfTen(exponent)
    const unsigned = 2n * rest >= divisor ? truncated + 1n : truncated
    if (unsigned >= this.#limit) throw this.#misfit(view, position, row)
    if (rest !== 0n && this.#rounded !== undefined) this.#rounded.values++
    return sign === NEGATIVE ? -unsigned : unsigned
  }

  #misfit(view: DataView, position: number, row: number): ExtractError {
    const { precision, scale } = this.#type
    const isNumber = view.getUint16(position + SIGN_OFFSET) <= NEGATIVE
    return unrepresentable({
      type: 'numeric',
      value: numericText(view, position),
      target: `decimal(${precision}, ${scale})`,
      hint: isNumber
        ? 'widen the decimal, or round in the query'
        : 'replace it in the query, for instance with NULL, or keep the column as text',
      row,
    })
  }
}

/** Unscaled values of at most 9 digits. */
export function decimalInt32Kernel(scale: DecimalScale): Kernel<Int32Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    scale.begin()
    const first = column * batch.capacityRows
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        const fast = scale.fastUnscaled(view, position)
        present[row] = 1
        values[row] = Number.isNaN(fast) ? Number(scale.unscaled(batch, position, row)) : fast
      }
    }
    return nulls
  }
}

/** Unscaled values of at most 18 digits. */
export function decimalInt64Kernel(scale: DecimalScale): Kernel<Int64Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, words, present } = output
    scale.begin()
    const first = column * batch.capacityRows
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
        continue
      }
      present[row] = 1
      const fast = scale.fastUnscaled(view, position)
      if (Number.isNaN(fast)) {
        values[row] = scale.unscaled(batch, position, row)
      } else {
        const high = Math.floor(fast / WORD)
        words[2 * row] = fast - high * WORD
        words[2 * row + 1] = high
      }
    }
    return nulls
  }
}

/** Unscaled values of at most 38 digits, big-endian in two's complement. */
export function decimalFixedKernel(scale: DecimalScale): Kernel<FixedVector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present, widthBytes } = output
    scale.begin()
    const first = column * batch.capacityRows
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
        continue
      }
      present[row] = 1
      const end = (row + 1) * widthBytes
      const fast = scale.fastUnscaled(view, position)
      if (Number.isNaN(fast)) {
        writeBigInt(values, end - widthBytes, end, scale.unscaled(batch, position, row))
      } else {
        const high = Math.floor(fast / WORD)
        writeWord(values, end - 4, fast - high * WORD)
        writeWord(values, end - 8, high)
        values.fill(high < 0 ? 0xff : 0, end - widthBytes, end - 8)
      }
    }
    return nulls
  }
}

/** Bytes of the smallest two's complement that holds `precision` decimal digits. */
export function decimalWidthBytes(precision: number): number {
  const most = powerOfTen(precision) - 1n
  return Math.floor(most.toString(2).length / 8) + 1
}

function writeWord(values: Uint8Array, start: number, word: number): void {
  values[start] = word >>> 24
  values[start + 1] = word >>> 16
  values[start + 2] = word >>> 8
  values[start + 3] = word
}

function writeBigInt(values: Uint8Array, start: number, end: number, value: bigint): void {
  let rest = value
  for (let at = end - 1; at >= start; at--) {
    values[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
}
