import type { BytesEncoding } from '@carmilla/transform'
import type { ByteBuffer } from '../byte-buffer.ts'
import { BytesDictionary } from '../dictionary/bytes-dictionary.ts'
import {
  isHopelessSample,
  SAMPLE_VALUES,
  type DictionaryLimits,
} from '../dictionary/dictionary-limits.ts'
import { appendIndices } from '../dictionary/index-page.ts'
import { bytesBounds, type Bounds, type BytesBoundsOptions } from '../statistics.ts'
import { layoutMismatch, type Vector, type VectorOf } from '../vector.ts'
import { BytesPage } from './bytes-page.ts'
import { BytesRange, prefixAt } from './bytes-range.ts'
import type { PageValues, ValueWriter } from './value-writer.ts'

/**
 * BYTE_ARRAY values: text and binary.
 *
 * A value is hashed where it lies in the receive buffer and copied only if the dictionary does not
 * have it yet, or once the chunk has left its dictionary. A full dictionary ends the page, and the
 * pages after it have none. When the first values or the first page show that a dictionary does not
 * pay, that page has none either, before it is written.
 */
export class BytesValues implements ValueWriter {
  valueCount = 0
  rawBytes = 0
  readonly #bounds: BytesBoundsOptions
  /** The open page, unless it is dictionary-encoded. */
  readonly #plain: BytesPage
  #indices: Uint16Array = new Uint16Array(INITIAL_VALUES)
  #mode: 'dictionary' | 'dictionary-full' | 'plain' = 'dictionary'
  #dictionaryPages = 0
  readonly #dictionary: BytesDictionary
  /** The page in which each dictionary entry was last seen, to find the bounds of a page. */
  #seenInPage: Int32Array = new Int32Array(0)
  #page = 0

  /** @param encoding of pages without a dictionary */
  constructor(
    encoding: BytesEncoding,
    bounds: BytesBoundsOptions,
    limits: DictionaryLimits,
    keepBytes: number,
  ) {
    this.#bounds = bounds
    this.#plain = new BytesPage(encoding, keepBytes)
    this.#dictionary = new BytesDictionary(limits, 4)
  }

  get pageBytes(): number {
    return this.#mode === 'plain' ? this.#plain.plainBytes : this.valueCount * INDEX_BYTES
  }

  get memoryBytes(): number {
    const pageBytes = this.#plain.memoryBytes + this.#indices.byteLength
    return pageBytes + this.#seenInPage.byteLength + this.#dictionary.memoryBytes
  }

