import type { BytesEncoding } from '@carmilla/transform'
import type { ByteBuffer } from '../byte-buffer.ts'
import type { Bounds } from '../statistics.ts'
import type { Vector } from '../vector.ts'

/** `Encoding` of parquet.thrift, as far as this encoder uses it. */
export type Encoding = 'RLE' | 'RLE_DICTIONARY' | BytesEncoding

/** What the values of one finished page were encoded as, and their bounds. */
export interface PageValues {
  readonly encoding: Encoding
  readonly valueCount: number
  /** Undefined without values, with a NaN, and when a long maximum has no shorter bound. */
  readonly bounds: Bounds | undefined
  /** Of DELTA_LENGTH_BYTE_ARRAY: of each value; the values are the last bytes of the page. */
  readonly lengths?: Int32Array
}

/**
 * Encodes the non-NULL values of one column chunk, page by page: one implementation for each layout,
 * so that every loop over values sees one type only.
 */
export interface ValueWriter {
  /** Values in the open page. */
  readonly valueCount: number
  /** Bytes the open page takes of its limit. */
  readonly pageBytes: number
  /** PLAIN bytes of all values since the chunk began. */
  readonly rawBytes: number
  readonly memoryBytes: number

  /** The end of the slots from `from`, at most `to`, that take up to `budgetBytes` of a page. */
  fit(vector: Vector, from: number, to: number, budgetBytes: number): number

  /**
   * Appends the values of slots `from .. to`, end exclusive, that are not NULL, and returns the slot
   * at which it stopped: before `to` when the dictionary is full. The page must then be ended
   * before the rest is appended.
   */
  append(vector: Vector, from: number, to: number): number

  /** Takes back the last values of the open page. */
  truncate(valueCount: number): void

  /** Appends the encoded values of the open page to `out` and begins the next page. */
  endPage(out: ByteBuffer): PageValues

  /** Appends the dictionary of the chunk's pages to `out`; returns its entries, 0 without one. */
  writeDictionary(out: ByteBuffer): number

  /** Begins the next column chunk, with an empty dictionary. */
  reset(): void
}
