import { ExtractError } from './errors.ts'
import { VARYING_WIDTH } from './wire-batch.ts'

/** Message type of a row, `D`. */
export const DATA_ROW = 0x44
/** Message type and length, before the number of columns. */
const HEADER_BYTES = 5
const COLUMN_COUNT_BYTES = 2
const LENGTH_BYTES = 4
/** Length of a NULL. */
const NULL_LENGTH = -1

/** More columns are walked in a loop: the compiler optimises no function of any length. */
const MOST_UNROLLED_COLUMNS = 256

/** Where the positions of a batch go. */
export interface WalkedRows {
  readonly positions: Int32Array
  readonly capacityRows: number
  /** Of each column the width that it should have; {@link VARYING_WIDTH} once a value has another. */
  readonly widthsBytes: Int32Array
  rows: number
}

/** Walks whole messages from `start` to `end` (exclusive) while they are rows; returns where it stopped. */
export type WalkRows = (
  walked: WalkedRows,
  message: { readonly bytes: Buffer; readonly view: DataView },
  start: number,
  end: number,
) => number

/**
 * Makes the function that walks rows with columns of these widths, with the columns written out one
 * after the other: the width of a column is then known without waiting for its length, and the
 * processor predicts each column for itself. Where no code may be made at run time it is a loop.
 */
export function walkRowsOf(widthsBytes: readonly number[]): WalkRows {
  const key = widthsBytes.join()
  const known = MADE.get(key)
  if (known !== undefined) return known
  const made = widthsBytes.length > MOST_UNROLLED_COLUMNS ? walkInLoop : unrolled(widthsBytes)
  MADE.set(key, made)
  return made
}

const MADE = new Map<string, WalkRows>()

/** By the same rules as what {@link sourceOf} writes. */
export const walkInLoop: WalkRows = (walked, { bytes, view }, start, end) => {
  const { positions, capacityRows, widthsBytes } = walked
  const columns = widthsBytes.length
  // Nobody compares the widths.
  widthsBytes.fill(VARYING_WIDTH)
  let rows = 0
  let message = start
  while (rows < capacityRows && message < end && bytes[message] === DATA_ROW) {
    const messageEnd = message + 1 + view.getInt32(message + 1)
    let position = message + HEADER_BYTES
    if (view.getInt16(position) !== columns) throw otherColumns(view.getInt16(position), columns)
    position += COLUMN_COUNT_BYTES
    for (let column = 0, slot = rows; column < columns; column++, slot += capacityRows) {
      const lengthBytes = view.getInt32(position)
      position += LENGTH_BYTES
      if (lengthBytes >= 0) {
        positions[slot] = position
        position += lengthBytes
      } else {
        if (lengthBytes !== NULL_LENGTH) throw otherLength(lengthBytes)
        positions[slot] = -1
      }
      // Checked here, so that no length is ever read, or leads, outside of the row.
      if (position > messageEnd) throw otherEnd()
    }
    if (position !== messageEnd) throw otherEnd()
    rows++
    message = messageEnd
  }
  walked.rows = rows
  return message
}

function unrolled(widthsBytes: readonly number[]): WalkRows {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- of numbers alone
    const make = new Function('rules', sourceOf(widthsBytes))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the source below is
    return make({ otherColumns, otherLength, otherEnd, withoutWidth }) as WalkRows
  } catch (error) {
    if (error instanceof EvalError) return walkInLoop
    throw error
  }
}

/** The source of {@link walkInLoop} for these columns. */
function sourceOf(widthsBytes: readonly number[]): string {
  return `'use strict'
const { otherColumns, otherLength, otherEnd, withoutWidth } = rules
return function walkRows(walked, { bytes, view }, start, end) {
  const { positions, capacityRows } = walked
  let rows = 0
  let message = start
  let lengthBytes = 0
  while (rows < capacityRows && message < end && bytes[message] === ${DATA_ROW}) {
    const messageEnd = message + 1 + view.getInt32(message + 1)
    const columns = view.getInt16(message + ${HEADER_BYTES})
    if (columns !== ${widthsBytes.length}) throw otherColumns(columns, ${widthsBytes.length})
    let slot = rows
    let position = message + ${HEADER_BYTES + COLUMN_COUNT_BYTES}
${widthsBytes.map((width, column) => columnSource(width, column)).join('')}
    if (position !== messageEnd) throw otherEnd()
    rows++
    message = messageEnd
  }
  walked.rows = rows
  return message
}`
}

function columnSource(widthBytes: number, column: number): string {
  const step =
    widthBytes === VARYING_WIDTH
      ? `
    lengthBytes = view.getInt32(position)
    position += ${LENGTH_BYTES}
    if (lengthBytes >= 0) {
      positions[slot] = position
      position += lengthBytes
    } else {
      if (lengthBytes !== ${NULL_LENGTH}) throw otherLength(lengthBytes)
      positions[slot] = -1
    }`
      : `
    if (view.getInt32(position) === ${widthBytes}) {
      positions[slot] = position + ${LENGTH_BYTES}
      position += ${LENGTH_BYTES + widthBytes}
    } else {
      position = withoutWidth(walked, view, { position, slot, column: ${column} })
    }`
  return `${step}
    if (position > messageEnd) throw otherEnd()
    slot += capacityRows`
}

/** A NULL, or a value that has not the width of its column, which the column's decoder is to refuse. */
function withoutWidth(
  { positions, widthsBytes }: WalkedRows,
  view: DataView,
  at: { readonly position: number; readonly slot: number; readonly column: number },
): number {
  const lengthBytes = view.getInt32(at.position)
  const position = at.position + LENGTH_BYTES
  if (lengthBytes >= 0) {
    widthsBytes[at.column] = VARYING_WIDTH
    positions[at.slot] = position
    return position + lengthBytes
  }
  if (lengthBytes !== NULL_LENGTH) throw otherLength(lengthBytes)
  positions[at.slot] = -1
  return position
}

function otherColumns(got: number, expected: number): ExtractError {
  return malformedRow(`${got} columns`, `${expected}`)
}

function otherLength(lengthBytes: number): ExtractError {
  return malformedRow(`length ${lengthBytes}`, '-1 or more')
}

function otherEnd(): ExtractError {
  return malformedRow('values of another length', 'its length')
}

function malformedRow(got: string, expected: string): ExtractError {
  return new ExtractError('protocol_violation', `row from postgres: ${got}, expected ${expected}`)
}
