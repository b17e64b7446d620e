import { malformedValue } from '../malformed-value.ts'

/*
 * A numeric on the wire: number of groups (int16), weight of the first group (int16), sign
 * (uint16), digits to show after the point (uint16), then the groups of four decimal digits (int16
 * each). Group `i` counts 10000 ** (weight - i); zero groups at either end are left out.
 *
 * See numeric_send in src/backend/utils/adt/numeric.c of Postgres.
 */
export const WEIGHT_OFFSET = 2
export const SIGN_OFFSET = 4
export const SHOWN_DIGITS_OFFSET = 6
export const GROUPS_OFFSET = 8
export const GROUP_BYTES = 2

/** Signs; zero is positive, and what is above `NEGATIVE` is not a number with digits. */
export const NEGATIVE = 0x4000
export const NOT_A_NUMBER = 0xc000
export const INFINITE = 0xd000
export const MINUS_INFINITE = 0xf000

/** Largest group of digits. */
export const MAX_GROUP = 9999
/** Most digits after the point that Postgres shows: NUMERIC_DSCALE_MASK. */
const MAX_SHOWN_DIGITS = 0x3fff

/**
 * Makes sure that a value is laid out as above, as numeric_recv of Postgres does.
 *
 * @throws {ExtractError} `protocol_violation`
 */
export function checkNumeric(view: DataView, position: number): void {
  const lengthBytes = view.getInt32(position - 4)
  const groups = lengthBytes < GROUPS_OFFSET ? -1 : view.getInt16(position)
  if (groups < 0 || lengthBytes !== GROUPS_OFFSET + groups * GROUP_BYTES) {
    throw malformedValue('numeric')
  }
  const sign = view.getUint16(position + SIGN_OFFSET)
  const isNumber = sign === 0 || sign === NEGATIVE
  if (!isNumber && sign !== NOT_A_NUMBER && sign !== INFINITE && sign !== MINUS_INFINITE) {
    throw malformedValue('numeric')
  }
  // An infinity has a scale that no number has.
  if (isNumber && view.getUint16(position + SHOWN_DIGITS_OFFSET) > MAX_SHOWN_DIGITS) {
    throw malformedValue('numeric')
  }
  for (let group = 0; group < groups; group++) {
    if (view.getUint16(position + GROUPS_OFFSET + group * GROUP_BYTES) > MAX_GROUP) {
      throw malformedValue('numeric')
    }
  }
}
