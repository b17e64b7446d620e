import type { DictionaryLimits } from './dictionary-limits.ts'

/** The distinct 64-bit words of a column chunk, each as a low and a high 32-bit word. */
export class Word64Dictionary {
  entryCount = 0
  /** Entry `i` is at `2i` (low) and `2i + 1` (high). */
  entries: Int32Array = new Int32Array(INITIAL_ENTRIES * 2)
  /** 0 is free; else index of the entry plus one. */
  #slots: Int32Array = new Int32Array(INITIAL_ENTRIES * 2)
  readonly #maxEntries: number

  constructor(limits: DictionaryLimits) {
    this.#maxEntries = Math.min(limits.dictionaryEntries, limits.dictionaryBytes >>> 3)
  }

  get memoryBytes(): number {
    return this.entries.byteLength + this.#slots.byteLength
  }

  /**
   * Finds or adds each of the `count` values in `words` and puts its index into `indices`. False
   * when the dictionary is full, which leaves it as it was.
   */
  encode(words: Int32Array, count: number, indices: Uint16Array): boolean {
    const entryCountBefore = this.entryCount
    let done = 0
    while (done < count) {
      done = this.#encodeUntilGrowth(words, done, count, indices)
      if (done === count) break
      if (this.entryCount >= this.#maxEntries) {
        this.#removeFrom(entryCountBefore)
        return false
      }
      this.#grow()
    }
    return true
  }

  /** Forgets all entries, and gives their memory back. */
  clear(): void {
    this.entries = new Int32Array(INITIAL_ENTRIES * 2)
    this.#slots = new Int32Array(INITIAL_ENTRIES * 2)
    this.entryCount = 0
  }

  #encodeUntilGrowth(words: Int32Array, from: number, to: number, indices: Uint16Array): number {
    const { entries } = this
    const slots = this.#slots
    const mask = slots.length - 1
    const room = Math.min(entries.length >>> 1, this.#maxEntries)
    let { entryCount } = this
    let i = from
    for (; i < to; i++) {
      const low = words[2 * i]!
      const high = words[2 * i + 1]!
      let slot = hash(low, high) & mask
      let index = slots[slot]! - 1
      while (index >= 0 && (entries[2 * index] !== low || entries[2 * index + 1] !== high)) {
        slot = (slot + 1) & mask
        index = slots[slot]! - 1
      }
      if (index < 0) {
        if (entryCount === room) break
        index = entryCount++
        entries[2 * index] = low
        entries[2 * index + 1] = high
        slots[slot] = entryCount
      }
      indices[i] = index
    }
    this.entryCount = entryCount
    return i
  }

  #grow(): void {
    const entries = new Int32Array(this.entries.length * 2)
    entries.set(this.entries)
    this.entries = entries
    this.#slots = new Int32Array(this.#slots.length * 2)
    this.#fillSlots()
  }

  #removeFrom(entryCount: number): void {
    this.entryCount = entryCount
    this.#slots.fill(0)
    this.#fillSlots()
  }

  #fillSlots(): void {
    const slots = this.#slots
    const mask = slots.length - 1
    for (let index = 0; index < this.entryCount; index++) {
      let slot = hash(this.entries[2 * index]!, this.entries[2 * index + 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
  }
}

/** Both words count: doubles of small integers differ only in the high one. */
function hash(low: number, high: number): number {
  const mixed = Math.imul(Math.imul(low, 0x9e3779b1) ^ high, 0x85ebca6b)
  return mixed ^ (mixed >>> 15)
}

const INITIAL_ENTRIES = 64
