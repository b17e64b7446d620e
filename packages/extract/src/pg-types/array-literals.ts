import { ExtractError } from '../errors.ts'
import { newBytesVector, reserveBytes } from '../new-vector.ts'
import type { BytesVector, ColumnDecoder, ListVector, ValueReader } from '../vector.ts'
import { READABLE_PADDING_BYTES, type WireBatch } from '../wire-batch.ts'
import { arrayReader, elementsOffset } from './array.ts'
import { readText } from './text.ts'

/** Most dimensions of an array. @see MAXDIM in src/include/utils/array.h of Postgres */
const MAX_DIMENSIONS = 6
const LENGTH_BYTES = 4

const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACKET = 0x5b
const EQUALS = 0x3d

/**
 * Turns arrays that came as printed, such as `[0:1]={10.0.0.1,NULL}`, into what they are in binary, but
 * for their elements, which stay as printed: so whatever reads arrays reads these too. Subscripts are not
 * kept.
 *
 * An element is quoted when it is empty, is NULL as a word, or has blanks, braces, quotes, backslashes
 * or the delimiter of its type in it; a backslash stands before each quote and backslash.
 * See array_out in src/backend/utils/adt/arrayfuncs.c of Postgres.
 */
export class ArrayLiterals {
  readonly #delimiter: number
  /** Holds the arrays; only its bytes are used. */
  readonly #output: BytesVector = newBytesVector()
  #usedBytes = 0
  #positions = new Int32Array()
  /** For each depth: the items of the braces that are open, and of those that were closed last. */
  readonly #counts = new Int32Array(MAX_DIMENSIONS + 1)
  readonly #lengths = new Int32Array(MAX_DIMENSIONS + 1)

  /** @param delimiter - what stands between elements: a comma, but a semicolon for `box`. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** The arrays of one column as a batch of one column, which is overwritten by the next. */
  column(batch: WireBatch, column: number): WireBatch {
    const { bytes, view, positions, rows } = batch
    if (this.#positions.length < rows) this.#positions = new Int32Array(rows)
    const first = column * batch.capacityRows
    this.#usedBytes = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      this.#positions[row] =
        position < 0 ? -1 : this.#add(bytes, position, position + view.getInt32(position - 4))
    }
    return this.#batch(rows)
  }

  /** One array as a batch of one row. */
  value({ bytes, view }: WireBatch, position: number): WireBatch {
    if (this.#positions.length === 0) this.#positions = new Int32Array(1)
    this.#usedBytes = 0
    this.#positions[0] = this.#add(bytes, position, position + view.getInt32(position - 4))
    return this.#batch(1)
  }

  #batch(rows: number): WireBatch {
    const { bytes, view } = this.#output
    return { bytes, view, positions: this.#positions, capacityRows: rows, rows }
  }

  /** Appends the array between `start` and `end`; returns where it stands. */
  #add(bytes: Buffer, start: number, end: number): number {
    const open = bytes[start] === BRACKET ? bytes.indexOf(EQUALS, start) + 1 : start
    let dimensions = 0
    while (open + dimensions < end && bytes[open + dimensions] === OPEN) dimensions++
    if (open < start || dimensions === 0 || dimensions > MAX_DIMENSIONS) throw malformed()

    // Every byte may be an element, which takes its length and that byte.
    const mostBytes = elementsOffset(dimensions) + (end - start) * (LENGTH_BYTES + 1)
    reserveBytes(this.#output, this.#usedBytes + LENGTH_BYTES + mostBytes + READABLE_PADDING_BYTES)
    const position = this.#usedBytes + LENGTH_BYTES
    this.#usedBytes = position + elementsOffset(dimensions)
    const elements = this.#addElements(bytes, open, end, dimensions)
    if (elements === 0) this.#usedBytes = position + elementsOffset(0)
    this.#writeHeader(position, elements === 0 ? 0 : dimensions, elements)
    return position
  }

  #writeHeader(position: number, dimensions: number, elements: number): void {
    const { view } = this.#output
    view.setInt32(position - LENGTH_BYTES, this.#usedBytes - position)
    view.setInt32(position, dimensions)
    // Whether there is a NULL, and the type of the elements, which nobody asks for.
    view.setInt32(position + 4, 0)
    view.setInt32(position + 8, 0)
    let slots = 1
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const length = this.#lengths[dimension + 1] ?? 0
      view.setInt32(position + elementsOffset(dimension), length)
      view.setInt32(position + elementsOffset(dimension) + 4, 1)
      slots *= length
    }
    if (dimensions > 0 && slots !== elements) throw malformed()
  }

