import type { ColumnDecoder, ListVector, Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import {
  dimensionLength,
  dimensionsOf,
  elementFailure,
  ElementPositions,
  elementsOffset,
  otherDimensions,
} from './array.ts'

/**
 * Decodes arrays of exactly `dimensions` dimensions to lists in as many levels; an array without
 * elements, which has no dimensions in Postgres, is an empty list. Lower bounds are not kept.
 */
export class NestedListDecoder implements ColumnDecoder<ListVector> {
  readonly #element: ColumnDecoder
  readonly #dimensions: number
  /** For each level from the top: where the items of each slot begin. */
  readonly #offsets: Int32Array<ArrayBuffer>[]
  /** Slots of each level so far, the leaf's last. */
  readonly #counts: Int32Array
  /** Where the leaf elements of each row begin. */
  #rowOffsets = new Int32Array(1)
  #present = new Uint8Array()
  readonly #found = new ElementPositions()

  constructor(element: ColumnDecoder, dimensions: number) {
    this.#element = element
    this.#dimensions = dimensions
    this.#offsets = Array.from({ length: dimensions }, () => new Int32Array(1))
    this.#counts = new Int32Array(dimensions + 1)
  }

  decode(batch: WireBatch, column: number): ListVector {
    const { bytes, view, rows } = batch
    const nulls = this.#findElements(batch, column)
    const leaves = this.#counts[this.#dimensions] ?? 0
    const { positions } = this.#found
    const elements = { bytes, view, positions, capacityRows: 0, rows: leaves }
    const [top = new Int32Array(1), ...inner] = this.#offsets
    const below = inner.reduceRight<Vector>(
      (held, offsets, level) => this.#innerList(held, offsets, level + 1),
      this.#decodeElements(elements, rows),
    )
    return { layout: 'list', rows, nulls, present: this.#present, offsets: top, elements: below }
  }

  /** No inner array is NULL: Postgres has NULL elements at the bottom only. */
  #innerList(elements: Vector, offsets: Int32Array, level: number): ListVector {
    const rows = this.#counts[level] ?? 0
    const present = new Uint8Array(rows).fill(1)
    return { layout: 'list', rows, nulls: 0, present, offsets, elements }
  }

  #findElements(batch: WireBatch, column: number): number {
    const { view, rows } = batch
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#rowOffsets = new Int32Array(rows + 1)
    }
    const first = column * batch.capacityRows
    this.#counts.fill(0)
    this.#found.count = 0
    this.#reserve(0, rows)
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      this.#present[row] = position < 0 ? 0 : 1
      if (position < 0) nulls++
      const dimensions = position < 0 ? 0 : dimensionsOf(view, position)
      if (dimensions !== 0 && dimensions !== this.#dimensions) {
        throw otherDimensions(view, position, { declared: this.#dimensions, row })
      }
      this.#addLists(view, dimensions === 0 ? -1 : position)
      this.#rowOffsets[row + 1] = this.#counts[this.#dimensions] ?? 0
    }
    return nulls
  }

  /** Adds one slot at the top and all that lies below it; `position` is -1 when that is nothing. */
  #addLists(view: DataView, position: number): void {
    const counts = this.#counts
    let slots = 1
    for (const [level, offsets] of this.#offsets.entries()) {
      const from = counts[level] ?? 0
      const below = counts[level + 1] ?? 0
      const length = position < 0 ? 0 : dimensionLength(view, position, level)
      for (let slot = 1; slot <= slots; slot++) offsets[from + slot] = below + slot * length
      counts[level] = from + slots
      slots *= length
      if (slots === 0) break
      this.#reserve(level + 1, below + slots)
    }
    if (slots === 0) return
    this.#found.add(view, position, elementsOffset(this.#dimensions), slots)
    counts[this.#dimensions] = this.#found.count
  }

  /** Makes room for `slots` slots of a level above the elements; contents are kept. */
  #reserve(level: number, slots: number): void {
    const offsets = this.#offsets[level]
    if (offsets !== undefined) this.#offsets[level] = grown(offsets, slots + 1)
  }

  #decodeElements(elements: WireBatch, rows: number): Vector {
    try {
      return this.#element.decode(elements, 0)
    } catch (cause) {
      throw elementFailure(cause, this.#rowOffsets, rows)
    }
  }
}

/** The array itself when it is long enough. */
function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (array.length >= length) return array
  const larger = new Int32Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}
