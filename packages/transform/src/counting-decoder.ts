import type { ColumnDecoder, Vector, WireBatch } from '@carmilla/extract'
import type { NoteCounts } from './note-counts.ts'

/** Decodes a column whose values may change, and adds up what each batch changed. */
export class CountingDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #counts: NoteCounts

  constructor(decoder: ColumnDecoder, counts: NoteCounts) {
    this.#decoder = decoder
    this.#counts = counts
  }

  decode(batch: WireBatch, column: number): Vector {
    this.#counts.begin()
    const vector = this.#decoder.decode(batch, column)
    this.#counts.settle()
    return vector
  }
}
