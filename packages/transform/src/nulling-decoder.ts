import type { ColumnDecoder, Vector, WireBatch } from '@carmilla/extract'
import { type NoteCounts, UNREPRESENTABLE } from './note-counts.ts'
import { refusedRow } from './unrepresentable.ts'

/**
 * Decodes a column whose policy is `unrepresentable: 'null'`: a value that the decoder refuses is
 * marked as NULL in the batch, counted, and the column is decoded again. Such values are rare; a batch
 * without one costs nothing.
 */
export class NullingDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #counts: NoteCounts

  constructor(decoder: ColumnDecoder, counts: NoteCounts) {
    this.#decoder = decoder
    this.#counts = counts
  }

  decode(batch: WireBatch, column: number): Vector {
    for (;;) {
      try {
        return this.#decoder.decode(batch, column)
      } catch (error) {
        const row = refusedRow(error)
        if (row === undefined) throw error
        batch.positions[column * batch.capacityRows + row] = -1
        this.#counts.add(UNREPRESENTABLE)
      }
    }
  }
}
