/** A slot holds the low and high word of a page number, and a mask of 32 values; mask 0 is empty. */
const SLOT_WORDS = 3

const INITIAL_SLOTS = 1024

/** The values of an {@link IntegerSet}, to be handed to another thread; serialisable. */
export interface IntegerSetState {
  readonly slots: Int32Array<ArrayBuffer>
  readonly used: number
}

/**
 * An exact set of 64-bit integers: a hash table of pages of 32 neighbouring values, one bit each.
 *
 * Memory: 16 to 32 bytes for each page in use, so about 1 byte or less for each of many neighbouring
 * values (ids, dates), and 16 to 32 bytes for each of scattered ones; half as much again while it
 * grows.
 */
export class IntegerSet {
  #slots: Int32Array<ArrayBuffer> = new Int32Array(SLOT_WORDS * INITIAL_SLOTS)
  #slotMask = INITIAL_SLOTS - 1
  #used = 0
  /** Where the last value was: neighbours tend to follow one another. */
  #last = 0

  /** Adds a value, as its unsigned low and signed high word; false when it was there. */
  add(low: number, high: number): boolean {
    const pageLow = (low >>> 5) | (high << 27)
    const pageHigh = high >> 5
    const bit = 1 << (low & 31)
    let at = this.#last
    if (!this.#isAt(at, pageLow, pageHigh)) {
      at = this.#find(this.#slots, pageLow, pageHigh)
      this.#last = at
    }
    const mask = this.#slots[at + 2] ?? 0
    if ((mask & bit) !== 0) return false
    this.#slots[at] = pageLow
    this.#slots[at + 1] = pageHigh
    this.#slots[at + 2] = mask | bit
    if (mask === 0 && ++this.#used * 4 > (this.#slotMask + 1) * 3) this.#grow()
    return true
  }

  /** The set itself, not a copy: it is not to be added to any more. */
  get state(): IntegerSetState {
    return { slots: this.#slots, used: this.#used }
  }

  /** Adds all values of another set, and calls `repeated` for each that was there. */
  merge(other: IntegerSetState, repeated: (low: number, high: number) => void): void {
    const { slots } = other
    for (let from = 0; from < slots.length; from += SLOT_WORDS) {
      const mask = slots[from + 2] ?? 0
      const pageLow = slots[from] ?? 0
      const pageHigh = slots[from + 1] ?? 0
      for (let bits = mask; bits !== 0; bits &= bits - 1) {
        const low = (pageLow << 5) | (31 - Math.clz32(bits & -bits))
        const high = (pageHigh << 5) | (pageLow >>> 27)
        if (!this.add(low, high)) repeated(low, high)
      }
    }
  }

  #isAt(at: number, pageLow: number, pageHigh: number): boolean {
    const slots = this.#slots
    return slots[at] === pageLow && slots[at + 1] === pageHigh && slots[at + 2] !== 0
  }

  /** Index of the page's slot, or of the empty one where it belongs. */
  #find(slots: Int32Array, pageLow: number, pageHigh: number): number {
    let slot = hashOf(pageLow, pageHigh) & this.#slotMask
    for (;;) {
      const at = slot * SLOT_WORDS
      if (slots[at + 2] === 0) return at
      if (slots[at] === pageLow && slots[at + 1] === pageHigh) return at
      slot = (slot + 1) & this.#slotMask
    }
  }

  #grow(): void {
    const old = this.#slots
    const grown = new Int32Array(old.length * 2)
    this.#slotMask = this.#slotMask * 2 + 1
    for (let from = 0; from < old.length; from += SLOT_WORDS) {
      const mask = old[from + 2] ?? 0
      if (mask === 0) continue
      const pageLow = old[from] ?? 0
      const pageHigh = old[from + 1] ?? 0
      const at = this.#find(grown, pageLow, pageHigh)
      grown[at] = pageLow
      grown[at + 1] = pageHigh
      grown[at + 2] = mask
    }
    this.#slots = grown
    this.#last = 0
  }
}

function hashOf(low: number, high: number): number {
  let hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
  return (hash ^ (hash >>> 13)) & 0x7fffffff
}
