/** Decoders to text of what has a binary form. */
import {
  bytesDecoder,
  jsonbDecoder,
  numericTextDecoder,
  uuidTextDecoder,
} from './column-decoders.ts'
import { widthOf } from './fixed-width.ts'
import { jsonTextReader } from './json-text.ts'
import { type FixedWidth, type Kernel, KernelDecoder } from './kernel-decoder.ts'
import { newBytesVector, reserveSlices } from './new-vector.ts'
import { dateTextKernel, timestampTextKernel } from './pg-types/calendar-text.ts'
import { printedTextReader } from './printed-text.ts'
import type { SourceType } from './result-column.ts'
import { textKernel } from './text-kernel.ts'
import type { BytesVector, ColumnDecoder } from './vector.ts'

/**
 * Decodes any type but arrays, composite types and `hstore` to the text of `value::text`, with ISO
 * dates and in UTC; no value is refused. `undefined` for those.
 */
export function printedTextDecoder(type: SourceType): ColumnDecoder<BytesVector> | undefined {
  switch (type.kind) {
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'name':
    case 'json':
    case 'enum':
    case 'printed':
      return bytesDecoder()
    case 'jsonb':
      return jsonbDecoder()
    case 'uuid':
      return uuidTextDecoder()
    case 'numeric':
      return numericTextDecoder()
    case 'date':
      return decoderOf(dateTextKernel, widthOf('date'))
    case 'timestamp':
      return decoderOf(timestampTextKernel(''), widthOf('timestamp'))
    case 'timestamptz':
      return decoderOf(timestampTextKernel('+00'), widthOf('timestamptz'))
    default: {
      const read = printedTextReader(type)
      return read && decoderOf(textKernel(read))
    }
  }
}

/**
 * Decodes any type to the text of `to_jsonb(value)::text`, arrays of any dimensions; no value is
 * refused. `undefined` where a value inside comes as printed, which binary arrays do not.
 */
export function jsonTextDecoder(type: SourceType): ColumnDecoder<BytesVector> | undefined {
  const read = jsonTextReader(type)
  return read && decoderOf(textKernel(read))
}

function decoderOf(kernel: Kernel<BytesVector>, width?: FixedWidth): ColumnDecoder<BytesVector> {
  return new KernelDecoder(newBytesVector(), reserveSlices, kernel, width)
}
