import { ExtractError } from '../errors.ts'
import { newFloat32Vector } from '../new-vector.ts'
import type { ColumnDecoder, Float32Vector, ListVector, ValueReader } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** `vector` of the extension pgvector: numbers of binary32, none of them NULL. */
export type PgVector = readonly number[] & Flavour<'vector'>

/*
 * On the wire: number of elements (int16), nothing yet (int16), then the elements.
 * See vector_send in src/vector.c and halfvec_send in src/halfvec.c of pgvector.
 */
const ELEMENTS_OFFSET = 4

/** How the elements of a type of pgvector are stored. */
export interface VectorElements {
  readonly widthBytes: number
  readonly read: (view: DataView, position: number) => number
}

/** Binary32, big-endian. */
export const VECTOR_ELEMENTS: VectorElements = {
  widthBytes: 4,
  read: (view, position) => view.getFloat32(position),
}

/** Reads one value. */
export function vectorReader({ widthBytes, read }: VectorElements): ValueReader<readonly number[]> {
  return ({ view }, position) =>
    Array.from({ length: elementCount(view, position, widthBytes) }, (_, element) =>
      read(view, position + ELEMENTS_OFFSET + element * widthBytes),
    )
}

/** Decodes values of pgvector to lists of binary32, which holds every binary16 exactly. */
export class VectorDecoder implements ColumnDecoder<ListVector> {
  readonly #elements: VectorElements
  readonly #values: Float32Vector = newFloat32Vector()
  #present = new Uint8Array()
  #offsets = new Int32Array(1)

  constructor(elements: VectorElements) {
    this.#elements = elements
  }

  decode(batch: WireBatch, column: number): ListVector {
    const nulls = this.#findElements(batch, column)
    const { rows } = batch
    this.#reserve(this.#offsets[rows] ?? 0)
    this.#readElements(batch, column)
    const held = { rows, nulls, present: this.#present, offsets: this.#offsets }
    return { layout: 'list', ...held, elements: this.#values }
  }

  #findElements({ view, positions, capacityRows, rows }: WireBatch, column: number): number {
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#offsets = new Int32Array(rows + 1)
    }
    const { widthBytes } = this.#elements
    const first = column * capacityRows
    let nulls = 0
    let found = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      this.#offsets[row] = found
      this.#present[row] = position < 0 ? 0 : 1
      if (position < 0) nulls++
      else found += elementCount(view, position, widthBytes)
    }
    this.#offsets[rows] = found
    return nulls
  }

  #reserve(elements: number): void {
    const vector = this.#values
    vector.rows = elements
    if (vector.values.length >= elements) return
    const room = Math.max(elements, vector.values.length * 2)
    vector.values = new Float32Array(room)
    vector.present = new Uint8Array(room).fill(1)
  }

  #readElements({ view, positions, capacityRows, rows }: WireBatch, column: number): void {
    const { widthBytes, read } = this.#elements
    const { values } = this.#values
    const offsets = this.#offsets
    const first = column * capacityRows
    for (let row = 0; row < rows; row++) {
      const end = offsets[row + 1] ?? 0
      let at = (positions[first + row] ?? -1) + ELEMENTS_OFFSET
      for (let element = offsets[row] ?? 0; element < end; element++, at += widthBytes) {
        values[element] = read(view, at)
      }
    }
  }
}

/** The number of elements, which must be what the value has room for. */
function elementCount(view: DataView, position: number, widthBytes: number): number {
  const lengthBytes = view.getInt32(position - 4)
  const count = lengthBytes < ELEMENTS_OFFSET ? -1 : view.getInt16(position)
  if (count >= 0 && ELEMENTS_OFFSET + count * widthBytes === lengthBytes) return count
  throw new ExtractError(
    'protocol_violation',
    `vector from postgres: ${count} elements in ${lengthBytes} bytes`,
  )
}
