import type { BytesEncoding } from '@carmilla/transform'
import { ByteBuffer } from '../byte-buffer.ts'
import { appendDeltaBinaryPacked } from '../delta-binary-packed.ts'
import type { BytesDictionary } from '../dictionary/bytes-dictionary.ts'
import type { VectorOf } from '../vector.ts'
import { BytesRange, prefixAt } from './bytes-range.ts'

/** The values of an open page without indices: each after its length, or all lengths apart. */
export class BytesPage {
  readonly encoding: BytesEncoding
  readonly range: BytesRange = new BytesRange()
  /** PLAIN values, or those of DELTA_LENGTH_BYTE_ARRAY without their lengths. */
  readonly values: ByteBuffer = new ByteBuffer(INITIAL_BYTES)
  /** Of DELTA_LENGTH_BYTE_ARRAY. */
  #lengths: Int32Array = new Int32Array(0)
  #valueCount = 0
  readonly #prefixBytes: 0 | 4
  readonly #keepBytes: number

  constructor(encoding: BytesEncoding, keepBytes: number) {
    this.encoding = encoding
    this.#prefixBytes = encoding === 'PLAIN' ? LENGTH_BYTES : 0
    this.#keepBytes = keepBytes
  }

  get valueCount(): number {
    return this.#valueCount
  }

  /** Bytes of the values in PLAIN encoding. */
  get plainBytes(): number {
    return this.values.lengthBytes + (LENGTH_BYTES - this.#prefixBytes) * this.#valueCount
  }

  get memoryBytes(): number {
    return this.values.capacityBytes + this.#lengths.byteLength
  }

  /** The length of each value; none of PLAIN. Valid until the next is appended. */
  get lengths(): Int32Array {
    return this.#lengths.subarray(0, this.#prefixBytes === 0 ? this.#valueCount : 0)
  }

  /** Appends the values of slots `from .. to`, end exclusive, that are not NULL. */
  append(vector: VectorOf<'bytes'>, from: number, to: number): void {
    const { bytes, view, starts, lengths, present } = vector
    const hasNulls = vector.nulls > 0
    this.#reserve(vector, from, to)
    const { range } = this
    const prefixBytes = this.#prefixBytes
    const pageLengths = this.#lengths
    const page = this.values.bytes
    const pageView = this.values.view
    let at = this.values.lengthBytes
    let count = this.#valueCount
    for (let slot = from; slot < to; slot++) {
      if (hasNulls && present[slot] === 0) continue
      const start = starts[slot]!
      const length = lengths[slot]!
      if (prefixBytes === 0) pageLengths[count] = length
      else pageView.setInt32(at, length, true)
      at += prefixBytes
      if (length <= WORD_COPY_BYTES) {
        for (let i = 0; i < length; i += WORD_BYTES) {
          pageView.setInt32(at + i, view.getInt32(start + i, true), true)
        }
      } else page.set(bytes.subarray(start, start + length), at)
      const prefix = prefixAt(view, start, length)
      if (prefix <= range.minPrefix || prefix >= range.maxPrefix) {
        range.include(page, at, length, prefix)
      }
      at += length
      count++
    }
    this.values.lengthBytes = at
    this.#valueCount = count
  }

  /** Appends the dictionary's entries of `indices[0 .. count]`, end exclusive. */
  appendEntries(dictionary: BytesDictionary, indices: Uint16Array, count: number): void {
    const { starts, lengths, page } = dictionary
    const { values } = this
    if (this.#prefixBytes === 0) this.#reserveLengths(count)
    for (let i = 0; i < count; i++) {
      const entry = indices[i]!
      const start = starts[entry]!
      const length = lengths[entry]!
      const at = values.lengthBytes + this.#prefixBytes
      values.append(page.bytes.subarray(start - this.#prefixBytes, start + length))
      if (this.#prefixBytes === 0) this.#lengths[this.#valueCount] = length
      this.range.include(values.bytes, at, length, prefixAt(page.view, start, length))
      this.#valueCount++
    }
  }

  /** Appends the encoded values to `out`. */
  writeTo(out: ByteBuffer): void {
    if (this.#prefixBytes === 0) appendDeltaBinaryPacked(out, this.#lengths, this.#valueCount)
    out.append(this.values.written())
  }

  clear(keepBytes: number = this.#keepBytes): void {
    this.values.clear(keepBytes)
    this.range.clear()
    this.#valueCount = 0
    if (keepBytes === 0) this.#lengths = new Int32Array(0)
  }

  /** Makes room for the values of the slots, and what copying whole words writes past the last. */
  #reserve({ lengths, present, nulls }: VectorOf<'bytes'>, from: number, to: number): void {
    let bytes = (to - from) * this.#prefixBytes + WORD_BYTES
    if (nulls === 0) for (let slot = from; slot < to; slot++) bytes += lengths[slot]!
    else {
      for (let slot = from; slot < to; slot++) if (present[slot] === 1) bytes += lengths[slot]!
    }
    this.values.reserve(bytes)
    if (this.#prefixBytes === 0) this.#reserveLengths(to - from)
  }

  #reserveLengths(more: number): void {
    const need = this.#valueCount + more
    if (need <= this.#lengths.length) return
    const grown = new Int32Array(Math.max(need, this.#lengths.length * 2))
    grown.set(this.#lengths.subarray(0, this.#valueCount))
    this.#lengths = grown
  }
}

const LENGTH_BYTES = 4
const WORD_BYTES = 4
const INITIAL_BYTES = 512
/** Up to here a loop over words is quicker than a call of `set`: measured. */
const WORD_COPY_BYTES = 96
