import { ByteBuffer } from '../byte-buffer.ts'
import { BytesDictionary } from '../dictionary/bytes-dictionary.ts'
import {
  isHopelessSample,
  SAMPLE_VALUES,
  type DictionaryLimits,
} from '../dictionary/dictionary-limits.ts'
import { appendIndices, indexBytes } from '../dictionary/index-page.ts'
import type { Bounds } from '../statistics.ts'
import { layoutMismatch, type Vector } from '../vector.ts'
import type { PageValues, ValueWriter } from './value-writer.ts'

/** FIXED_LEN_BYTE_ARRAY: decimals, which are big-endian two's complement, and bytes without a sign. */
export class FixedValues implements ValueWriter {
  valueCount = 0
  rawBytes = 0
  readonly #widthBytes: number
  /** The bit of the first byte that is a sign; 0 for none. */
  readonly #signBit: number
  readonly #page: ByteBuffer = new ByteBuffer(INITIAL_BYTES)
  #indices: Uint16Array = new Uint16Array(0)
  #useDictionary = true
  #dictionaryPages = 0
  readonly #dictionary: BytesDictionary

  constructor(widthBytes: number, isSigned: boolean, limits: DictionaryLimits) {
    this.#widthBytes = widthBytes
    this.#signBit = isSigned ? 0x80 : 0
    this.#dictionary = new BytesDictionary(limits, 0)
  }

  get pageBytes(): number {
    return this.valueCount * this.#widthBytes
  }

  get memoryBytes(): number {
    const pageBytes = this.#page.capacityBytes + this.#indices.byteLength
    return pageBytes + this.#dictionary.memoryBytes
  }

  fit(_vector: Vector, from: number, to: number, budgetBytes: number): number {
    return Math.min(to, from + Math.floor(budgetBytes / this.#widthBytes))
  }

  append(vector: Vector, from: number, to: number): number {
    if (vector.layout !== 'fixed') throw layoutMismatch('fixed', vector)
    const widthBytes = this.#widthBytes
    if (vector.widthBytes !== widthBytes) {
      throw new TypeError(`vector has values of ${vector.widthBytes} bytes, expected ${widthBytes}`)
    }
    const page = this.#page
    page.reserve((to - from) * widthBytes + READ_AHEAD_BYTES)
    const { values, present } = vector
    const startBytes = page.lengthBytes
    if (vector.nulls === 0) page.append(values.subarray(from * widthBytes, to * widthBytes))
    else {
      const { bytes } = page
      let at = startBytes
      for (let slot = from; slot < to; slot++) {
        if (present[slot] === 0) continue
        const valueAt = slot * widthBytes
        for (let i = 0; i < widthBytes; i++) bytes[at++] = values[valueAt + i]!
      }
      page.lengthBytes = at
    }
    this.rawBytes += page.lengthBytes - startBytes
    this.valueCount = page.lengthBytes / widthBytes
    return to
  }

  truncate(valueCount: number): void {
    this.valueCount = valueCount
    this.#page.lengthBytes = valueCount * this.#widthBytes
  }

  endPage(out: ByteBuffer): PageValues {
    const { valueCount } = this
    const bounds = valueCount > 0 ? this.#bounds() : undefined
    const encoding = this.#encode() ? 'RLE_DICTIONARY' : 'PLAIN'
    if (encoding === 'RLE_DICTIONARY') {
      this.#dictionaryPages++
      appendIndices(out, this.#indices, valueCount, this.#dictionary.entryCount)
    } else out.append(this.#page.written())
    this.valueCount = 0
    this.#page.clear()
    return { encoding, valueCount, bounds }
  }

  writeDictionary(out: ByteBuffer): number {
    if (this.#dictionaryPages === 0) return 0
    // Entries of the page at which the dictionary was given up are never referred to.
    out.append(this.#dictionary.page.written())
    return this.#dictionary.entryCount
  }

  reset(): void {
    this.valueCount = 0
    this.rawBytes = 0
    this.#page.clear(0)
    this.#indices = new Uint16Array(0)
    this.#dictionary.clear()
    this.#dictionaryPages = 0
    this.#useDictionary = true
  }

  /** Puts the page's values into the dictionary, if that still pays. */
  #encode(): boolean {
    const { valueCount } = this
    if (!this.#useDictionary || valueCount === 0) return false
    const widthBytes = this.#widthBytes
    const dictionary = this.#dictionary
    if (this.#indices.length < valueCount) this.#indices = new Uint16Array(valueCount * 2)
    const { bytes, view } = this.#page
    for (let i = 0; i < valueCount; i++) {
      const index = dictionary.indexOf(bytes, view, i * widthBytes, widthBytes)
      if (index < 0) {
        this.#useDictionary = false
        return false
      }
      this.#indices[i] = index
      if (
        i === SAMPLE_VALUES &&
        this.#dictionaryPages === 0 &&
        isHopelessSample(dictionary.entryCount, SAMPLE_VALUES)
      ) {
        this.#useDictionary = false
        dictionary.clear()
        return false
      }
    }
    const encodedBytes = dictionary.page.lengthBytes + indexBytes(valueCount, dictionary.entryCount)
    this.#useDictionary = this.#dictionaryPages > 0 || encodedBytes < valueCount * widthBytes
    return this.#useDictionary
  }

  #bounds(): Bounds {
    const { bytes, view } = this.#page
    const widthBytes = this.#widthBytes
    const signBits = this.#signBit << 24
    const otherBits = Math.max(0, 32 - 8 * widthBytes)
    let minAt = 0
    let maxAt = 0
    let minPrefix = ((view.getInt32(0) ^ signBits) >>> 0) >>> otherBits
    let maxPrefix = minPrefix
    for (let at = widthBytes, end = this.valueCount * widthBytes; at < end; at += widthBytes) {
      // The first four bytes decide nearly always.
      const prefix = ((view.getInt32(at) ^ signBits) >>> 0) >>> otherBits
      if (prefix <= minPrefix && this.#compare(at, minAt) < 0) {
        minAt = at
        minPrefix = prefix
      } else if (prefix >= maxPrefix && this.#compare(at, maxAt) > 0) {
        maxAt = at
        maxPrefix = prefix
      }
    }
    return {
      min: Uint8Array.from(bytes.subarray(minAt, minAt + widthBytes)),
      max: Uint8Array.from(bytes.subarray(maxAt, maxAt + widthBytes)),
      isMinExact: true,
      isMaxExact: true,
    }
  }

  /** Compares two values of the page byte after byte; flipping a sign puts the negative ones first. */
  #compare(a: number, b: number): number {
    const { bytes } = this.#page
    const signBit = this.#signBit
    const first = (bytes[a]! ^ signBit) - (bytes[b]! ^ signBit)
    if (first !== 0) return first
    for (let i = 1; i < this.#widthBytes; i++) {
      const difference = bytes[a + i]! - bytes[b + i]!
      if (difference !== 0) return difference
    }
    return 0
  }
}

const INITIAL_BYTES = 512
/** Hashing and comparing word by word reads past the last value. */
const READ_AHEAD_BYTES = 4
