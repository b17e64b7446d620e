import { ExtractError } from '../errors.ts'
import { malformedValue } from '../malformed-value.ts'
import { newBoolVector, reserveBools } from '../new-vector.ts'
import type { SourceType } from '../result-column.ts'
import type { BoolVector, ColumnDecoder, StructVector, Vector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Printed } from './printed.ts'

/** Ranges of Postgres itself, as in `[1,5)`. */
export type Int4Range = Printed<'int4range'>
export type Int8Range = Printed<'int8range'>
export type NumRange = Printed<'numrange'>
export type TsRange = Printed<'tsrange'>
export type TstzRange = Printed<'tstzrange'>
export type DateRange = Printed<'daterange'>

/** The bounds of each range of Postgres itself. */
const SUBTYPES: ReadonlyMap<string, SourceType> = new Map<string, SourceType>([
  ['int4range', { kind: 'int4' }],
  ['int8range', { kind: 'int8' }],
  ['numrange', { kind: 'numeric', precision: null, scale: null }],
  ['tsrange', { kind: 'timestamp' }],
  ['tstzrange', { kind: 'timestamptz' }],
  ['daterange', { kind: 'date' }],
])

/** The type of a range's bounds; `undefined` for what is no range of Postgres itself. */
export function rangeSubtype(type: SourceType): SourceType | undefined {
  return type.kind === 'printed' ? SUBTYPES.get(type.name) : undefined
}

/*
 * On the wire: flags (one byte), then each bound that there is, the lower first, after its length in
 * bytes (int32). See range_send in src/backend/utils/adt/rangetypes.c of Postgres.
 */
const EMPTY = 0x01
const LOWER_INCLUSIVE = 0x02
const UPPER_INCLUSIVE = 0x04
const LOWER_INFINITE = 0x08
const UPPER_INFINITE = 0x10
const FLAGS_BYTES = 1
const LENGTH_BYTES = 4

/**
 * Decodes ranges to structs of their bounds, whether each belongs to the range, and whether the range
 * is empty. A bound that there is not is NULL, and does not belong to it.
 */
export class RangeDecoder implements ColumnDecoder<StructVector> {
  readonly #lower: ColumnDecoder
  readonly #upper: ColumnDecoder
  readonly #lowerInclusive: BoolVector = newBoolVector()
  readonly #upperInclusive: BoolVector = newBoolVector()
  readonly #isEmpty: BoolVector = newBoolVector()
  #present = new Uint8Array()
  #lowerPositions = new Int32Array()
  #upperPositions = new Int32Array()

  /** Both decode the bounds' type; each keeps a vector of its own. */
  constructor(lower: ColumnDecoder, upper: ColumnDecoder) {
    this.#lower = lower
    this.#upper = upper
  }

  decode(batch: WireBatch, column: number): StructVector {
    const { bytes, view, rows } = batch
    const nulls = this.#findBounds(batch, column)
    const found = { bytes, view, capacityRows: rows, rows }
    const flags = [this.#lowerInclusive, this.#upperInclusive, this.#isEmpty]
    for (const vector of flags) Object.assign(vector, { rows, nulls, present: this.#present })
    return {
      layout: 'struct',
      rows,
      nulls,
      present: this.#present,
      fields: [
        decodeBound('lower', this.#lower, { ...found, positions: this.#lowerPositions }),
        decodeBound('upper', this.#upper, { ...found, positions: this.#upperPositions }),
        ...flags,
      ],
    }
  }

  #findBounds(batch: WireBatch, column: number): number {
    const { bytes, view, rows } = batch
    this.#reserve(rows)
    const present = this.#present
    const lowerPositions = this.#lowerPositions
    const upperPositions = this.#upperPositions
    const lowerInclusive = this.#lowerInclusive.values
    const upperInclusive = this.#upperInclusive.values
    const isEmpty = this.#isEmpty.values
    const first = column * batch.capacityRows
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      lowerPositions[row] = -1
      upperPositions[row] = -1
      present[row] = position < 0 ? 0 : 1
      if (position < 0) {
        nulls++
        continue
      }
      const end = position + view.getInt32(position - LENGTH_BYTES)
      const flags = bytes[position] ?? 0
      isEmpty[row] = (flags & EMPTY) === 0 ? 0 : 1
      lowerInclusive[row] = (flags & LOWER_INCLUSIVE) === 0 ? 0 : 1
      upperInclusive[row] = (flags & UPPER_INCLUSIVE) === 0 ? 0 : 1
      let at = position + FLAGS_BYTES
      if ((flags & (EMPTY | LOWER_INFINITE)) === 0) {
        lowerPositions[row] = at + LENGTH_BYTES
        at = boundEnd(view, at, end)
      }
      if ((flags & (EMPTY | UPPER_INFINITE)) === 0) {
        upperPositions[row] = at + LENGTH_BYTES
        at = boundEnd(view, at, end)
      }
      if (at !== end) throw malformedValue('range')
    }
    return nulls
  }

  #reserve(rows: number): void {
    if (this.#present.length >= rows) return
    this.#present = new Uint8Array(rows)
    this.#lowerPositions = new Int32Array(rows)
    this.#upperPositions = new Int32Array(rows)
    reserveBools(this.#lowerInclusive, rows)
    reserveBools(this.#upperInclusive, rows)
    reserveBools(this.#isEmpty, rows)
  }
}

/** Where the bound ends whose length is at `at`; a bound is never NULL. */
function boundEnd(view: DataView, at: number, end: number): number {
  const lengthBytes = at + LENGTH_BYTES > end ? -1 : view.getInt32(at)
  const boundEnd = at + LENGTH_BYTES + lengthBytes
  if (lengthBytes < 0 || boundEnd > end) throw malformedValue('range')
  return boundEnd
}

function decodeBound(which: 'lower' | 'upper', decoder: ColumnDecoder, bounds: WireBatch): Vector {
  try {
    return decoder.decode(bounds, 0)
  } catch (cause) {
    if (!(cause instanceof ExtractError)) throw cause
    const { code, context, retriable } = cause
    const message = `${which} bound: ${cause.message}`
    throw new ExtractError(code, message, { cause, context, retriable })
  }
}
