import { ExtractError } from '../errors.ts'
import { malformedValue } from '../malformed-value.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { ColumnDecoder, ListVector, ValueReader } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `Element[]`. An element may be NULL, whatever the column says. */
export type PgArray<Element> = readonly (Element | null)[] & Flavour<readonly ['array', Element]>

/*
 * On the wire: number of dimensions (int32), whether there is a NULL (int32), oid of the element
 * (int32), then length and lower bound of each dimension (int32 each), then the elements, each
 * after its length in bytes (int32; -1 for NULL). An empty array has no dimensions.
 * See array_send in src/backend/utils/adt/arrayfuncs.c of Postgres.
 */
const DIMENSIONS_OFFSET = 12
const DIMENSION_BYTES = 8
const LENGTH_BYTES = 4
const NULL_LENGTH = -1
/** Postgres' MAXDIM. */
const MAX_DIMENSIONS = 6

/** Makes the reader of an array from that of its elements; a NULL element is `null`. */
export function arrayReader(readElement: ValueReader): ValueReader<readonly unknown[]> {
  return (batch, position) => {
    const { view } = batch
    const count = elementCount(view, position)
    const found = new ElementPositions()
    found.add(view, position, elementsOffset(1), count)
    return Array.from(found.positions, (at) => (at < 0 ? null : readElement(batch, at)))
  }
}

/** Where the elements of a value are; each follows its length in bytes (int32; -1 for NULL). */
export interface ListLayout {
  /** Where the first of them stands, from the beginning of the value at `position`. */
  readonly elementsOffsetBytes: (view: DataView, position: number) => number
  /** How many there are of the value at `position`. */
  readonly elementCount: (view: DataView, position: number, row: number) => number
}

const ARRAY: ListLayout = { elementsOffsetBytes: () => elementsOffset(1), elementCount }

/** Decodes arrays of one dimension: finds their elements, and lets the element's decoder do the rest. */
export class ListDecoder implements ColumnDecoder<ListVector> {
  readonly #element: ColumnDecoder
  readonly #layout: ListLayout
  #present = new Uint8Array()
  #offsets = new Int32Array(1)
  readonly #found = new ElementPositions()

  /** `layout` is that of arrays by default. */
  constructor(element: ColumnDecoder, layout: ListLayout = ARRAY) {
    this.#element = element
    this.#layout = layout
  }

  decode(batch: WireBatch, column: number): ListVector {
    const { bytes, view, rows } = batch
    const nulls = this.#findElements(batch, column)
    const { positions } = this.#found
    const elements = { bytes, view, positions, capacityRows: 0, rows: this.#offsets[rows] ?? 0 }
    return {
      layout: 'list',
      rows,
      nulls,
      present: this.#present,
      offsets: this.#offsets,
      elements: this.#decodeElements(elements, rows),
    }
  }

  #findElements(batch: WireBatch, column: number): number {
    const { view, rows } = batch
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#offsets = new Int32Array(rows + 1)
    }
    const present = this.#present
    const offsets = this.#offsets
    const first = column * batch.capacityRows
    const layout = this.#layout
    const found = this.#found
    found.count = 0
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      offsets[row] = found.count
      present[row] = position < 0 ? 0 : 1
      if (position < 0) nulls++
      else {
        const count = layout.elementCount(view, position, row)
        found.add(view, position, layout.elementsOffsetBytes(view, position), count)
      }
    }
    offsets[rows] = found.count
    return nulls
  }

  #decodeElements(elements: WireBatch, rows: number): ListVector['elements'] {
    try {
      return this.#element.decode(elements, 0)
    } catch (cause) {
      throw elementFailure(cause, this.#offsets, rows)
    }
  }
}

/**
 * The decoder below a list counts elements; its error must name the row. `offsets` say where the
 * elements of each row begin.
 */
export function elementFailure(
  cause: unknown,
  offsets: Int32Array,
  rows: number,
  what = 'array element',
): unknown {
  if (!(cause instanceof ExtractError) || typeof cause.context.row !== 'number') return cause
  const element = cause.context.row
  const row = offsets.subarray(1, rows + 1).findIndex((end) => element < end)
  const context = { ...cause.context, row, element: element - (offsets[row] ?? 0) }
  return new ExtractError(cause.code, `${what}: ${cause.message}`, { cause, context })
}

