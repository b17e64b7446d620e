import type { WireBatch } from './wire-batch.ts'

/**
 * Vectors: one decoded column of a batch each, in the layout of its physical type.
 *
 * Every vector has one slot for each row, NULL or not: row `r` of a vector is at index `r` (or `2r`
 * for 64-bit words, `r * widthBytes` for fixed bytes). `present[r]` is 1 for a value and 0 for NULL;
 * the slot of a NULL is undefined. A vector belongs to its decoder and is overwritten by the next
 * batch.
 */
interface VectorOf<Layout extends string> {
  readonly layout: Layout
  rows: number
  /** NULLs among the first `rows` slots. */
  nulls: number
  present: Uint8Array
}

export interface BoolVector extends VectorOf<'bool'> {
  /** 0 or 1. */
  values: Uint8Array
}

export interface Int32Vector extends VectorOf<'int32'> {
  values: Int32Array
}

export interface Int64Vector extends VectorOf<'int64'> {
  /** Two words a row: low (unsigned) at `2r`, high (signed) at `2r + 1`. */
  words: Int32Array
  /** The same memory as `words`. */
  values: BigInt64Array
}

export interface Float32Vector extends VectorOf<'float32'> {
  values: Float32Array
}

export interface Float64Vector extends VectorOf<'float64'> {
  values: Float64Array
}

/** Values of one width, end to end: UUIDs, big-endian decimals. */
export interface FixedVector extends VectorOf<'fixed'> {
  readonly widthBytes: number
  values: Uint8Array
}

/** Values of any length, each a slice of `bytes`. */
export interface BytesVector extends VectorOf<'bytes'> {
  /** The receive buffer, or the decoder's own; 64 readable bytes follow every value. */
  bytes: Buffer
  /** The same memory as `bytes`. */
  view: DataView
  starts: Int32Array
  lengths: Int32Array
}

/**
 * Lists: the elements of row `r` are `elements[offsets[r] .. offsets[r + 1]]`, end exclusive. A NULL
 * list has none.
 */
export interface ListVector extends VectorOf<'list'> {
  offsets: Int32Array
  readonly elements: Vector
}

/** Groups of values: the fields of row `r` are at slot `r` of each of `fields`, NULL where the group is. */
export interface StructVector extends VectorOf<'struct'> {
  readonly fields: readonly Vector[]
}

/**
 * Maps: the entries of row `r` are `keys` and `values` at `offsets[r] .. offsets[r + 1]`, end
 * exclusive. No key is NULL.
 */
export interface MapVector extends VectorOf<'map'> {
  offsets: Int32Array
  readonly keys: Vector
  readonly values: Vector
}

export type Vector =
  | BoolVector
  | Int32Vector
  | Int64Vector
  | Float32Vector
  | Float64Vector
  | FixedVector
  | BytesVector
  | ListVector
  | StructVector
  | MapVector

/** Decodes one column of a wire batch into a vector that it owns and reuses. */
export interface ColumnDecoder<Output extends Vector = Vector> {
  /**
   * Decodes column `column` (its index in the result) of all rows of `batch`.
   *
   * @throws {ExtractError} `unrepresentable_value` with `context.row`, for a value that the layout
   * cannot hold exactly.
   */
  decode(batch: WireBatch, column: number): Output
}

/** Reads one value as JavaScript sees it; `position` is not -1. */
export type ValueReader<Value = unknown> = (batch: WireBatch, position: number) => Value
