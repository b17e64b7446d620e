import type { ChangedValues } from '../changed-values.ts'
import type { ColumnDecoder, ListVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import { dimensionsOf, elementsOfAll, elementsOffset, ListDecoder } from './array.ts'

/** Decodes arrays of any dimensions to lists of all their elements, and counts those of more than one. */
export class FlatListDecoder implements ColumnDecoder<ListVector> {
  readonly #list: ListDecoder
  readonly #flattened: ChangedValues

  constructor(element: ColumnDecoder, flattened: ChangedValues) {
    this.#flattened = flattened
    this.#list = new ListDecoder(element, {
      elementsOffsetBytes: (view, position) => elementsOffset(view.getInt32(position)),
      elementCount: (view, position) => {
        const dimensions = dimensionsOf(view, position)
        if (dimensions === 0) return 0
        if (dimensions > 1) flattened.values++
        return elementsOfAll(view, position, dimensions)
      },
    })
  }

  decode(batch: WireBatch, column: number): ListVector {
    this.#flattened.values = 0
    return this.#list.decode(batch, column)
  }
}
