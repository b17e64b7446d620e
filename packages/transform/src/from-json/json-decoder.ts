import {
  type BytesVector,
  bytesDecoder,
  type ColumnDecoder,
  ExtractError,
  jsonbDecoder,
  type SourceType,
  type Vector,
  type WireBatch,
} from '@carmilla/extract'
import type { DecoderUse, UnrepresentablePolicy } from '../column.ts'
import type { ValueBuilder } from '../value-builder.ts'
import { JsonPlace } from './json-place.ts'
import { type JsonValue, parseJson } from './json-value.ts'
import type { ShapeReader } from './shape-reader.ts'

/** What a document becomes. */
export interface JsonDecoding {
  readonly read: ShapeReader
  readonly builder: ValueBuilder
  readonly mismatch: UnrepresentablePolicy
  readonly count: DecoderUse['count']
}

/** Decodes `json` and `jsonb` by a declared shape; `undefined` for any other type. */
export function jsonShapeDecoder(
  source: SourceType,
  decoding: JsonDecoding,
): ColumnDecoder | undefined {
  if (source.kind === 'json') return new JsonShapeDecoder(bytesDecoder(), decoding)
  if (source.kind === 'jsonb') return new JsonShapeDecoder(jsonbDecoder(), decoding)
  return undefined
}

/** Parses document after document, and builds the values that the shape reads from them. */
class JsonShapeDecoder implements ColumnDecoder {
  readonly #texts: ColumnDecoder<BytesVector>
  readonly #read: ShapeReader
  readonly #builder: ValueBuilder
  readonly #count: DecoderUse['count']
  readonly #place: JsonPlace

  constructor(texts: ColumnDecoder<BytesVector>, decoding: JsonDecoding) {
    this.#texts = texts
    this.#read = decoding.read
    this.#builder = decoding.builder
    this.#count = decoding.count
    this.#place = new JsonPlace(decoding.mismatch)
  }

  decode(batch: WireBatch, column: number): Vector {
    const { bytes, starts, lengths, present, rows } = this.#texts.decode(batch, column)
    const builder = this.#builder
    this.#place.reset()
    builder.begin(rows)
    for (let row = 0; row < rows; row++) {
      if (present[row] === 0) {
        builder.appendNull()
        continue
      }
      const start = starts[row] ?? 0
      const value = this.#valueOf(bytes.toString('utf8', start, start + (lengths[row] ?? 0)), row)
      if (value === null) builder.appendNull()
      else builder.append(value)
    }
    this.#place.tell(this.#count)
    return builder.vector
  }

  #valueOf(text: string, row: number): unknown {
    try {
      return this.#read(parse(text), this.#place)
    } catch (cause) {
      if (!(cause instanceof ExtractError)) throw cause
      const { code, message, context } = cause
      throw new ExtractError(code, message, { cause, context: { ...context, row } })
    }
  }
}

function parse(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      const message = `json from postgres: ${cause.message}`
      throw new ExtractError('protocol_violation', message, { cause })
    }
    if (!(cause instanceof RangeError)) throw cause
    throw new ExtractError('unrepresentable_value', 'json: nested too deeply to be read', { cause })
  }
}