  /** Appends the elements of all dimensions, and counts them. */
  #addElements(bytes: Buffer, open: number, end: number, dimensions: number): number {
    const counts = this.#counts
    let depth = 0
    let elements = 0
    let at = open
    while (at < end) {
      const byte = bytes[at] ?? 0
      if (byte === OPEN) {
        if (depth === dimensions) throw malformed()
        counts[++depth] = 0
        at++
      } else if (byte === CLOSE) {
        if (depth === 0) throw malformed()
        this.#lengths[depth] = counts[depth] ?? 0
        counts[--depth] = (counts[depth] ?? 0) + 1
        at++
      } else if (byte === this.#delimiter) at++
      else {
        if (depth !== dimensions) throw malformed()
        counts[depth] = (counts[depth] ?? 0) + 1
        elements++
        at = byte === QUOTE ? this.#addQuoted(bytes, at + 1, end) : this.#addPlain(bytes, at, end)
      }
    }
    if (depth !== 0) throw malformed()
    return elements
  }

  /** Appends what stands between quotes; returns where it goes on behind them. */
  #addQuoted(bytes: Buffer, start: number, end: number): number {
    const { bytes: output, view } = this.#output
    const position = this.#usedBytes + LENGTH_BYTES
    let to = position
    let at = start
    while (at < end && bytes[at] !== QUOTE) {
      if (bytes[at] === BACKSLASH) at++
      output[to++] = bytes[at++] ?? 0
    }
    if (at >= end) throw malformed()
    view.setInt32(position - LENGTH_BYTES, to - position)
    this.#usedBytes = to
    return at + 1
  }

  #addPlain(bytes: Buffer, start: number, end: number): number {
    const { bytes: output, view } = this.#output
    const position = this.#usedBytes + LENGTH_BYTES
    let to = position
    let at = start
    while (at < end && bytes[at] !== this.#delimiter && bytes[at] !== CLOSE) {
      output[to++] = bytes[at++] ?? 0
    }
    if (isNull(output, position, to)) {
      view.setInt32(position - LENGTH_BYTES, -1)
      this.#usedBytes = position
    } else {
      view.setInt32(position - LENGTH_BYTES, to - position)
      this.#usedBytes = to
    }
    return at
  }
}

/** Decodes arrays that came as printed: `lists` decodes what they are in binary. */
export class PrintedListDecoder implements ColumnDecoder<ListVector> {
  readonly #lists: ColumnDecoder<ListVector>
  readonly #literals: ArrayLiterals

  constructor(lists: ColumnDecoder<ListVector>, delimiter: string) {
    this.#lists = lists
    this.#literals = new ArrayLiterals(delimiter)
  }

  decode(batch: WireBatch, column: number): ListVector {
    return this.#lists.decode(this.#literals.column(batch, column), 0)
  }
}

/** Makes the reader of an array that came as printed; its elements are texts. */
export function printedArrayReader(delimiter: string): ValueReader<readonly unknown[]> {
  const literals = new ArrayLiterals(delimiter)
  const readTexts = arrayReader(readText)
  return (batch, position) => {
    const array = literals.value(batch, position)
    return readTexts(array, array.positions[0] ?? 0)
  }
}

function isNull(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start === 4 &&
    bytes[start] === 0x4e &&
    bytes[start + 1] === 0x55 &&
    bytes[start + 2] === 0x4c &&
    bytes[start + 3] === 0x4c
  )
}

function malformed(): ExtractError {
  return new ExtractError('protocol_violation', 'array from postgres: braces that do not match')
}
