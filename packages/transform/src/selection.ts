import type { WireBatch } from '@carmilla/extract'

/** Some rows of a wire batch, as a wire batch over the same bytes; reused for every batch. */
export class Selection implements WireBatch {
  rows = 0
  capacityRows = 0
  positions: Int32Array = new Int32Array(0)
  #source: WireBatch | undefined
  #rowNumbers: Int32Array = new Int32Array(0)

  get bytes(): Buffer {
    return this.#taken().bytes
  }

  get view(): DataView {
    return this.#taken().view
  }

  /** Takes the rows `rows[0 .. count]` of `source`, in that order; `rows` is borrowed. */
  take(source: WireBatch, rows: Int32Array, count: number): void {
    this.#source = source
    this.#rowNumbers = rows
    this.rows = count
    if (this.positions.length < source.positions.length) {
      this.positions = new Int32Array(source.positions.length)
    }
    this.capacityRows = source.capacityRows
    const from = source.positions
    const to = this.positions
    for (let base = 0; base < from.length; base += this.capacityRows) {
      for (let row = 0; row < count; row++) to[base + row] = from[base + (rows[row] ?? 0)] ?? -1
    }
  }

  /** The index that a row has in the batch that all selections were made of. */
  rowInWhole(row: number): number {
    const selected = this.#rowNumbers[row] ?? row
    return rowInWhole(this.#taken(), selected)
  }

  #taken(): WireBatch {
    if (this.#source === undefined) throw new Error('nothing was selected yet')
    return this.#source
  }
}

/** The index of a row in the batch that came over the wire, through all selections. */
export function rowInWhole(batch: WireBatch, row: number): number {
  return batch instanceof Selection ? batch.rowInWhole(row) : row
}
