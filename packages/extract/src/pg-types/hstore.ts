import { malformedValue } from '../malformed-value.ts'
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
const NULL_LENGTH = -1

/** Reads the pairs in the order of the wire. */
export const readHstore: ValueReader<ReadonlyMap<string, string | null>> = (batch, position) => {
  const found = new PairPositions()
  found.add(batch.view, position)
  const { keys, values } = found
  return new Map(
    Array.from(keys, (keyAt, pair) => {
      const valueAt = values[pair] ?? -1
      return [readText(batch, keyAt), valueAt < 0 ? null : readText(batch, valueAt)]
    }),
  )
}

/** Decodes `hstore` to maps: finds the pairs; both decoders are those of text. */
export class HstoreDecoder implements ColumnDecoder<MapVector> {
  readonly #key: ColumnDecoder
  readonly #value: ColumnDecoder
  #present = new Uint8Array()
  #offsets = new Int32Array(1)
  readonly #found = new PairPositions()

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
        keys: this.#key.decode({ ...pairs, positions: this.#found.keys }, 0),
        values: this.#value.decode({ ...pairs, positions: this.#found.values }, 0),
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
    const found = this.#found
    found.count = 0
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      this.#offsets[row] = found.count
      this.#present[row] = position < 0 ? 0 : 1
      if (position < 0) nulls++
      else found.add(view, position)
    }
    this.#offsets[rows] = found.count
    return nulls
  }
}

/**
 * Pairs of a value that has room for them: each has two lengths.
 *
 * @throws {ExtractError} `protocol_violation`
 */
function pairCount(view: DataView, position: number): number {
  const pairsBytes = view.getInt32(position - LENGTH_BYTES) - PAIRS_OFFSET
  const count = pairsBytes < 0 ? -1 : view.getInt32(position)
  if (count < 0 || count > pairsBytes / (2 * LENGTH_BYTES)) throw malformedValue('hstore')
  return count
}

/** Where the keys and values of pairs start, -1 for a value that is NULL, one hstore after the other. */
class PairPositions {
  keys: Int32Array = new Int32Array()
  values: Int32Array = new Int32Array()
  count = 0

  /**
   * Adds the pairs of a value.
   *
   * @throws {ExtractError} `protocol_violation` for pairs that do not fill the value
   */
  add(view: DataView, position: number): void {
    const last = this.count + pairCount(view, position)
    this.#reserve(last)
    const { keys, values } = this
    const end = position + view.getInt32(position - LENGTH_BYTES)
    let at = position + PAIRS_OFFSET
    for (let pair = this.count; pair < last; pair++) {
      const keyAt = at + LENGTH_BYTES
      const keyBytes = view.getInt32(at)
      const valueAt = keyAt + keyBytes + LENGTH_BYTES
      if (keyBytes < 0 || valueAt > end) throw malformedValue('hstore')
      const valueBytes = view.getInt32(valueAt - LENGTH_BYTES)
      keys[pair] = keyAt
      values[pair] = valueBytes < 0 ? -1 : valueAt
      at = valueAt + Math.max(0, valueBytes)
      if (at > end || valueBytes < NULL_LENGTH) throw malformedValue('hstore')
    }
    if (at !== end) throw malformedValue('hstore')
    this.count = last
  }

  #reserve(count: number): void {
    if (this.keys.length >= count) return
    const length = Math.max(count, this.keys.length * 2)
    const [keys, values] = [new Int32Array(length), new Int32Array(length)]
    keys.set(this.keys)
    values.set(this.values)
    this.keys = keys
    this.values = values
  }
}
