import { checkWidths, type FixedWidth } from '../kernel-decoder.ts'
import type { ColumnDecoder, StructVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'

/** A field that stands at the same place in every value. */
export interface FixedField {
  readonly offsetBytes: number
  readonly decoder: ColumnDecoder
}

/** Decodes values that are made of others, each at a place of its own, to structs of them. */
export class FixedFieldsDecoder implements ColumnDecoder<StructVector> {
  readonly #width: FixedWidth
  readonly #fields: readonly FixedField[]
  #present = new Uint8Array()
  #positions = new Int32Array()

  /** Nothing stands before a field that a decoder could take for its length. */
  constructor(width: FixedWidth, fields: readonly FixedField[]) {
    this.#width = width
    this.#fields = fields
  }

  decode(batch: WireBatch, column: number): StructVector {
    const { rows } = batch
    checkWidths(batch, column, this.#width)
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#positions = new Int32Array(rows)
    }
    const first = column * batch.capacityRows
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const isNull = (batch.positions[first + row] ?? -1) < 0
      this.#present[row] = isNull ? 0 : 1
      if (isNull) nulls++
    }
    const fields = this.#fields.map((field) => this.#decodeField(field, batch, first))
    return { layout: 'struct', rows, nulls, present: this.#present, fields }
  }

  #decodeField({ offsetBytes, decoder }: FixedField, batch: WireBatch, first: number) {
    const { bytes, view, rows } = batch
    const positions = this.#positions
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      positions[row] = position < 0 ? -1 : position + offsetBytes
    }
    return decoder.decode({ bytes, view, positions, capacityRows: rows, rows }, 0)
  }
}
