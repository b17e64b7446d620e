import type { RecordBatch, RecordSchema } from '@carmilla/transform'
import type { RecordVector, RecordVectorOf } from '../src/record-vector.ts'

/** A table of one column, `id int32 not null`. */
export const ID_SCHEMA: RecordSchema = [{ name: 'id', type: { kind: 'int32' }, optional: false }]

/** A batch of one int32 column; `null` is NULL. */
export function idBatch(ids: readonly (number | null)[]): RecordBatch {
  return batchOf(int32Vector(ids))
}

/** A batch of columns of the same length. */
export function batchOf(...vectors: readonly RecordVector[]): RecordBatch {
  return { rows: vectors[0]?.rows ?? 0, vectors }
}

export function int32Vector(values: readonly (number | null)[]): RecordVectorOf<'int32'> {
  return { layout: 'int32', ...presence(values), values: Int32Array.from(values, (v) => v ?? -99) }
}

export function int64Vector(values: readonly (bigint | null)[]): RecordVectorOf<'int64'> {
  const numbers = BigInt64Array.from(values, (v) => v ?? -99n)
  return {
    layout: 'int64',
    ...presence(values),
    values: numbers,
    words: new Int32Array(numbers.buffer),
  }
}

export function textVector(values: readonly (string | null)[]): RecordVectorOf<'bytes'> {
  const encoded = values.map((value) => Buffer.from(value ?? ''))
  // 64 readable bytes follow every value, as the interface promises; they are not zero.
  const bytes = Buffer.concat([...encoded, Buffer.alloc(64, 0xa5)])
  const lengths = Int32Array.from(encoded, (value) => value.length)
  const starts = new Int32Array(values.length)
  for (let row = 1; row < values.length; row++) {
    starts[row] = (starts[row - 1] ?? 0) + (lengths[row - 1] ?? 0)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return { layout: 'bytes', ...presence(values), bytes, view, starts, lengths }
}

export function presence(values: readonly unknown[]): {
  rows: number
  nulls: number
  present: Uint8Array
} {
  return {
    rows: values.length,
    nulls: values.filter((value) => value === null).length,
    present: Uint8Array.from(values, (value) => (value === null ? 0 : 1)),
  }
}
