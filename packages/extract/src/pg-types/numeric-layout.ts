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
