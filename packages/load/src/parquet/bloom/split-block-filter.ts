/**
 * A split block bloom filter: blocks of 256 bits, in each of which a value sets eight bits, one in
 * each word.
 *
 * @see https://github.com/apache/parquet-format/blob/master/BloomFilter.md
 */
export class SplitBlockFilter {
  #words: Int32Array
  /** Blocks are a power of two, so that a filter can be folded: see {@link fold}. */
  #blockBits: number

  /** @param blockBits binary logarithm of the number of blocks. */
  constructor(blockBits: number) {
    this.#blockBits = blockBits
    this.#words = new Int32Array(BLOCK_WORDS << blockBits)
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, this.#words.byteLength)
  }

  insert(low: number, high: number): void {
    const words = this.#words
    const block = this.#blockBits === 0 ? 0 : high >>> (32 - this.#blockBits)
    for (let word = 0; word < BLOCK_WORDS; word++) {
      const at = block * BLOCK_WORDS + word
      words[at] = words[at]! | (1 << (Math.imul(low, SALTS[word]!) >>> 27))
    }
  }

  /** Halves the filter as long as a value that was not inserted is found at most as often as `rate`. */
  foldWhile(rate: number): void {
    while (this.#blockBits > 0) {
      const half = this.#folded()
      if (falsePositiveRate(half) > rate) return
      this.#words = half
      this.#blockBits--
    }
  }

  /** With half the blocks, a value is in the block that two neighbours become. */
  #folded(): Int32Array {
    const words = this.#words
    const half = new Int32Array(words.length / 2)
    for (let at = 0; at < half.length; at++) {
      const left = (at - (at % BLOCK_WORDS)) * 2 + (at % BLOCK_WORDS)
      half[at] = words[left]! | words[left + BLOCK_WORDS]!
    }
    return half
  }
}

/** Binary logarithm of the blocks that hold `values` values at a rate of false positives. */
export function blockBitsFor(values: number, rate: number): number {
  const bitsPerValue = -BLOCK_WORDS / Math.log(1 - rate ** (1 / BLOCK_WORDS))
  const blocks = Math.ceil((values * bitsPerValue) / (BLOCK_WORDS * 32))
  return Math.min(MAX_BLOCK_BITS, Math.ceil(Math.log2(Math.max(1, blocks))))
}

/** Of a hash that is equally likely to be any: how often all of its eight bits are set. */
function falsePositiveRate(words: Int32Array): number {
  let sum = 0
  for (let block = 0; block < words.length; block += BLOCK_WORDS) {
    let all = 1
    for (let word = 0; word < BLOCK_WORDS; word++) all *= bitCount(words[block + word]!) / 32
    sum += all
  }
  return sum / (words.length / BLOCK_WORDS)
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555)
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

const BLOCK_WORDS = 8
/** 16 MiB, what ten million distinct values take. */
const MAX_BLOCK_BITS = 19

const SALTS: Int32Array = Int32Array.of(
  0x47b6137b,
  0x44974d91,
  0x8824ad5b,
  0xa2b7289d,
  0x705495c7,
  0x2df1424b,
  0x9efc4947,
  0x5c6bfb31,
)
