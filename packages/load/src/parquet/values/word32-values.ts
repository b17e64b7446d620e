import type { ByteBuffer } from '../byte-buffer.ts'
import {
  isHopelessSample,
  SAMPLE_VALUES,
  type DictionaryLimits,
} from '../dictionary/dictionary-limits.ts'
import { appendIndices, indexBytes } from '../dictionary/index-page.ts'
import { Word32Dictionary } from '../dictionary/word32-dictionary.ts'
import type { Bounds } from '../statistics.ts'
import { layoutMismatch, type Vector } from '../vector.ts'
import type { PageValues, ValueWriter } from './value-writer.ts'

/** What differs between the 32-bit types: where the words are and how they sort. */
export interface Word32Type {
  readonly layout: 'int32' | 'float32'
  /** Bounds of `words[0 .. count]`, end exclusive; undefined when one has no place. */
  bounds(words: Int32Array, count: number): Bounds | undefined
}

/** 32-bit values, kept as their bits: PLAIN is a copy, and the dictionary is of equal bits. */
export class Word32Values implements ValueWriter {
  valueCount = 0
  rawBytes = 0
  #words: Int32Array = new Int32Array(INITIAL_WORDS)
  #indices: Uint16Array = new Uint16Array(0)
  #useDictionary = true
  #dictionaryPages = 0
  readonly #dictionary: Word32Dictionary
  readonly #type: Word32Type

  constructor(type: Word32Type, limits: DictionaryLimits) {
    this.#type = type
    this.#dictionary = new Word32Dictionary(limits)
  }

  get pageBytes(): number {
    return this.valueCount * 4
  }

  get memoryBytes(): number {
    const pageBytes = this.#words.byteLength + this.#indices.byteLength
    return pageBytes + this.#dictionary.memoryBytes
  }

  fit(_vector: Vector, from: number, to: number, budgetBytes: number): number {
    return Math.min(to, from + (budgetBytes >>> 2))
  }

  append(vector: Vector, from: number, to: number): number {
    const source = wordsOf(vector, this.#type.layout)
    this.#reserve(to - from)
    const words = this.#words
    let count = this.valueCount
    if (vector.nulls === 0) {
      words.set(source.subarray(from, to), count)
      count += to - from
    } else {
      const { present } = vector
      for (let slot = from; slot < to; slot++) {
        words[count] = source[slot]!
        count += present[slot]!
      }
    }
    this.rawBytes += (count - this.valueCount) * 4
    this.valueCount = count
    return to
  }

  truncate(valueCount: number): void {
    this.valueCount = valueCount
  }

  endPage(out: ByteBuffer): PageValues {
    const { valueCount } = this
    const words = this.#words
    const bounds = valueCount > 0 ? this.#type.bounds(words, valueCount) : undefined
    const encoding = this.#encode() ? 'RLE_DICTIONARY' : 'PLAIN'
    if (encoding === 'RLE_DICTIONARY') {
      this.#dictionaryPages++
      appendIndices(out, this.#indices, valueCount, this.#dictionary.entryCount)
    } else out.append(new Uint8Array(words.buffer, 0, valueCount * 4))
    this.valueCount = 0
    return { encoding, valueCount, bounds }
  }

  writeDictionary(out: ByteBuffer): number {
    if (this.#dictionaryPages === 0) return 0
    const { entries, entryCount } = this.#dictionary
    out.append(new Uint8Array(entries.buffer, 0, entryCount * 4))
    return entryCount
  }

  reset(): void {
    this.valueCount = 0
    this.rawBytes = 0
    this.#words = new Int32Array(INITIAL_WORDS)
    this.#indices = new Uint16Array(0)
    this.#dictionary.clear()
    this.#dictionaryPages = 0
    this.#useDictionary = true
  }

  /** Puts the page's values into the dictionary, if that still pays. */
  #encode(): boolean {
    const { valueCount } = this
    if (!this.#useDictionary || valueCount === 0) return false
    if (this.#indices.length < valueCount) this.#indices = new Uint16Array(this.#words.length)
    if (this.#dictionaryPages === 0 && valueCount > SAMPLE_VALUES && this.#isHopeless()) {
      this.#useDictionary = false
      this.#dictionary.clear()
      return false
    }
    const encoded = this.#dictionary.encode(this.#words, valueCount, this.#indices)
    const entries = this.#dictionary.entryCount
    const pays =
      this.#dictionaryPages > 0 || entries * 4 + indexBytes(valueCount, entries) < valueCount * 4
    this.#useDictionary = encoded && pays
    return this.#useDictionary
  }

  /** Looks at the first values of the first page. */
  #isHopeless(): boolean {
    const isWhole = this.#dictionary.encode(this.#words, SAMPLE_VALUES, this.#indices)
    return !isWhole || isHopelessSample(this.#dictionary.entryCount, SAMPLE_VALUES)
  }

  /** One slot more than values: a NULL's slot is written before it is known to be one. */
  #reserve(more: number): void {
    const need = this.valueCount + more + 1
    if (need <= this.#words.length) return
    const grown = new Int32Array(Math.max(need, this.#words.length * 2))
    grown.set(this.#words.subarray(0, this.valueCount))
    this.#words = grown
  }
}

function wordsOf(vector: Vector, layout: Word32Type['layout']): Int32Array {
  if (vector.layout !== layout) throw layoutMismatch(layout, vector)
  if (vector.layout === 'int32') return vector.values
  const { buffer, byteOffset, length } = vector.values
  return new Int32Array(buffer, byteOffset, length)
}

const INITIAL_WORDS = 64
