import { ByteBuffer } from '../byte-buffer.ts'
import { ThriftWriter } from '../thrift-compact.ts'
import { blockBitsFor, SplitBlockFilter } from './split-block-filter.ts'
import { Xxh64 } from './xxh64.ts'

/** How large the bloom filter of a column chunk is. */
export interface BloomFilterLimits {
  /** How often a reader may look for nothing: above 0, below 1. */
  readonly falsePositiveRate: number
  /** Distinct values of a row group that the rate holds for; more values are found more often. */
  readonly distinctValues: number
}

/**
 * Collects the bloom filter of one column chunk from its pages in PLAIN encoding.
 *
 * Hashes are kept until they take the memory of the largest filter that may be needed, so that a
 * small chunk has a small one; at the end, the filter is folded to what its values need.
 */
export class BloomFilterBuilder {
  readonly #limits: BloomFilterLimits
  readonly #maxBlockBits: number
  /** Width of a value in bytes; 0 when each has its length before it. */
  readonly #widthBytes: number
  readonly #hash: Xxh64 = new Xxh64()
  /** Low and high words. */
  #hashes: Int32Array = new Int32Array(INITIAL_HASHES * 2)
  #hashCount = 0
  #filter: SplitBlockFilter | undefined

  constructor(widthBytes: number, limits: BloomFilterLimits) {
    this.#widthBytes = widthBytes
    this.#limits = limits
    this.#maxBlockBits = blockBitsFor(limits.distinctValues, limits.falsePositiveRate)
  }

  get memoryBytes(): number {
    return this.#hashes.byteLength + (this.#filter?.bytes.length ?? 0)
  }

  /** Takes in the PLAIN values of `page` from `from` to its end. */
  add({ view, lengthBytes }: ByteBuffer, from: number): void {
    const widthBytes = this.#widthBytes
    let at = from
    while (at < lengthBytes) {
      let valueBytes = widthBytes
      if (widthBytes === 0) {
        valueBytes = view.getInt32(at, true)
        at += LENGTH_BYTES
      }
      this.#addValue(view, at, valueBytes)
      at += valueBytes
    }
  }

  /** Takes in the values that end `page`, whose lengths stand apart from them. */
  addApart({ view, lengthBytes }: ByteBuffer, lengths: Int32Array): void {
    let at = lengthBytes
    for (const valueBytes of lengths) at -= valueBytes
    for (const valueBytes of lengths) {
      this.#addValue(view, at, valueBytes)
      at += valueBytes
    }
  }

  /** The filter with its header, as it stands in the file; begins the next one. */
  finish(): Uint8Array {
    const { distinctValues, falsePositiveRate } = this.#limits
    const values = Math.min(this.#hashCount, distinctValues)
    const filter = this.#filter ?? this.#filterOf(blockBitsFor(values, falsePositiveRate))
    filter.foldWhile(falsePositiveRate)
    const out = new ByteBuffer(HEADER_ROOM_BYTES + filter.bytes.length)
    writeHeader(new ThriftWriter(out), filter.bytes.length)
    out.append(filter.bytes)
    this.#hashes = new Int32Array(INITIAL_HASHES * 2)
    this.#hashCount = 0
    this.#filter = undefined
    return out.written()
  }

  #addValue(view: DataView, at: number, valueBytes: number): void {
    this.#hash.hash(view, at, valueBytes)
    if (this.#filter === undefined) this.#keepHash()
    else this.#filter.insert(this.#hash.low, this.#hash.high)
  }

  #keepHash(): void {
    if (this.#hashCount * 2 === this.#hashes.length) this.#makeRoom()
    if (this.#filter !== undefined) {
      this.#filter.insert(this.#hash.low, this.#hash.high)
      return
    }
    const at = 2 * this.#hashCount++
    this.#hashes[at] = this.#hash.low
    this.#hashes[at + 1] = this.#hash.high
  }

  #makeRoom(): void {
    if (this.#hashes.byteLength * 2 > BLOCK_BYTES << this.#maxBlockBits) {
      this.#filter = this.#filterOf(this.#maxBlockBits)
      this.#hashes = new Int32Array(0)
      return
    }
    const grown = new Int32Array(this.#hashes.length * 2)
    grown.set(this.#hashes)
    this.#hashes = grown
  }

  #filterOf(blockBits: number): SplitBlockFilter {
    const filter = new SplitBlockFilter(blockBits)
    for (let at = 0; at < this.#hashCount * 2; at += 2) {
      filter.insert(this.#hashes[at]!, this.#hashes[at + 1]!)
    }
    return filter
  }
}

/** `BloomFilterHeader`: the only algorithm, hash and compression that there are, each a union. */
function writeHeader(thrift: ThriftWriter, filterBytes: number): void {
  thrift.element(() => {
    thrift.i32(1, filterBytes)
    for (const field of [2, 3, 4]) thrift.struct(field, () => thrift.emptyStruct(1))
  })
}

const INITIAL_HASHES = 128
const LENGTH_BYTES = 4
const BLOCK_BYTES = 32
const HEADER_ROOM_BYTES = 32
