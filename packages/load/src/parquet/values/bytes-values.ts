import { ByteBuffer } from '../byte-buffer.ts'
import { BytesDictionary } from '../dictionary/bytes-dictionary.ts'
import type { DictionaryLimits } from '../dictionary/dictionary-limits.ts'
import { appendIndices } from '../dictionary/index-page.ts'
import { bytesBounds, type Bounds, type BytesBoundsOptions } from '../statistics.ts'
import { layoutMismatch, type Vector, type VectorOf } from '../vector.ts'
import { BytesRange, prefixAt } from './bytes-range.ts'
import type { PageValues, ValueWriter } from './value-writer.ts'

/**
 * BYTE_ARRAY values: text and binary.
 *
 * A value is hashed where it lies in the receive buffer and copied only if the dictionary does not
 * have it yet, or once the chunk has left its dictionary. A full dictionary ends the page, and the
 * pages after it are PLAIN. When the first page shows that a dictionary does not pay, that page
 * becomes PLAIN too, before it is written.
 */
export class BytesValues implements ValueWriter {
  valueCount = 0
  rawBytes = 0
  readonly #bounds: BytesBoundsOptions
  /** PLAIN bytes of the open page, unless it is dictionary-encoded. */
  readonly #plain: ByteBuffer = new ByteBuffer(INITIAL_BYTES)
  readonly #plainRange: BytesRange = new BytesRange()
  #indices: Uint16Array = new Uint16Array(INITIAL_VALUES)
  #mode: 'dictionary' | 'dictionary-full' | 'plain' = 'dictionary'
  #dictionaryPages = 0
  readonly #dictionary: BytesDictionary
  /** The page in which each dictionary entry was last seen, to find the bounds of a page. */
  #seenInPage: Int32Array = new Int32Array(0)
  #page = 0
  readonly #keepBytes: number

  constructor(bounds: BytesBoundsOptions, limits: DictionaryLimits, keepBytes: number) {
    this.#bounds = bounds
    this.#keepBytes = keepBytes
    this.#dictionary = new BytesDictionary(limits, 4)
  }

  get pageBytes(): number {
    return this.#mode === 'plain' ? this.#plain.lengthBytes : this.valueCount * INDEX_BYTES
  }

  get memoryBytes(): number {
    const pageBytes = this.#plain.capacityBytes + this.#indices.byteLength
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
    this.#plainRange.clear()
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
    const { bytes, view, starts, lengths, present } = vector
    const hasNulls = vector.nulls > 0
    const page = this.#plain
    const range = this.#plainRange
    const startBytes = page.lengthBytes
    let count = this.valueCount
    for (let slot = from; slot < to; slot++) {
      if (hasNulls && present[slot] === 0) continue
      const start = starts[slot]!
      const length = lengths[slot]!
      page.reserve(length + LENGTH_BYTES + WORD_BYTES)
      const pageView = page.view
      const at = page.lengthBytes + LENGTH_BYTES
      pageView.setInt32(page.lengthBytes, length, true)
      if (length <= WORD_COPY_BYTES) {
        for (let i = 0; i < length; i += WORD_BYTES) {
          pageView.setInt32(at + i, view.getInt32(start + i, true), true)
        }
      } else page.bytes.set(bytes.subarray(start, start + length), at)
      page.lengthBytes = at + length
      const prefix = prefixAt(view, start, length)
      if (prefix <= range.minPrefix || prefix >= range.maxPrefix) {
        range.include(page.bytes, at, length, prefix)
      }
      count++
    }
    this.rawBytes += page.lengthBytes - startBytes
    this.valueCount = count
  }

  #endPlainPage(out: ByteBuffer): PageValues {
    out.append(this.#plain.written())
    const bounds = this.#boundsOf(this.#plainRange, this.#plain)
    this.#plain.clear(this.#keepBytes)
    this.#plainRange.clear()
    return { encoding: 'PLAIN', valueCount: this.valueCount, bounds }
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

  /** The open page, which is the first, from indices to PLAIN. */
  #convertToPlain(): void {
    const { starts, lengths, page } = this.#dictionary
    const plain = this.#plain
    for (let i = 0; i < this.valueCount; i++) {
      const entry = this.#indices[i]!
      const start = starts[entry]!
      const length = lengths[entry]!
      const at = plain.lengthBytes + LENGTH_BYTES
      plain.append(page.bytes.subarray(start - LENGTH_BYTES, start + length))
      this.#plainRange.include(plain.bytes, at, length, prefixAt(page.view, start, length))
    }
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
const INITIAL_BYTES = 512
const INITIAL_VALUES = 64
const WORD_BYTES = 4
/** What one index is taken to cost of a page's limit: at most two, with room for levels. */
const INDEX_BYTES = 4
/** Up to here a loop over words is quicker than a call of `set`: measured. */
const WORD_COPY_BYTES = 96
