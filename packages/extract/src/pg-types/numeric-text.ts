import { ExtractError } from '../errors.ts'
import type { Kernel } from '../kernel-decoder.ts'
import { reserveBytes } from '../new-vector.ts'
import type { BytesVector } from '../vector.ts'
import { READABLE_PADDING_BYTES } from '../wire-batch.ts'
import {
  checkNumeric,
  GROUP_BYTES,
  GROUPS_OFFSET,
  INFINITE,
  MINUS_INFINITE,
  NEGATIVE,
  NOT_A_NUMBER,
  SHOWN_DIGITS_OFFSET,
  SIGN_OFFSET,
  WEIGHT_OFFSET,
} from './numeric-layout.ts'

const ZERO = 0x30
const MINUS = 0x2d
const POINT = 0x2e
const DIGITS_PER_GROUP = 4
/** Most bytes that the texts of one batch take: ten on the wire may be 131,072 digits (`1e131071`). */
const MAX_TEXTS_BYTES = 2 ** 30
/** Sign, point, and the last group, which may be cut. */
const EXTRA_BYTES = 1 + 1 + DIGITS_PER_GROUP
/** Room for `-Infinity` and every shorter word. */
const LONGEST_WORD_BYTES = 9

const WORDS: ReadonlyMap<number, string> = new Map([
  [NOT_A_NUMBER, 'NaN'],
  [INFINITE, 'Infinity'],
  [MINUS_INFINITE, '-Infinity'],
])

/** Gives exactly the text that Postgres prints, with all digits after the point. */
export function numericText(view: DataView, position: number): string {
  const bytes = Buffer.allocUnsafe(longestTextBytes(view, position))
  return bytes.toString('latin1', 0, writeText(view, position, bytes, 0))
}

/** Writes Postgres' own text of every value into the vector's own bytes, end to end. */
export const numericTextKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { view, positions, rows } = batch
  const { starts, lengths, present } = output
  const first = column * batch.capacityRows
  let nulls = 0
  let end = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      checkNumeric(view, position)
      const neededBytes = end + longestTextBytes(view, position) + READABLE_PADDING_BYTES
      if (neededBytes > MAX_TEXTS_BYTES) throw tooLong()
      reserveBytes(output, neededBytes)
      present[row] = 1
      starts[row] = end
      const textEnd = writeText(view, position, output.bytes, end)
      lengths[row] = textEnd - end
      end = textEnd
    }
  }
  return nulls
}

function tooLong(): ExtractError {
  return new ExtractError(
    'unrepresentable_value',
    'numeric column: the digits of one batch take more than 1 GiB; round it in the query, or write it as float8',
  )
}

function longestTextBytes(view: DataView, position: number): number {
  const weight = view.getInt16(position + WEIGHT_OFFSET)
  const integerBytes = weight < 0 ? 1 : (weight + 1) * DIGITS_PER_GROUP
  const shownDigits = view.getUint16(position + SHOWN_DIGITS_OFFSET)
  return Math.max(integerBytes + shownDigits + EXTRA_BYTES, LONGEST_WORD_BYTES)
}

/** Writes the text at `start`; returns its end, exclusive. */
function writeText(view: DataView, position: number, bytes: Buffer, start: number): number {
  const groups = view.getInt16(position)
  const weight = view.getInt16(position + WEIGHT_OFFSET)
  const sign = view.getUint16(position + SIGN_OFFSET)
  const shownDigits = view.getUint16(position + SHOWN_DIGITS_OFFSET)
  if (sign > NEGATIVE) return start + bytes.write(WORDS.get(sign) ?? 'NaN', start, 'latin1')

  let end = start
  if (sign === NEGATIVE) bytes[end++] = MINUS
  const firstGroup = position + GROUPS_OFFSET
  if (weight < 0 || groups === 0) {
    bytes[end++] = ZERO
  } else {
    end = writeFirstGroup(bytes, end, view.getInt16(firstGroup))
    for (let index = 1; index <= weight; index++) {
      const group = index < groups ? view.getInt16(firstGroup + index * GROUP_BYTES) : 0
      end = writeGroup(bytes, end, group)
    }
  }
  if (shownDigits === 0) return end
  bytes[end++] = POINT
  const textEnd = end + shownDigits
  for (let index = weight + 1; end < textEnd; index++) {
    const isStored = index >= 0 && index < groups
    end = writeGroup(bytes, end, isStored ? view.getInt16(firstGroup + index * GROUP_BYTES) : 0)
  }
  return textEnd
}

function writeFirstGroup(bytes: Buffer, start: number, group: number): number {
  let end = start
  if (group >= 1000) bytes[end++] = ZERO + Math.trunc(group / 1000)
  if (group >= 100) bytes[end++] = ZERO + (Math.trunc(group / 100) % 10)
  if (group >= 10) bytes[end++] = ZERO + (Math.trunc(group / 10) % 10)
  bytes[end++] = ZERO + (group % 10)
  return end
}

function writeGroup(bytes: Buffer, start: number, group: number): number {
  bytes[start] = ZERO + Math.trunc(group / 1000)
  bytes[start + 1] = ZERO + (Math.trunc(group / 100) % 10)
  bytes[start + 2] = ZERO + (Math.trunc(group / 10) % 10)
  bytes[start + 3] = ZERO + (group % 10)
  return start + DIGITS_PER_GROUP
}
