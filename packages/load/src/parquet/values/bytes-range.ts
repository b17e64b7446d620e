/**
 * The least and the greatest of byte strings in one buffer, in unsigned bytewise order.
 *
 * Their first four bytes decide nearly always: callers compare the prefix and call `include` only
 * for a value that may change the range.
 */
export class BytesRange {
  /** Prefix of the least value so far. */
  minPrefix = 0xffff_ffff
  /** Prefix of the greatest value so far. */
  maxPrefix = 0
  #minStart = -1
  #minLength = 0
  #maxStart = -1
  #maxLength = 0

  get isEmpty(): boolean {
    return this.#minStart < 0
  }

  /** Takes in the value at `start`; all values lie in the same buffer, which may have moved. */
  include(bytes: Uint8Array, start: number, length: number, prefix: number): void {
    if (this.isEmpty) {
      this.#setMin(start, length, prefix)
      this.#setMax(start, length, prefix)
      return
    }
    if (
      prefix < this.minPrefix ||
      (prefix === this.minPrefix &&
        compare(bytes, start, length, this.#minStart, this.#minLength) < 0)
    ) {
      this.#setMin(start, length, prefix)
    }
    if (
      prefix > this.maxPrefix ||
      (prefix === this.maxPrefix &&
        compare(bytes, start, length, this.#maxStart, this.#maxLength) > 0)
    ) {
      this.#setMax(start, length, prefix)
    }
  }

  min(bytes: Uint8Array): Uint8Array {
    return bytes.subarray(this.#minStart, this.#minStart + this.#minLength)
  }

  max(bytes: Uint8Array): Uint8Array {
    return bytes.subarray(this.#maxStart, this.#maxStart + this.#maxLength)
  }

  clear(): void {
    this.minPrefix = 0xffff_ffff
    this.maxPrefix = 0
    this.#minStart = -1
    this.#maxStart = -1
  }

  #setMin(start: number, length: number, prefix: number): void {
    this.minPrefix = prefix
    this.#minStart = start
    this.#minLength = length
  }

  #setMax(start: number, length: number, prefix: number): void {
    this.maxPrefix = prefix
    this.#maxStart = start
    this.#maxLength = length
  }
}

/** The first four bytes as an unsigned big-endian number, zeros where the value is shorter. */
export function prefixAt(view: DataView, start: number, length: number): number {
  const word = view.getUint32(start)
  if (length >= 4) return word
  return length === 0 ? 0 : ((word >>> (32 - 8 * length)) << (32 - 8 * length)) >>> 0
}

// oxlint-disable-next-line max-params -- two slices of one buffer, without an object per call
function compare(
  bytes: Uint8Array,
  aStart: number,
  aLength: number,
  bStart: number,
  bLength: number,
): number {
  const common = Math.min(aLength, bLength)
  for (let i = 0; i < common; i++) {
    const difference = bytes[aStart + i]! - bytes[bStart + i]!
    if (difference !== 0) return difference
  }
  return aLength - bLength
}