  fit(vector: Vector, from: number, to: number, budgetBytes: number): number {
    if (this.#mode !== 'plain') return Math.min(to, from + Math.floor(budgetBytes / INDEX_BYTES))
    if (vector.layout !== 'bytes') throw layoutMismatch('bytes', vector)
    const { lengths, present } = vector
    const hasNulls = vector.nulls > 0
    let bytes = 0
    for (let slot = from; slot < to; slot++) {
      // A NULL counts as its prefix, so that a page of NULLs ends too.
      bytes += LENGTH_BYTES
      if (!hasNulls || present[slot] === 1) bytes += lengths[slot]!
      if (bytes > budgetBytes) return slot
    }
    return to
  }

  append(vector: Vector, from: number, to: number): number {
    if (vector.layout !== 'bytes') throw layoutMismatch('bytes', vector)
    if (this.#mode === 'plain') {
      this.#appendPlain(vector, from, to)
      return to
    }
    const stop = this.#appendIndices(vector, from, to)
    if (stop < to) this.#mode = 'dictionary-full'
    else if (
      this.#dictionaryPages === 0 &&
      this.valueCount >= SAMPLE_VALUES &&
      isHopelessSample(this.#dictionary.page.lengthBytes, this.rawBytes)
    ) {
      this.#convertToPlain()
    }
    return stop
  }

  truncate(valueCount: number): void {
    if (this.#mode === 'plain') throw new Error('a PLAIN page never stops before it has all values')
    this.valueCount = valueCount
  }

  endPage(out: ByteBuffer): PageValues {
    const isFirst = this.#mode !== 'plain' && this.#dictionaryPages === 0
    if (isFirst && !this.#dictionaryPays()) this.#convertToPlain()
    const page = this.#mode === 'plain' ? this.#endPlainPage(out) : this.#endDictionaryPage(out)
    this.valueCount = 0
    return page
  }

  writeDictionary(out: ByteBuffer): number {
    if (this.#dictionaryPages === 0) return 0
    out.append(this.#dictionary.page.written())
    return this.#dictionary.entryCount
  }

  reset(): void {
    this.valueCount = 0
    this.rawBytes = 0
    this.#plain.clear(0)
    this.#dictionary.clear()
    this.#dictionaryPages = 0
    this.#seenInPage = new Int32Array(0)
    this.#indices = new Uint16Array(INITIAL_VALUES)
    this.#page = 0
    this.#mode = 'dictionary'
  }

  #appendIndices(vector: VectorOf<'bytes'>, from: number, to: number): number {
    this.#reserveIndices(to - from)
    const { bytes, view, starts, lengths, present } = vector
    const hasNulls = vector.nulls > 0
    const dictionary = this.#dictionary
    const indices = this.#indices
    let count = this.valueCount
    let valueBytes = 0
    let slot = from
    for (; slot < to; slot++) {
      if (hasNulls && present[slot] === 0) continue
      const length = lengths[slot]!
      const index = dictionary.indexOf(bytes, view, starts[slot]!, length)
      if (index < 0) break
      indices[count++] = index
      valueBytes += length
    }
    this.rawBytes += valueBytes + (count - this.valueCount) * LENGTH_BYTES
    this.valueCount = count
    return slot
  }

  #appendPlain(vector: VectorOf<'bytes'>, from: number, to: number): void {
    const page = this.#plain
    const bytesBefore = page.plainBytes
    page.append(vector, from, to)
    this.rawBytes += page.plainBytes - bytesBefore
    this.valueCount = page.valueCount
  }

  #endPlainPage(out: ByteBuffer): PageValues {
    const { valueCount } = this
    const page = this.#plain
    // A page of NULLs has no values to encode, however it would.
    const encoding = valueCount > 0 ? page.encoding : 'PLAIN'
    if (valueCount > 0) page.writeTo(out)
    const bounds = this.#boundsOf(page.range, page.values)
    const { lengths } = page
    page.clear()
    return { encoding, valueCount, bounds, lengths }
  }

  #endDictionaryPage(out: ByteBuffer): PageValues {
    const { valueCount } = this
    if (this.#mode === 'dictionary-full') this.#mode = 'plain'
    // A page of NULLs needs no dictionary, and the chunk may never get one.
    if (valueCount === 0) return { encoding: 'PLAIN', valueCount, bounds: undefined }
    appendIndices(out, this.#indices, valueCount, this.#dictionary.entryCount)
    this.#dictionaryPages++
    return { encoding: 'RLE_DICTIONARY', valueCount, bounds: this.#dictionaryBounds() }
  }

  /** Compares the distinct entries of the page, not its values. */
  #dictionaryBounds(): Bounds | undefined {
    const { entryCount, starts, lengths, page } = this.#dictionary
    if (this.#seenInPage.length < entryCount) {
      const grown = new Int32Array(starts.length)
      grown.set(this.#seenInPage)
      this.#seenInPage = grown
    }
    const seenInPage = this.#seenInPage
    const pageNumber = ++this.#page
    const indices = this.#indices
    for (let i = 0; i < this.valueCount; i++) seenInPage[indices[i]!] = pageNumber
    const range = new BytesRange()
    for (let entry = 0; entry < entryCount; entry++) {
      if (seenInPage[entry] !== pageNumber) continue
      const start = starts[entry]!
      const length = lengths[entry]!
      const prefix = prefixAt(page.view, start, length)
      if (prefix <= range.minPrefix || prefix >= range.maxPrefix) {
        range.include(page.bytes, start, length, prefix)
      }
    }
    return this.#boundsOf(range, page)
  }

  #boundsOf(range: BytesRange, page: ByteBuffer): Bounds | undefined {
    if (range.isEmpty) return undefined
    return bytesBounds(range.min(page.bytes), range.max(page.bytes), this.#bounds)
  }

  /** Half of the values repeated pays for the hashing; asked while the first page is open. */
  #dictionaryPays(): boolean {
    return this.#dictionary.page.lengthBytes * 2 <= this.rawBytes
  }

  /** The open page, which is the first, from indices to values; the dictionary is not asked again. */
  #convertToPlain(): void {
    this.#plain.appendEntries(this.#dictionary, this.#indices, this.valueCount)
    this.#dictionary.clear()
    this.#indices = new Uint16Array(INITIAL_VALUES)
    this.#mode = 'plain'
  }

  #reserveIndices(more: number): void {
    const need = this.valueCount + more
    if (need <= this.#indices.length) return
    const grown = new Uint16Array(Math.max(need, this.#indices.length * 2))
    grown.set(this.#indices.subarray(0, this.valueCount))
    this.#indices = grown
  }
}

const LENGTH_BYTES = 4
const INITIAL_VALUES = 64
/** What one index is taken to cost of a page's limit: at most two, with room for levels. */
const INDEX_BYTES = 4
