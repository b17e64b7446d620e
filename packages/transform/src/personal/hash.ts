import { createHmac, type KeyObject } from 'node:crypto'
import type {
  BytesVector,
  ColumnDecoder,
  EpochDays,
  EpochMicros,
  LocalMicros,
  PersonalValue,
  WireBatch,
} from '@carmilla/extract'
import { appendedAt, beginBytes, emptyBytesVector, reserveBytes } from '../builders/bytes-vector.ts'
import { appendNullTo } from '../builders/slots.ts'
import { hashKey } from './hash-key.ts'
import { printedDecoder } from './printed-decoder.ts'
import { isColumn, type Subject, type TextOnly, type TreatedSubject } from './subject.ts'
import { treated } from './treatment.ts'
import { treatValue } from './unwrap.ts'

/** Characters of a hash: two for each byte. */
const HEX_CHARACTERS = 64

/** Values whose text is Postgres' own. */
type Hashable = string | number | bigint

type PrintedAsIs<Given> = [Extract<ValueOf<Given>, EpochDays | EpochMicros | LocalMicros>] extends [
  never,
]
  ? unknown
  : 'a date or a time cannot be hashed; use generalise(), which keeps no more than its month'

type ValueOf<Given> = Given extends PersonalValue<infer Value> ? Value : never

/**
 * Writes a keyed hash in the place of a value: HMAC-SHA-256 of the text that Postgres prints of it, as
 * 64 hexadecimal characters. Equal values have equal hashes as long as the key is the same, so that
 * tables can still be joined; without the key nobody can try values out.
 *
 * The key is the environment variable `CARMILLA_HASH_KEY`, of at least 32 bytes. A task that writes a
 * hashed column does not open without it.
 *
 * @throws {TransformError} `hash_key_missing`, for a value of a row
 * @example
 * email: hash(optional(text()))
 */
export function hash<const Given extends Subject<Hashable>>(
  subject: Given & TextOnly<Given, 'hash'> & PrintedAsIs<Given>,
): TreatedSubject<Given, 'hash', string>
export function hash(subject: Subject<Hashable>): unknown {
  if (!isColumn(subject)) {
    return treatValue(subject, (value) => hexOf(hashKey(), Buffer.from(textOf(value))))
  }
  return treated(subject, { kind: 'hash' }, (_column, source) => {
    const texts = printedDecoder(source)
    return texts && new HashDecoder(texts, hashKey())
  })
}

function textOf(value: Hashable): string {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value)
  throw new RangeError('a fraction cannot be hashed; cast it to text in the query')
}

function hexOf(key: KeyObject, text: Uint8Array): string {
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Hashes texts into bytes of its own. */
class HashDecoder implements ColumnDecoder<BytesVector> {
  readonly #texts: ColumnDecoder<BytesVector>
  readonly #key: KeyObject
  readonly #output: BytesVector = emptyBytesVector()

  constructor(texts: ColumnDecoder<BytesVector>, key: KeyObject) {
    this.#texts = texts
    this.#key = key
  }

  decode(batch: WireBatch, column: number): BytesVector {
    const { bytes, lengths, present, rows, starts } = this.#texts.decode(batch, column)
    const output = this.#output
    beginBytes(output, rows)
    reserveBytes(output, 0, rows * HEX_CHARACTERS)
    for (let row = 0; row < rows; row++) {
      if (present[row] === 0) {
        appendNullTo(output)
        continue
      }
      const start = starts[row] ?? 0
      const hex = hexOf(this.#key, bytes.subarray(start, start + (lengths[row] ?? 0)))
      const at = row * HEX_CHARACTERS
      output.bytes.write(hex, at, 'latin1')
      appendedAt(output, at, HEX_CHARACTERS)
    }
    return output
  }
}
