import { Decimal, type FixedVector, type Int32Vector, type Int64Vector } from '@carmilla/extract'
import { smallUnscaled, toUnscaled } from '../decimal-arithmetic.ts'
import { unscaledText } from '../decimal-text.ts'
import { decimalWidthBytes, INT32_DECIMAL_DIGITS, INT64_DECIMAL_DIGITS } from '../record-batch.ts'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'
import { beginInt64, emptyInt64Vector } from './int64-builder.ts'

/** Builds decimals: each value is rounded once, half away from zero, to the scale. */
export class DecimalBuilder implements ValueBuilder {
  readonly vector: Int32Vector | Int64Vector | FixedVector
  readonly #precision: number
  readonly #scale: number
  readonly #limit: bigint
  /** The same, or what is no safe integer any more. */
  readonly #smallLimit: number

  constructor(precision: number, scale: number) {
    this.#precision = precision
    this.#scale = scale
    this.#limit = 10n ** BigInt(precision)
    this.#smallLimit = 10 ** precision
    this.vector = emptyDecimalVector(precision)
  }

  begin(rows: number): void {
    const { vector } = this
    if (vector.layout === 'int64') return beginInt64(vector, rows)
    if (!emptied(vector, rows)) return
    if (vector.layout === 'int32') vector.values = new Int32Array(rows)
    else vector.values = new Uint8Array(rows * vector.widthBytes)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (!(value instanceof Decimal)) throw new RangeError(`${String(value)} is not a decimal`)
    const small = smallUnscaled(value, this.#scale)
    if (Math.abs(small) < this.#smallLimit) {
      this.#store(small)
      return
    }
    const unscaled = toUnscaled(value, this.#scale)
    if (unscaled >= this.#limit || unscaled <= -this.#limit) {
      throw new RangeError(
        `${unscaledText(unscaled, this.#scale)} does not fit decimal(${this.#precision}, ${this.#scale}); widen the decimal`,
      )
    }
    const { vector } = this
    const row = vector.rows++
    vector.present[row] = 1
    if (vector.layout === 'int32') vector.values[row] = Number(unscaled)
    else if (vector.layout === 'int64') vector.values[row] = unscaled
    else storeBigEndian(vector, row, unscaled)
  }

  /** Stores a safe integer, which takes no bigint. */
  #store(unscaled: number): void {
    const { vector } = this
    const row = vector.rows++
    vector.present[row] = 1
    if (vector.layout === 'int32') {
      vector.values[row] = unscaled
      return
    }
    const high = Math.floor(unscaled / WORD)
    const low = unscaled - high * WORD
    if (vector.layout === 'int64') {
      vector.words[2 * row] = low
      vector.words[2 * row + 1] = high
    } else {
      storeWords(vector, row, { high, low })
    }
  }
}

const WORD = 0x1_0000_0000

/** Two's complement of 64 bits, and the sign before it, most significant byte first. */
function storeWords(
  { values, widthBytes }: FixedVector,
  row: number,
  { high, low }: { readonly high: number; readonly low: number },
): void {
  const end = (row + 1) * widthBytes
  const sign = high < 0 ? 0xff : 0
  for (let at = row * widthBytes; at < end - 8; at++) values[at] = sign
  storeWord(values, end - 8, high)
  storeWord(values, end - 4, low)
}

function storeWord(values: Uint8Array, start: number, word: number): void {
  values[start] = word >>> 24
  values[start + 1] = word >>> 16
  values[start + 2] = word >>> 8
  values[start + 3] = word
}

function emptyDecimalVector(precision: number): Int32Vector | Int64Vector | FixedVector {
  const empty = { rows: 0, nulls: 0, present: new Uint8Array(0) }
  if (precision <= INT32_DECIMAL_DIGITS) {
    return { layout: 'int32', ...empty, values: new Int32Array(0) }
  }
  if (precision <= INT64_DECIMAL_DIGITS) return emptyInt64Vector()
  const widthBytes = decimalWidthBytes(precision)
  return { layout: 'fixed', widthBytes, ...empty, values: new Uint8Array(0) }
}

/** Two's complement, most significant byte first. */
function storeBigEndian(vector: FixedVector, row: number, unscaled: bigint): void {
  let rest = unscaled
  for (let at = (row + 1) * vector.widthBytes - 1; at >= row * vector.widthBytes; at--) {
    vector.values[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
}
