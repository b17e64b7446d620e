import {
  bytesDecoder,
  type BytesVector,
  type ColumnDecoder,
  int64Decoder,
  type Int64Vector,
  jsonbDecoder,
  numericTextDecoder,
  type SourceType,
  uuidTextDecoder,
  type WireBatch,
} from '@carmilla/extract'
import { appendedAt, beginBytes, emptyBytesVector, reserveBytes } from '../builders/bytes-vector.ts'
import { appendNullTo } from '../builders/slots.ts'

/** Characters of the longest whole number of 64 bits. */
const INTEGER_CHARACTERS = 20

/** Decodes values to the text that Postgres prints; `undefined` for types without such a decoder. */
export function printedDecoder(source: SourceType): ColumnDecoder<BytesVector> | undefined {
  switch (source.kind) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'name':
    case 'enum':
    case 'json':
    case 'printed':
      return bytesDecoder()
    case 'jsonb':
      return jsonbDecoder()
    case 'uuid':
      return uuidTextDecoder()
    case 'numeric':
      return numericTextDecoder()
    case 'int2':
    case 'int4':
    case 'int8':
    case 'oid':
    case 'xid':
    case 'cid':
      return new IntegerTextDecoder(int64Decoder(source.kind))
    default:
      return undefined
  }
}

/** Writes whole numbers in decimal into bytes of its own. */
class IntegerTextDecoder implements ColumnDecoder<BytesVector> {
  readonly #integers: ColumnDecoder<Int64Vector>
  readonly #output: BytesVector = emptyBytesVector()

  constructor(integers: ColumnDecoder<Int64Vector>) {
    this.#integers = integers
  }

  decode(batch: WireBatch, column: number): BytesVector {
    const { present, rows, values } = this.#integers.decode(batch, column)
    const output = this.#output
    beginBytes(output, rows)
    reserveBytes(output, 0, rows * INTEGER_CHARACTERS)
    let at = 0
    for (let row = 0; row < rows; row++) {
      if (present[row] === 0) {
        appendNullTo(output)
        continue
      }
      const lengthBytes = output.bytes.write(String(values[row]), at, 'latin1')
      appendedAt(output, at, lengthBytes)
      at += lengthBytes
    }
    return output
  }
}
