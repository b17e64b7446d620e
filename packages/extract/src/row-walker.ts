import { ExtractError } from './errors.ts'
import type { WireBatch } from './wire-batch.ts'

/** Most rows of one batch: its positions and one decoded column stay in the processor's cache. */
const MAX_BATCH_ROWS = 8192
/** Most positions of one batch, all columns together: 2 MiB. */
const MAX_BATCH_POSITIONS = 524_288
/** Added to every column's room, so that columns do not compete for one set of the cache. */
const STAGGER_ROWS = 16

/** Message type of a row, `D`. */
export const DATA_ROW = 0x44
/** Message type and length, before the number of columns. */
const HEADER_BYTES = 5
const COLUMN_COUNT_BYTES = 2
const LENGTH_BYTES = 4
/** Length of a NULL. */
const NULL_LENGTH = -1

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
  rows = 0
  readonly #columns: number

  constructor(columns: number) {
    const fitting = Math.floor(MAX_BATCH_POSITIONS / Math.max(columns, 1))
    this.capacityRows = Math.min(MAX_BATCH_ROWS, fitting) + STAGGER_ROWS
    this.positions = new Int32Array(columns * this.capacityRows)
    this.#columns = columns
  }

  /**
   * Walks rows from `start` until the batch is full, another message begins, or `end` (exclusive)
   * is reached, which must be the end of a message. Returns where it stopped.
   *
   * @throws {ExtractError} `protocol_violation`
   */
  walk(bytes: Buffer, view: DataView, start: number, end: number): number {
    const { positions, capacityRows } = this
    const columns = this.#columns
    let rows = 0
    let message = start
    while (rows < capacityRows && message < end && bytes[message] === DATA_ROW) {
      const messageEnd = message + 1 + view.getInt32(message + 1)
      let position = message + HEADER_BYTES
      if (view.getInt16(position) !== columns) {
        throw malformedRow(`${view.getInt16(position)} columns`, `${columns}`)
      }
      position += COLUMN_COUNT_BYTES
      for (let column = 0, slot = rows; column < columns; column++, slot += capacityRows) {
        const lengthBytes = view.getInt32(position)
        position += LENGTH_BYTES
        if (lengthBytes >= 0) {
          positions[slot] = position
          position += lengthBytes
        } else {
          if (lengthBytes !== NULL_LENGTH) throw malformedRow(`length ${lengthBytes}`, '-1 or more')
          positions[slot] = -1
        }
        // Checked here, so that no length is ever read, or leads, outside of the row.
        if (position > messageEnd) break
      }
      if (position !== messageEnd) throw malformedRow('values of another length', 'its length')
      rows++
      message = messageEnd
    }
    this.bytes = bytes
    this.view = view
    this.rows = rows
    return message
  }
}

function malformedRow(got: string, expected: string): ExtractError {
  return new ExtractError('protocol_violation', `row from postgres: ${got}, expected ${expected}`)
}
