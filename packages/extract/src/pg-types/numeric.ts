import { Decimal } from '../decimal.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'
import {
  checkNumeric,
  GROUP_BYTES,
  GROUPS_OFFSET,
  MAX_GROUP,
  NEGATIVE,
  SHOWN_DIGITS_OFFSET,
  SIGN_OFFSET,
  WEIGHT_OFFSET,
} from './numeric-layout.ts'
import { numericText } from './numeric-text.ts'

/**
 * Postgres `numeric(precision, scale)`, or unconstrained `numeric` when both are `null`.
 *
 * In a query it is compared as text (`'19.99'`): a JavaScript number cannot hold it.
 */
export type Numeric<
  Precision extends number | null = null,
  Scale extends number | null = null,
> = string & Flavour<readonly ['numeric', Precision, Scale]>

/** Largest number of groups that a double holds exactly: 10000 ** 3 < 2 ** 53. */
const GROUPS_IN_DOUBLE = 3
/** Largest power of ten that is a safe integer. */
const SAFE_EXPONENT = 15
const SAFE_POWERS: readonly number[] = Array.from(
  { length: SAFE_EXPONENT + 1 },
  (_, exponent) => 10 ** exponent,
)

/**
 * Gives the exact value; its denominator is the power of ten of the digits that Postgres shows.
 *
 * @throws {ExtractError} `unrepresentable_value` for NaN and the infinities, `protocol_violation`
 */
export function readNumeric(batch: WireBatch, position: number): Decimal {
  const { view } = batch
  const small = smallNumeric(view, position)
  if (small !== undefined) return small
  checkNumeric(view, position)
  const groups = view.getInt16(position)
  const weight = view.getInt16(position + WEIGHT_OFFSET)
  const sign = view.getUint16(position + SIGN_OFFSET)
  const shownDigits = view.getUint16(position + SHOWN_DIGITS_OFFSET)
  if (sign > NEGATIVE) {
    throw unrepresentable({
      type: 'numeric',
      value: numericText(view, position),
      target: 'an exact decimal',
      hint: 'replace it in the query, for instance with NULL',
    })
  }
  const digits = groupsAsInteger(view, position + GROUPS_OFFSET, groups)
  // The last group counts 10 ** (4 * (weight - groups + 1)).
  const exponent = groups === 0 ? 0 : 4 * (weight - groups + 1) + shownDigits
  const unsigned = exponent >= 0 ? digits * powerOfTen(exponent) : digits / powerOfTen(-exponent)
  return new Decimal(sign === NEGATIVE ? -unsigned : unsigned, powerOfTen(shownDigits))
}

/**
 * A value of at most three groups whose parts are safe integers; undefined for others, and for what
 * {@link checkNumeric} refuses.
 */
function smallNumeric(view: DataView, position: number): Decimal | undefined {
  const groups = view.getInt16(position)
  const sign = view.getUint16(position + SIGN_OFFSET)
  const shownDigits = view.getUint16(position + SHOWN_DIGITS_OFFSET)
  if (
    view.getInt32(position - 4) !== GROUPS_OFFSET + groups * GROUP_BYTES ||
    groups < 0 ||
    groups > GROUPS_IN_DOUBLE ||
    shownDigits > SAFE_EXPONENT ||
    (sign !== 0 && sign !== NEGATIVE)
  ) {
    return undefined
  }
  let digits = 0
  for (let group = 0; group < groups; group++) {
    const four = view.getUint16(position + GROUPS_OFFSET + group * GROUP_BYTES)
    if (four > MAX_GROUP) return undefined
    digits = digits * 10_000 + four
  }
  const weight = view.getInt16(position + WEIGHT_OFFSET)
  const exponent = groups === 0 ? 0 : 4 * (weight - groups + 1) + shownDigits
  const power = SAFE_POWERS[Math.abs(exponent)]
  const divisor = SAFE_POWERS[shownDigits]
  if (power === undefined || divisor === undefined) return undefined
  // A quotient that is not whole does not become so in a double: its digits are below 10 ** 12.
  const unsigned = exponent >= 0 ? digits * power : digits / power
  if (!Number.isSafeInteger(unsigned)) return undefined
  return new Decimal(sign === NEGATIVE ? -unsigned : unsigned, divisor)
}

/** Reads groups as one whole number. */
export function groupsAsInteger(view: DataView, position: number, groups: number): bigint {
  let integer = 0n
  let part = 0
  let partGroups = 0
  for (let index = 0; index < groups; index++) {
    part = part * 10_000 + view.getInt16(position + index * GROUP_BYTES)
    if (++partGroups === GROUPS_IN_DOUBLE) {
      integer = integer * 1_000_000_000_000n + BigInt(part)
      part = 0
      partGroups = 0
    }
  }
  return partGroups === 0 ? integer : integer * powerOfTen(4 * partGroups) + BigInt(part)
}

const POWERS_OF_TEN: readonly bigint[] = Array.from(
  { length: 77 },
  (_, index) => 10n ** BigInt(index),
)

/** 10 ** `exponent`, kept for the exponents that decimals have. */
export function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent)
}
