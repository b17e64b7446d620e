import { walkRowsOf, type WalkRows } from './walk-rows.ts'
import { VARYING_WIDTH, type WireBatch } from './wire-batch.ts'

/** Most rows of one batch: its positions and one decoded column stay in the processor's cache. */
const MAX_BATCH_ROWS = 8192
/** Most positions of one batch, all columns together: 2 MiB. */
const MAX_BATCH_POSITIONS = 524_288
/** Added to every column's room, so that columns do not compete for one set of the cache. */
const STAGGER_ROWS = 16

const NO_BYTES: Buffer = Buffer.alloc(0)
const NO_VIEW: DataView = new DataView(new ArrayBuffer(0))

/**
 * Finds where each value of each row starts; looks at lengths only, never at values.
 *
 * The walker is its own {@link WireBatch}: `walk` replaces the rows of the batch before.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html DataRow
 */
export class RowWalker implements WireBatch {
  bytes: Buffer = NO_BYTES
  view: DataView = NO_VIEW
  readonly positions: Int32Array
  readonly capacityRows: number
  readonly widthsBytes: Int32Array
  rows = 0
  readonly #declaredBytes: readonly number[]
  readonly #walkRows: WalkRows

  /** @param widthsBytes - of each column as of {@link WireBatch}; {@link VARYING_WIDTH} where it is not given. */
  constructor(columns: number, widthsBytes: readonly number[] = []) {
    const fitting = Math.floor(MAX_BATCH_POSITIONS / Math.max(columns, 1))
    this.capacityRows = Math.min(MAX_BATCH_ROWS, fitting) + STAGGER_ROWS
    this.positions = new Int32Array(columns * this.capacityRows)
    this.#declaredBytes = Array.from(
      { length: columns },
      (_, column) => widthsBytes[column] ?? VARYING_WIDTH,
    )
    this.widthsBytes = new Int32Array(columns)
    this.#walkRows = walkRowsOf(this.#declaredBytes)
  }

  /**
   * Walks rows from `start` until the batch is full, another message begins, or `end` (exclusive)
   * is reached, which must be the end of a message. Returns where it stopped.
   *
   * @throws {ExtractError} `protocol_violation`
   */
  walk(bytes: Buffer, view: DataView, start: number, end: number): number {
    this.widthsBytes.set(this.#declaredBytes)
    const stopped = this.#walkRows(this, { bytes, view }, start, end)
    this.bytes = bytes
    this.view = view
    return stopped
  }
}
