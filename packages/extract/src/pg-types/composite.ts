import { ExtractError } from '../errors.ts'
import { malformedValue } from '../malformed-value.ts'
import type { ColumnDecoder, StructVector, ValueReader } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** A composite type of Postgres; any of its fields may be NULL. */
export type Composite<Fields> = Readonly<Fields> & Flavour<readonly ['composite', Fields]>

/*
 * On the wire: number of fields (int32), then for each its oid (int32), its length in bytes (int32;
 * -1 for NULL) and its value. Dropped attributes are left out.
 * See record_send in src/backend/utils/adt/rowtypes.c of Postgres.
 */
const FIELDS_OFFSET = 4
const OID_BYTES = 4
const LENGTH_BYTES = 4
const NULL_LENGTH = -1

/** Makes the reader of a composite value, an object, from those of its fields in their order. */
export function compositeReader<Value>(
  fields: readonly { readonly name: string; readonly read: ValueReader<Value> }[],
): ValueReader<Readonly<Record<string, Value | null>>> {
  return (batch, position) => {
    const { view } = batch
    const positions = new Int32Array(fields.length)
    findFields(view, position, { positions, from: 0, step: 1, end: fields.length })
    const values = fields.map(({ name, read }, index) => {
      const at = positions[index] ?? -1
      return [name, at < 0 ? null : read(batch, at)] as const
    })
    return Object.fromEntries(values)
  }
}

/** How one field of a struct is made from one of a composite type. */
export interface StructField {
  readonly name: string
  /** Index among the fields of the composite type. */
  readonly source: number
  readonly decoder: ColumnDecoder
}

/** Decodes composite values: finds their fields, and lets the decoder of each do the rest. */
export class StructDecoder implements ColumnDecoder<StructVector> {
  readonly #fields: readonly StructField[]
  readonly #sourceFields: number
  #present = new Uint8Array()
  /** Field after field, with room for `#present.length` rows each. */
  #positions = new Int32Array()

  /** `sourceFields` is how many fields the composite type has; those not in `fields` are skipped. */
  constructor(fields: readonly StructField[], sourceFields: number) {
    this.#fields = fields
    this.#sourceFields = sourceFields
  }

  decode(batch: WireBatch, column: number): StructVector {
    const { bytes, view, rows } = batch
    const nulls = this.#findFields(batch, column)
    const capacityRows = this.#present.length
    const found = { bytes, view, positions: this.#positions, capacityRows, rows }
    return {
      layout: 'struct',
      rows,
      nulls,
      present: this.#present,
      fields: this.#fields.map((field) => decodeField(field, found)),
    }
  }

  #findFields(batch: WireBatch, column: number): number {
    const { view, rows } = batch
    if (this.#present.length < rows) {
      this.#present = new Uint8Array(rows)
      this.#positions = new Int32Array(rows * this.#sourceFields)
    }
    const present = this.#present
    const positions = this.#positions
    const capacityRows = present.length
    const end = this.#sourceFields * capacityRows
    const first = column * batch.capacityRows
    const places = { positions, from: 0, step: capacityRows, end }
    let nulls = 0
    for (let row = 0; row < rows; row++) {
      const position = batch.positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
        for (let slot = row; slot < end; slot += capacityRows) positions[slot] = -1
        continue
      }
      present[row] = 1
      places.from = row
      findFields(view, position, places)
    }
    return nulls
  }
}

function decodeField({ name, source, decoder }: StructField, found: WireBatch) {
  try {
    return decoder.decode(found, source)
  } catch (cause) {
    if (!(cause instanceof ExtractError)) throw cause
    const { code, context, retriable } = cause
    throw new ExtractError(code, `field \`${name}\`: ${cause.message}`, {
      cause,
      context,
      retriable,
    })
  }
}

/** Where fields are to be noted: every `step` slots from `from`, before `end`, exclusive. */
interface FieldPlaces {
  readonly positions: Int32Array
  readonly from: number
  readonly step: number
  readonly end: number
}

/**
 * Notes where each field of a composite value starts, -1 for NULL.
 *
 * @throws {ExtractError} `protocol_violation` for another number of fields, and for fields that do not
 * fill the value
 */
function findFields(view: DataView, position: number, places: FieldPlaces): void {
  const { positions, from, step, end } = places
  const valueBytes = view.getInt32(position - LENGTH_BYTES)
  if (valueBytes < FIELDS_OFFSET) throw malformedValue('composite value')
  checkFieldCount(view.getInt32(position), Math.ceil((end - from) / step))
  const valueEnd = position + valueBytes
  let at = position + FIELDS_OFFSET
  for (let slot = from; slot < end; slot += step) {
    const lengthBytes = view.getInt32(at + OID_BYTES)
    at += OID_BYTES + LENGTH_BYTES
    positions[slot] = lengthBytes < 0 ? -1 : at
    if (lengthBytes > 0) at += lengthBytes
    if (at > valueEnd || lengthBytes < NULL_LENGTH) throw malformedValue('composite value')
  }
  if (at !== valueEnd) throw malformedValue('composite value')
}

function checkFieldCount(count: number, expected: number): void {
  if (count === expected) return
  throw new ExtractError(
    'protocol_violation',
    `composite value has ${count} fields, expected ${expected}; its type was changed while it was read`,
  )
}
