/**
 * XXH64 with seed 0, the hash of Parquet's bloom filters.
 *
 * A 64-bit register is two 32-bit words of an `Int32Array`, low word first: BigInts would allocate
 * at every step.
 *
 * @see https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
export class Xxh64 {
  /** The result, then the four accumulators of long values, then a lane. */
  readonly #words: Int32Array = new Int32Array(12)

  /** Low word of the last hash, signed. */
  get low(): number {
    return this.#words[RESULT]!
  }

  /** High word of the last hash, signed. */
  get high(): number {
    return this.#words[RESULT + 1]!
  }

  /** Hashes `lengthBytes` bytes from `start`. */
  hash(view: DataView, start: number, lengthBytes: number): void {
    const words = this.#words
    const end = start + lengthBytes
    let at = start
    if (lengthBytes >= STRIPE_BYTES) at = this.#hashStripes(view, start, end)
    else set(words, RESULT, PRIME_5)
    addWord(words, RESULT, lengthBytes)
    for (; at + 8 <= end; at += 8) {
      loadLane(words, view, at)
      round(words, LANE)
      xor(words, RESULT, LANE)
      rotate(words, RESULT, 27)
      multiply(words, RESULT, PRIME_1)
      add(words, RESULT, PRIME_4)
    }
    if (at + 4 <= end) {
      this.#mixWord(view.getInt32(at, true), PRIME_1)
      rotate(words, RESULT, 23)
      multiply(words, RESULT, PRIME_2)
      add(words, RESULT, PRIME_3)
      at += 4
    }
    for (; at < end; at++) {
      this.#mixWord(view.getUint8(at), PRIME_5)
      rotate(words, RESULT, 11)
      multiply(words, RESULT, PRIME_1)
    }
    this.#avalanche()
  }

  #hashStripes(view: DataView, start: number, end: number): number {
    const words = this.#words
    set(words, FIRST, PRIME_1)
    add(words, FIRST, PRIME_2)
    set(words, SECOND, PRIME_2)
    set(words, THIRD, ZERO)
    set(words, FOURTH, MINUS_PRIME_1)
    let at = start
    for (; at + STRIPE_BYTES <= end; at += STRIPE_BYTES) {
      for (let accumulator = FIRST, lane = at; accumulator <= FOURTH; accumulator += 2, lane += 8) {
        loadLane(words, view, lane)
        multiply(words, LANE, PRIME_2)
        addRegister(words, accumulator, LANE)
        rotate(words, accumulator, 31)
        multiply(words, accumulator, PRIME_1)
      }
    }
    set(words, RESULT, ZERO)
    for (let accumulator = FIRST; accumulator <= FOURTH; accumulator += 2) {
      words[LANE] = words[accumulator]!
      words[LANE + 1] = words[accumulator + 1]!
      rotate(words, LANE, STRIPE_ROTATIONS[(accumulator - FIRST) >> 1]!)
      addRegister(words, RESULT, LANE)
    }
    for (let accumulator = FIRST; accumulator <= FOURTH; accumulator += 2) {
      round(words, accumulator)
      xor(words, RESULT, accumulator)
      multiply(words, RESULT, PRIME_1)
      add(words, RESULT, PRIME_4)
    }
    return at
  }

  #mixWord(word: number, prime: Prime): void {
    const words = this.#words
    words[LANE] = word
    words[LANE + 1] = 0
    multiply(words, LANE, prime)
    xor(words, RESULT, LANE)
  }

  #avalanche(): void {
    const words = this.#words
    words[RESULT] = words[RESULT]! ^ (words[RESULT + 1]! >>> 1)
    multiply(words, RESULT, PRIME_2)
    const low = words[RESULT]!
    const high = words[RESULT + 1]!
    words[RESULT] = low ^ ((low >>> 29) | (high << 3))
    words[RESULT + 1] = high ^ (high >>> 29)
    multiply(words, RESULT, PRIME_3)
    words[RESULT] = words[RESULT]! ^ words[RESULT + 1]!
  }
}

/** Low and high word. */
type Prime = readonly [low: number, high: number]

const ZERO: Prime = [0, 0]
const PRIME_1: Prime = [0x85ebca87, 0x9e3779b1]
const MINUS_PRIME_1: Prime = [-0x85ebca87, ~0x9e3779b1]
const PRIME_2: Prime = [0x27d4eb4f, 0xc2b2ae3d]
const PRIME_3: Prime = [0x9e3779f9, 0x165667b1]
const PRIME_4: Prime = [0xc2b2ae63, 0x85ebca77]
const PRIME_5: Prime = [0x165667c5, 0x27d4eb2f]

const STRIPE_BYTES = 32
const STRIPE_ROTATIONS: readonly number[] = [1, 7, 12, 18]

/** Where each register begins. */
const RESULT = 0
const FIRST = 2
const SECOND = 4
const THIRD = 6
const FOURTH = 8
const LANE = 10

function set(words: Int32Array, at: number, [low, high]: Prime): void {
  words[at] = low
  words[at + 1] = high
}

function loadLane(words: Int32Array, view: DataView, position: number): void {
  words[LANE] = view.getInt32(position, true)
  words[LANE + 1] = view.getInt32(position + 4, true)
}

/** A register becomes its rotated product: the round of an accumulator that was zero. */
function round(words: Int32Array, at: number): void {
  multiply(words, at, PRIME_2)
  rotate(words, at, 31)
  multiply(words, at, PRIME_1)
}

function add(words: Int32Array, at: number, [low, high]: Prime): void {
  const sum = (words[at]! >>> 0) + (low >>> 0)
  words[at] = sum
  words[at + 1] = words[at + 1]! + high + (sum > 0xffff_ffff ? 1 : 0)
}

function addWord(words: Int32Array, at: number, word: number): void {
  const sum = (words[at]! >>> 0) + word
  words[at] = sum
  words[at + 1] = words[at + 1]! + (sum > 0xffff_ffff ? 1 : 0)
}

function addRegister(words: Int32Array, at: number, other: number): void {
  const sum = (words[at]! >>> 0) + (words[other]! >>> 0)
  words[at] = sum
  words[at + 1] = words[at + 1]! + words[other + 1]! + (sum > 0xffff_ffff ? 1 : 0)
}

function xor(words: Int32Array, at: number, other: number): void {
  words[at] = words[at]! ^ words[other]!
  words[at + 1] = words[at + 1]! ^ words[other + 1]!
}

/** To the left, by 1 to 31 bits. */
function rotate(words: Int32Array, at: number, bits: number): void {
  const low = words[at]!
  const high = words[at + 1]!
  words[at] = (low << bits) | (high >>> (32 - bits))
  words[at + 1] = (high << bits) | (low >>> (32 - bits))
}

function multiply(words: Int32Array, at: number, [low, high]: Prime): void {
  const thisLow = words[at]!
  const cross = Math.imul(thisLow, high) + Math.imul(words[at + 1]!, low)
  words[at] = Math.imul(thisLow, low)
  words[at + 1] = upperProduct(thisLow, low) + cross
}

/** The upper word of the product of two unsigned words, by halves of 16 bits. */
function upperProduct(left: number, right: number): number {
  const leftLow = left & 0xffff
  const leftHigh = left >>> 16
  const rightLow = right & 0xffff
  const rightHigh = right >>> 16
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16)
  const rest = leftLow * rightHigh + (middle & 0xffff)
  return leftHigh * rightHigh + (middle >>> 16) + (rest >>> 16)
}
