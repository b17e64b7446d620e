import type { ColumnDecoder, MapVector, ValueReader } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import { elementFailure } from './array.ts'
import type { Flavour } from './flavour.ts'
import { readText } from './text.ts'

/** `hstore` of the extension of that name: texts by their keys; a value may be NULL. */
export type Hstore = string & Flavour<'hstore'>

/*
 * On the wire: number of pairs (int32), then for each the length of the key in bytes (int32), the
 * key, the length of the value in bytes (int32; -1 for NULL) and the value. Every key is there once.
 * See hstore_send in contrib/hstore/hstore_io.c of Postgres.
 */
const PAIRS_OFFSET = 4
const LENGTH_BYTES = 4

/** Reads the pairs in the order of the wire. */
export const readHstore: ValueReader<ReadonlyMap<string, string | null>> = (batch, position) => {
  const { view } = batch
  const pairs = new Map<string, string | null>()
  let at = position + PAIRS_OFFSET
  for (let left = view.getInt32(position); left > 0; left--) {
    const keyAt = at + LENGTH_BYTES
    const valueAt = keyAt + view.getInt32(at) + LENGTH_BYTES
    const valueBytes = view.getInt32(valueAt - LENGTH_BYTES)
    pairs.set(readText(batch, keyAt), valueBytes < 0 ? null : readText(batch, valueAt))
    at = valueAt + Math.max(0, valueBytes)
  }
  return pairs
}

/** Decodes `hstore` to maps: finds the pairs; both decoders are those of text. */
export class HstoreDecoder implements ColumnDecoder<MapVector> {
  readonly #key: ColumnDecoder
  readonly #value: ColumnDecoder
  #present = new Uint8Array()
  #offsets = new Int32Array(1)
  #keyPositions = new Int32Array()
  #valuePositions = new Int32Array()

  constructor(key: ColumnDecoder, value: ColumnDecoder) {
    this.#key = key
    this.#value = value
  }

  decode(batch: WireBatch, column: number): MapVector {
    const nulls = this.#findPairs(batch, column)
    const { rows } = batch
    const held = { bytes: batch.bytes, view: batch.view, capacityRows: 0 }
    const pairs = { ...held, rows: this.#offsets[rows] ?? 0 }
    try {
      return {
        layout: 'map',
        rows,
        nulls,
        present: this.#present,
        offsets: this.#offsets,
        keys: this.#key.decode({ ...pairs, positions: this.#keyPositions }, 0),
        values: this.#value.decode({ ...pairs, positions: this.#valuePositions }, 0),
      }
    } catch (cause) {
      throw elementFailure(cause, this.#offsets, rows, 'hstore pair')
    }
  }

  #findPairs(batch: WireBatch, column: number): number {
    const { view, rows } = batch
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#offsets = new Int32Array(rows + 1)
    }
    const first = column * batch.capacityRows
    let nulls = 0
    let found = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      this.#offsets[row] = found
      this.#present[row] = position < 0 ? 0 : 1
      if (position < 0) nulls++
      else found = this.#findPairsOf(view, position, found)
    }
    this.#offsets[rows] = found
    return nulls
  }

  #findPairsOf(view: DataView, position: number, found: number): number {
    const end = found + view.getInt32(position)
    this.#reserve(end)
    let at = position + PAIRS_OFFSET
    for (let pair = found; pair < end; pair++) {
      const keyAt = at + LENGTH_BYTES
      const valueAt = keyAt + view.getInt32(at) + LENGTH_BYTES
      const valueBytes = view.getInt32(valueAt - LENGTH_BYTES)
      this.#keyPositions[pair] = keyAt
      this.#valuePositions[pair] = valueBytes < 0 ? -1 : valueAt
      at = valueAt + Math.max(0, valueBytes)
    }
    return end
  }

  #reserve(pairs: number): void {
    if (this.#keyPositions.length >= pairs) return
    const length = Math.max(pairs, this.#keyPositions.length * 2)
    const [keys, values] = [new Int32Array(length), new Int32Array(length)]
    keys.set(this.#keyPositions)
    values.set(this.#valuePositions)
    this.#keyPositions = keys
    this.#valuePositions = values
  }
}
