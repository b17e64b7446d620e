import { randomBytes } from 'node:crypto'
import type { Digest } from './digest-set.ts'
import type { RecordVector, RecordVectorOf } from './record-vector.ts'

/**
 * Digests the values of some columns of a row into 128 bits: MurmurHash3 x86_128's mixing over a
 * stream of blocks that tells NULL, lengths and columns apart, with a random seed for each digester.
 *
 * Two different rows share a digest with a probability of about rows² / 2¹²⁹: 10⁻²¹ for a billion.
 *
 * @see https://github.com/aappleby/smhasher/wiki/MurmurHash3
 */
export class RowDigester {
  readonly #seeds: Int32Array
  #h1 = 0
  #h2 = 0
  #h3 = 0
  #h4 = 0
  #blocks = 0

  constructor(seeds: Int32Array = digestSeeds()) {
    this.#seeds = seeds
  }

  digest(vectors: readonly RecordVector[], row: number): Digest {
    this.#h1 = this.#seeds[0] ?? 0
    this.#h2 = this.#seeds[1] ?? 0
    this.#h3 = this.#seeds[2] ?? 0
    this.#h4 = this.#seeds[3] ?? 0
    this.#blocks = 0
    for (const vector of vectors) this.#value(vector, row)
    return this.#finish()
  }

  #value(vector: RecordVector, row: number): void {
    if (vector.present[row] !== 1) return this.#block(0, 0, 0, 1)
    switch (vector.layout) {
      case 'bool':
      case 'int32':
        return this.#block(vector.values[row] ?? 0, 0, 0, 2)
      case 'int64':
        return this.#block(vector.words[row * 2] ?? 0, vector.words[row * 2 + 1] ?? 0, 0, 2)
      case 'float32':
      case 'float64':
        return this.#float(vector.values[row] ?? 0)
      case 'fixed':
        return this.#fixed(vector, row)
      case 'bytes':
        return this.#bytes(vector, row)
      case 'list':
        return this.#list(vector, row)
      case 'struct':
        return this.#struct(vector, row)
      case 'map':
        return this.#map(vector, row)
      default:
        throw new TypeError(`unknown layout ${JSON.stringify(vector satisfies never)}`)
    }
  }

  /** As Postgres compares: -0 equals 0, and NaN equals NaN. */
  #float(value: number): void {
    FLOAT[0] = Number.isNaN(value) ? Number.NaN : value + 0
    this.#block(FLOAT_WORDS[0] ?? 0, FLOAT_WORDS[1] ?? 0, 0, 2)
  }

  #fixed(vector: RecordVectorOf<'fixed'>, row: number): void {
    const { values, widthBytes } = vector
    const start = row * widthBytes
    for (let at = start; at < start + widthBytes; at += 4) {
      let word = 0
      for (let index = at; index < Math.min(at + 4, start + widthBytes); index++) {
        word = (word << 8) | (values[index] ?? 0)
      }
      this.#block(word, 0, 0, 3)
    }
  }

  #bytes(vector: RecordVectorOf<'bytes'>, row: number): void {
    const { view } = vector
    const start = vector.starts[row] ?? 0
    const lengthBytes = vector.lengths[row] ?? 0
    this.#block(lengthBytes, 0, 0, 4)
    let at = start
    let leftBytes = lengthBytes
    for (; leftBytes >= 16; leftBytes -= 16, at += 16) {
      this.#block(
        view.getInt32(at, true),
        view.getInt32(at + 4, true),
        view.getInt32(at + 8, true),
        view.getInt32(at + 12, true),
      )
    }
    if (leftBytes === 0) return
    // Reads past the value: 64 readable bytes follow it.
    this.#block(
      view.getInt32(at, true) & firstBytes(leftBytes),
      view.getInt32(at + 4, true) & firstBytes(leftBytes - 4),
      view.getInt32(at + 8, true) & firstBytes(leftBytes - 8),
      view.getInt32(at + 12, true) & firstBytes(leftBytes - 12),
    )
  }

  #list(vector: RecordVectorOf<'list'>, row: number): void {
    const start = vector.offsets[row] ?? 0
    const end = vector.offsets[row + 1] ?? start
    this.#block(end - start, 0, 0, 5)
    for (let element = start; element < end; element++) this.#value(vector.elements, element)
  }

  /** Begins with a block of its own: a NULL struct is not one of NULLs. */
  #struct(vector: RecordVectorOf<'struct'>, row: number): void {
    this.#block(0, 0, 0, 7)
    for (const field of vector.fields) this.#value(field, row)
  }

  /** In the order of the entries, which is always the same for the same hstore. */
  #map(vector: RecordVectorOf<'map'>, row: number): void {
    const start = vector.offsets[row] ?? 0
    const end = vector.offsets[row + 1] ?? start
    this.#block(end - start, 0, 0, 6)
    for (let entry = start; entry < end; entry++) {
      this.#value(vector.keys, entry)
      this.#value(vector.values, entry)
    }
  }

  #block(k1: number, k2: number, k3: number, k4: number): void {
    this.#blocks++
    let h1 = this.#h1 ^ Math.imul(rotate(Math.imul(k1, C1), 15), C2)
    h1 = (Math.imul((rotate(h1, 19) + this.#h2) | 0, 5) + 0x561ccd1b) | 0
    let h2 = this.#h2 ^ Math.imul(rotate(Math.imul(k2, C2), 16), C3)
    h2 = (Math.imul((rotate(h2, 17) + this.#h3) | 0, 5) + 0x0bcaa747) | 0
    let h3 = this.#h3 ^ Math.imul(rotate(Math.imul(k3, C3), 17), C4)
    h3 = (Math.imul((rotate(h3, 15) + this.#h4) | 0, 5) + 0x96cd1c35) | 0
    let h4 = this.#h4 ^ Math.imul(rotate(Math.imul(k4, C4), 18), C1)
    h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0
    this.#h1 = h1
    this.#h2 = h2
    this.#h3 = h3
    this.#h4 = h4
  }

  #finish(): Digest {
    const h1 = this.#h1 ^ this.#blocks
    const h2 = this.#h2 ^ this.#blocks
    const h3 = this.#h3 ^ this.#blocks
    const h4 = this.#h4 ^ this.#blocks
    const sum = (h1 + h2 + h3 + h4) | 0
    const f1 = avalanche(sum)
    const f2 = avalanche((h2 + sum) | 0)
    const f3 = avalanche((h3 + sum) | 0)
    const f4 = avalanche((h4 + sum) | 0)
    const mixed = (f1 + f2 + f3 + f4) | 0
    return [mixed, (f2 + mixed) | 0, (f3 + mixed) | 0, (f4 + mixed) | 0]
  }
}

const C1 = 0x239b961b
const C2 = 0xab0e9789
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93

const FLOAT = new Float64Array(1)
const FLOAT_WORDS = new Int32Array(FLOAT.buffer)

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

function avalanche(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}

/** Mask of the first `bytes` bytes of a little-endian word. */
function firstBytes(bytes: number): number {
  if (bytes >= 4) return -1
  return bytes <= 0 ? 0 : (1 << (bytes * 8)) - 1
}

/** Random seeds of a {@link RowDigester}; digests can be compared where the seeds are the same. */
export function digestSeeds(): Int32Array {
  return Int32Array.from({ length: 4 }, () => randomBytes(4).readInt32LE())
}
