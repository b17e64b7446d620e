import type { BytesVector, ColumnDecoder, SourceType, WireBatch } from '@carmilla/extract'
import type { Column, DecoderUse } from '../column.ts'

/** The decoder of a column of text; `undefined` where the column does not take the source. */
export function textDecoder(
  column: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder<BytesVector> | undefined {
  const decoder = column.decoder(source, use)
  return decoder && { decode: (batch: WireBatch, index: number) => bytesOf(decoder, batch, index) }
}

function bytesOf(decoder: ColumnDecoder, batch: WireBatch, column: number): BytesVector {
  const vector = decoder.decode(batch, column)
  if (vector.layout !== 'bytes') {
    throw new TypeError(`a column of ${vector.layout} values is not one of text`)
  }
  return vector
}
