import { ExtractError } from '../errors.ts'
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

/** Makes the reader of a composite value, an object, from those of its fields in their order. */
export function compositeReader(
  fields: readonly { readonly name: string; readonly read: ValueReader }[],
): ValueReader<Readonly<Record<string, unknown>>> {
  return (batch, position) => {
    const { view } = batch
    checkFieldCount(view.getInt32(position), fields.length)
    let at = position + FIELDS_OFFSET
    const values = fields.map(({ name, read }) => {
      const lengthBytes = view.getInt32(at + OID_BYTES)
      at += OID_BYTES + LENGTH_BYTES
      const value = lengthBytes < 0 ? null : read(batch, at)
      if (lengthBytes > 0) at += lengthBytes
      return [name, value] as const
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
      checkFieldCount(view.getInt32(position), this.#sourceFields)
      let at = position + FIELDS_OFFSET
      for (let slot = row; slot < end; slot += capacityRows) {
        const lengthBytes = view.getInt32(at + OID_BYTES)
        at += OID_BYTES + LENGTH_BYTES
        positions[slot] = lengthBytes < 0 ? -1 : at
        if (lengthBytes > 0) at += lengthBytes
      }
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

function checkFieldCount(count: number, expected: number): void {
  if (count === expected) return
  throw new ExtractError(
    'protocol_violation',
    `composite value has ${count} fields, expected ${expected}; its type was changed while it was read`,
  )
}
