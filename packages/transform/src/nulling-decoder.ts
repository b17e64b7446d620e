import type { ColumnDecoder, Vector, WireBatch } from '@carmilla/extract'
import { type NoteCounts, UNREPRESENTABLE } from './note-counts.ts'
import { refusedRow } from './unrepresentable.ts'

/**
 * Rows that are tried together. A refusal ends the trial, so this bounds what a decoder that looks at
 * the whole column before it refuses (that of lists) does in vain.
 */
const TRIED_ROWS = 64

/**
 * Decodes a column whose policy is `unrepresentable: 'null'`: a value that the decoder refuses is
 * marked as NULL in the batch and counted.
 *
 * A batch without such a value costs nothing. In another, the rest is tried in short runs to find
 * every one, and what is left is decoded once more: never more than a few passes, however many are bad.
 */
export class NullingDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #counts: NoteCounts

  constructor(decoder: ColumnDecoder, counts: NoteCounts) {
    this.#decoder = decoder
    this.#counts = counts
  }

  decode(batch: WireBatch, column: number): Vector {
    try {
      return this.#decoder.decode(batch, column)
    } catch (error) {
      this.#markRefused(batch, column, rowOf(error))
    }
    // What was counted of rows that were only tried is counted again.
    this.#counts.begin()
    return this.#decoder.decode(batch, column)
  }

  /** Marks `refused`, the first row of the batch that is refused, and all after it. */
  #markRefused(batch: WireBatch, column: number, refused: number): void {
    const { bytes, view, capacityRows } = batch
    const positions = batch.positions.subarray(column * capacityRows)
    this.#mark(positions, refused)
    let row = refused + 1
    while (row < batch.rows) {
      const rows = Math.min(TRIED_ROWS, batch.rows - row)
      const tried = { bytes, view, positions: positions.subarray(row), capacityRows, rows }
      const found = this.#refusedAmong(tried)
      if (found !== undefined) this.#mark(positions, row + found)
      row += found === undefined ? rows : found + 1
    }
  }

  #mark(positions: Int32Array, row: number): void {
    positions[row] = -1
    this.#counts.add(UNREPRESENTABLE)
  }

  #refusedAmong(rows: WireBatch): number | undefined {
    try {
      this.#decoder.decode(rows, 0)
      return undefined
    } catch (error) {
      return rowOf(error)
    }
  }
}

/** The row within what was decoded; an error that names none is thrown on. */
function rowOf(error: unknown): number {
  const row = refusedRow(error)
  if (row === undefined) throw error
  return row
}
