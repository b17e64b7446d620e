import type { DictionaryLimits } from './dictionary-limits.ts'

/** The distinct 32-bit words of a column chunk: an open-addressing hash table over their bits. */
export class Word32Dictionary {
  entryCount = 0
  /** Entry `i` is at index `i`. */
  entries: Int32Array = new Int32Array(INITIAL_ENTRIES)
  /** 0 is free; else index of the entry plus one. */
  #slots: Int32Array = new Int32Array(INITIAL_ENTRIES * 2)
  readonly #maxEntries: number

  constructor(limits: DictionaryLimits) {
    this.#maxEntries = Math.min(limits.dictionaryEntries, limits.dictionaryBytes >>> 2)
  }

  get memoryBytes(): number {
    return this.entries.byteLength + this.#slots.byteLength
  }

  /**
   * Finds or adds each of `words[0 .. count]` and puts its index into `indices`. False when the
   * dictionary is full, which leaves it as it was.
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
    this.entries = new Int32Array(INITIAL_ENTRIES)
    this.#slots = new Int32Array(INITIAL_ENTRIES * 2)
    this.entryCount = 0
  }

  #encodeUntilGrowth(words: Int32Array, from: number, to: number, indices: Uint16Array): number {
    const { entries } = this
    const slots = this.#slots
    const mask = slots.length - 1
    const room = Math.min(entries.length, this.#maxEntries)
    let { entryCount } = this
    let i = from
    for (; i < to; i++) {
      const word = words[i]!
      let slot = hash(word) & mask
      let index = slots[slot]! - 1
      while (index >= 0 && entries[index] !== word) {
        slot = (slot + 1) & mask
        index = slots[slot]! - 1
      }
      if (index < 0) {
        if (entryCount === room) break
        index = entryCount++
        entries[index] = word
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
      let slot = hash(this.entries[index]!) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
  }
}

/** Multiplication by the golden ratio spreads ids; the high bits are the mixed ones. */
function hash(word: number): number {
  const mixed = Math.imul(word, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

const INITIAL_ENTRIES = 64
