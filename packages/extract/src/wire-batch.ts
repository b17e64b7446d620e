/**
 * Rows of one query as they came over the wire, in binary, not yet decoded.
 *
 * The batch borrows the receive buffer: everything in it is valid only until the next batch is
 * asked for. Every value is followed by at least {@link READABLE_PADDING_BYTES} readable bytes,
 * so that a decoder may read whole words beyond its end.
 */
export interface WireBatch {
  /** The receive buffer, in network byte order. */
  readonly bytes: Buffer
  /** The same memory as `bytes`. */
  readonly view: DataView
  /**
   * Where each value starts in `bytes`, column after column: the value of `column` in `row` is at
   * `positions[column * capacityRows + row]`. Its length is the int32 just before it. NULL is -1.
   */
  readonly positions: Int32Array
  /** Rows that `positions` has room for, per column. */
  readonly capacityRows: number
  readonly rows: number
  /**
   * The length in bytes that all values of a column have, NULLs aside; {@link VARYING_WIDTH} where that
   * is not known: such a column is looked through before it is decoded. May be left out.
   */
  readonly widthsBytes?: Int32Array
}

/** Values of a column may differ in length. */
export const VARYING_WIDTH = -2

/** Readable bytes that follow every value of a {@link WireBatch}. */
export const READABLE_PADDING_BYTES = 64
