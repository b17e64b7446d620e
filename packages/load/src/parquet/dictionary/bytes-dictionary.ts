import { ByteBuffer } from '../byte-buffer.ts'
import type { DictionaryLimits } from './dictionary-limits.ts'

/**
 * The distinct byte strings of a column chunk, kept in the layout of their dictionary page.
 *
 * Values are hashed and compared where they lie, word by word; only a new one is copied. Reads up
 * to three bytes past the end of a value.
 */
export class BytesDictionary {
  entryCount = 0
  /** The entries in PLAIN encoding. */
  readonly page: ByteBuffer = new ByteBuffer(INITIAL_BYTES)
  /** Where the bytes of entry `i` begin in `page`. */
  starts: Int32Array = new Int32Array(INITIAL_ENTRIES)
  lengths: Int32Array = new Int32Array(INITIAL_ENTRIES)
  #hashes: Int32Array = new Int32Array(INITIAL_ENTRIES)
  /** 0 is free; else index of the entry plus one. */
  #slots: Int32Array = new Int32Array(INITIAL_ENTRIES * 2)
  readonly #limits: DictionaryLimits
  /** 4 for BYTE_ARRAY, 0 for FIXED_LEN_BYTE_ARRAY. */
  readonly #prefixBytes: 0 | 4

  constructor(limits: DictionaryLimits, prefixBytes: 0 | 4) {
    this.#limits = limits
    this.#prefixBytes = prefixBytes
  }

  get memoryBytes(): number {
    return this.page.capacityBytes + this.#slots.byteLength + 3 * this.starts.byteLength
  }

  /** The index of the value of `length` bytes at `start`, added when it is new; -1 when full. */
  indexOf(bytes: Uint8Array, view: DataView, start: number, length: number): number {
    const wordsEnd = start + (length & ~3)
    const tailBits = (length & 3) << 3
    const tailMask = (1 << tailBits) - 1
    let hash = length
    for (let at = start; at < wordsEnd; at += 4) {
      hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    if (tailBits > 0) {
      hash = Math.imul(hash ^ (view.getInt32(wordsEnd, true) & tailMask), 0x85ebca6b)
      hash ^= hash >>> 13
    }
    const slots = this.#slots
    const mask = slots.length - 1
    const pageView = this.page.view
    let slot = (hash ^ (hash >>> 16)) & mask
    for (;;) {
      const index = slots[slot]! - 1
      if (index < 0) return this.#add(bytes.subarray(start, start + length), hash, slot)
      if (this.#hashes[index] === hash && this.lengths[index] === length) {
        let entryAt = this.starts[index]!
        let at = start
        while (at < wordsEnd && view.getInt32(at, true) === pageView.getInt32(entryAt, true)) {
          at += 4
          entryAt += 4
        }
        if (
          at === wordsEnd &&
          (tailBits === 0 ||
            ((view.getInt32(at, true) ^ pageView.getInt32(entryAt, true)) & tailMask) === 0)
        ) {
          return index
        }
      }
      slot = (slot + 1) & mask
    }
  }

  /** Forgets all entries, and gives their memory back. */
  clear(): void {
    this.starts = new Int32Array(INITIAL_ENTRIES)
    this.lengths = new Int32Array(INITIAL_ENTRIES)
    this.#hashes = new Int32Array(INITIAL_ENTRIES)
    this.#slots = new Int32Array(INITIAL_ENTRIES * 2)
    this.entryCount = 0
    this.page.clear(0)
  }

  #add(value: Uint8Array, hash: number, slot: number): number {
    const { page } = this
    const entryBytes = this.#prefixBytes + value.length
    if (
      this.entryCount >= this.#limits.dictionaryEntries ||
      page.lengthBytes + entryBytes > this.#limits.dictionaryBytes
    ) {
      return -1
    }
    page.reserve(entryBytes + READ_AHEAD_BYTES)
    if (this.#prefixBytes === 4) page.view.setInt32(page.lengthBytes, value.length, true)
    const index = this.entryCount++
    const start = page.lengthBytes + this.#prefixBytes
    page.bytes.set(value, start)
    page.lengthBytes = start + value.length
    this.starts[index] = start
    this.lengths[index] = value.length
    this.#hashes[index] = hash
    this.#slots[slot] = this.entryCount
    if (this.entryCount === this.starts.length) this.#grow()
    return index
  }

  #grow(): void {
    this.starts = doubled(this.starts)
    this.lengths = doubled(this.lengths)
    this.#hashes = doubled(this.#hashes)
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let index = 0; index < this.entryCount; index++) {
      const hash = this.#hashes[index]!
      let slot = (hash ^ (hash >>> 16)) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }
}

function doubled(numbers: Int32Array): Int32Array {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}

const INITIAL_BYTES = 512
const INITIAL_ENTRIES = 64
/** Comparing word by word reads past the last entry. */
const READ_AHEAD_BYTES = 4
