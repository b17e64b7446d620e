/** 128 bits, as four 32-bit words. */
export type Digest = readonly [number, number, number, number]

const DIGEST_WORDS = 4

const INITIAL_SLOTS = 1024

/** The digests of a {@link DigestSet}, to be handed to another thread; serialisable. */
export interface DigestSetState {
  readonly slots: Int32Array<ArrayBuffer>
}

/**
 * A set of 128-bit digests; all zeros means an empty slot (the digest 0 is kept as 1).
 *
 * Memory: 21 to 43 bytes for each digest; half as much again while it grows.
 */
export class DigestSet {
  #slots: Int32Array<ArrayBuffer> = new Int32Array(DIGEST_WORDS * INITIAL_SLOTS)
  #slotMask = INITIAL_SLOTS - 1
  #used = 0

  /** Adds a digest; false when it was there. */
  add([first, second, third, fourth]: Digest): boolean {
    const isZero = (first | second | third | fourth) === 0
    const at = this.#find(this.#slots, isZero ? 1 : first, second, third, fourth)
    if (at < 0) return false
    const slots = this.#slots
    slots[at] = isZero ? 1 : first
    slots[at + 1] = second
    slots[at + 2] = third
    slots[at + 3] = fourth
    if (++this.#used * 4 > (this.#slotMask + 1) * 3) this.#grow()
    return true
  }

  /** The set itself, not a copy: it is not to be added to any more. */
  get state(): DigestSetState {
    return { slots: this.#slots }
  }

  /** Adds all digests of another set, and calls `repeated` for each that was there. */
  merge({ slots }: DigestSetState, repeated: (digest: Digest) => void): void {
    for (let from = 0; from < slots.length; from += DIGEST_WORDS) {
      const digest: Digest = [
        slots[from] ?? 0,
        slots[from + 1] ?? 0,
        slots[from + 2] ?? 0,
        slots[from + 3] ?? 0,
      ]
      if (digest.some((word) => word !== 0) && !this.add(digest)) repeated(digest)
    }
  }

  /** Index of the empty slot where the digest belongs, or -1 when it is in the set. */
  // oxlint-disable-next-line max-params -- a tuple for each digest would cost more than the set
  #find(slots: Int32Array, first: number, second: number, third: number, fourth: number): number {
    let slot = first & this.#slotMask
    for (;;) {
      const at = slot * DIGEST_WORDS
      const a = slots[at] ?? 0
      const b = slots[at + 1] ?? 0
      const c = slots[at + 2] ?? 0
      const d = slots[at + 3] ?? 0
      if ((a | b | c | d) === 0) return at
      if (a === first && b === second && c === third && d === fourth) return -1
      slot = (slot + 1) & this.#slotMask
    }
  }

  #grow(): void {
    const old = this.#slots
    const grown = new Int32Array(old.length * 2)
    this.#slotMask = this.#slotMask * 2 + 1
    for (let from = 0; from < old.length; from += DIGEST_WORDS) {
      const a = old[from] ?? 0
      const b = old[from + 1] ?? 0
      const c = old[from + 2] ?? 0
      const d = old[from + 3] ?? 0
      if ((a | b | c | d) === 0) continue
      const at = this.#find(grown, a, b, c, d)
      grown[at] = a
      grown[at + 1] = b
      grown[at + 2] = c
      grown[at + 3] = d
    }
    this.#slots = grown
  }
}
