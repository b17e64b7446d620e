/*
 * A timestamp on the wire is an int64 of microseconds since 2000-01-01 00:00, beyond what a double
 * holds. Its parts are worked out in two words, each step exact in a double: no bigint for a value.
 */
const WORD = 0x1_0000_0000
const MICROS_PER_SECOND = 1_000_000
const MAX_HIGH = 0x7fff_ffff
const MAX_LOW = 0xffff_ffff

/** 1, -1 or 0: whether a timestamp is `infinity`, `-infinity` or finite. */
export function infinityOf(view: DataView, position: number): -1 | 0 | 1 {
  const high = view.getInt32(position)
  if (high === MAX_HIGH && view.getUint32(position + 4) === MAX_LOW) return 1
  return high === -MAX_HIGH - 1 && view.getUint32(position + 4) === 0 ? -1 : 0
}

/** Whole seconds since 2000-01-01 00:00, rounded down. */
export function secondsOf(view: DataView, position: number): number {
  const high = view.getInt32(position)
  const highSeconds = Math.floor(high / MICROS_PER_SECOND)
  const rest = (high - highSeconds * MICROS_PER_SECOND) * WORD + view.getUint32(position + 4)
  return highSeconds * WORD + Math.floor(rest / MICROS_PER_SECOND)
}

/** Microseconds since {@link secondsOf}, 0 to 999 999. */
export function microsOfSecond(view: DataView, position: number): number {
  const high = view.getInt32(position)
  const rest = high - Math.floor(high / MICROS_PER_SECOND) * MICROS_PER_SECOND
  return (rest * WORD + view.getUint32(position + 4)) % MICROS_PER_SECOND
}