/** Where the elements of arrays start, -1 for NULL, one array after the other. */
export class ElementPositions {
  positions: Int32Array = new Int32Array()
  count = 0

  /**
   * Adds the `count` elements of the value at `position`, which begin so many bytes behind it.
   *
   * @throws {ExtractError} `protocol_violation` for elements that do not fill the array
   */
  add(view: DataView, position: number, elementsOffsetBytes: number, count: number): void {
    if (count === 0) return
    this.#reserve(this.count + count)
    const { positions } = this
    const end = position + view.getInt32(position - LENGTH_BYTES)
    const last = this.count + count
    let at = position + elementsOffsetBytes
    for (let element = this.count; element < last; element++) {
      const lengthBytes = view.getInt32(at)
      at += LENGTH_BYTES
      positions[element] = lengthBytes < 0 ? -1 : at
      if (lengthBytes > 0) at += lengthBytes
      if (at > end || lengthBytes < NULL_LENGTH) throw malformedValue('array')
    }
    if (at !== end) throw malformedValue('array')
    this.count = last
  }

  #reserve(count: number): void {
    if (this.positions.length >= count) return
    const positions = new Int32Array(Math.max(count, this.positions.length * 2))
    positions.set(this.positions)
    this.positions = positions
  }
}

/**
 * Gives the number of dimensions of an array that has room for their lengths and for as many elements
 * as they say, so that no memory is taken for what is not there.
 *
 * @throws {ExtractError} `protocol_violation`
 */
export function dimensionsOf(view: DataView, position: number): number {
  const lengthBytes = view.getInt32(position - LENGTH_BYTES)
  const dimensions = lengthBytes < DIMENSIONS_OFFSET ? -1 : view.getInt32(position)
  if (dimensions < 0 || dimensions > MAX_DIMENSIONS) throw malformedValue('array')
  const most = (lengthBytes - elementsOffset(dimensions)) / LENGTH_BYTES
  if (most < 0) throw malformedValue('array')
  let elements = Math.sign(dimensions)
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const length = dimensionLength(view, position, dimension)
    elements *= length
    if (length < 0 || elements > most) throw malformedValue('array')
  }
  if (elements === 0 && most > 0) throw malformedValue('array')
  return dimensions
}

/** Elements of an array of at most one dimension. */
function elementCount(view: DataView, position: number, row?: number): number {
  const dimensions = dimensionsOf(view, position)
  if (dimensions === 0) return 0
  if (dimensions === 1) return view.getInt32(position + DIMENSIONS_OFFSET)
  throw otherDimensions(view, position, { declared: 1, row })
}

/** Elements of an array, of all its dimensions together. */
export function elementsOfAll(view: DataView, position: number, dimensions: number): number {
  let count = 1
  for (let dimension = 0; dimension < dimensions; dimension++) {
    count *= dimensionLength(view, position, dimension)
  }
  return count
}

/** The length of one dimension of an array that has it; the first is 0. */
export function dimensionLength(view: DataView, position: number, dimension: number): number {
  return view.getInt32(position + DIMENSIONS_OFFSET + dimension * DIMENSION_BYTES)
}

/** Where the first element's length stands in an array of this many dimensions. */
export function elementsOffset(dimensions: number): number {
  return DIMENSIONS_OFFSET + dimensions * DIMENSION_BYTES
}

/** An array that has not the number of dimensions that its column declares. */
export function otherDimensions(
  view: DataView,
  position: number,
  { declared, row }: { readonly declared: number; readonly row: number | undefined },
): ExtractError {
  const dimensions = view.getInt32(position)
  const lengths = Array.from({ length: dimensions }, (_, dimension) =>
    dimensionLength(view, position, dimension),
  )
  return unrepresentable({
    type: 'array',
    value: `of ${dimensions} dimension${dimensions === 1 ? '' : 's'} (${lengths.join(' x ')})`,
    target: declared === 1 ? 'a list' : `lists in ${declared} levels`,
    hint: 'cast it in the query, for instance to_jsonb(column)::text',
    row,
  })
}
