import { hasFixedWidth, widthOf } from './fixed-width.ts'
import { dateText, timestampText } from './pg-types/calendar-text.ts'
import { float4Text, float8Text } from './pg-types/float-text.ts'
import { readJsonb } from './pg-types/jsonb.ts'
import { checkNumeric } from './pg-types/numeric-layout.ts'
import { numericText } from './pg-types/numeric-text.ts'
import { readText } from './pg-types/text.ts'
import { readUuid } from './pg-types/uuid.ts'
import type { SourceType } from './result-column.ts'
import { fixedWidthReader } from './value-reader.ts'
import type { ValueReader } from './vector.ts'

/**
 * Gives the reader of single values as `value::text` prints them, with ISO dates and in UTC: every
 * value has a text. `char(n)` keeps its blanks. `undefined` for arrays, composite types and `hstore`.
 */
export function printedTextReader(type: SourceType): ValueReader<string> | undefined {
  const read = readerOf(type)
  return read && hasFixedWidth(type.kind) ? fixedWidthReader(read, widthOf(type.kind)) : read
}

function readerOf(type: SourceType): ValueReader<string> | undefined {
  switch (type.kind) {
    case 'bool':
      return ({ bytes }, position) => (bytes[position] === 1 ? 'true' : 'false')
    case 'int2':
      return ({ view }, position) => String(view.getInt16(position))
    case 'int4':
      return ({ view }, position) => String(view.getInt32(position))
    case 'int8':
      return ({ view }, position) => String(view.getBigInt64(position))
    case 'oid':
    case 'xid':
    case 'cid':
      return ({ view }, position) => String(view.getUint32(position))
    case 'float4':
      return ({ view }, position) => float4Text(view.getFloat32(position))
    case 'float8':
      return ({ view }, position) => float8Text(view.getFloat64(position))
    case 'numeric':
      return ({ view }, position) => {
        checkNumeric(view, position)
        return numericText(view, position)
      }
    case 'date':
      return ({ view }, position) => dateText(view, position)
    case 'timestamp':
      return ({ view }, position) => timestampText(view, position, '')
    case 'timestamptz':
      return ({ view }, position) => timestampText(view, position, '+00')
    case 'uuid':
      return readUuid
    case 'jsonb':
      return readJsonb
    case 'bytea':
      return ({ bytes, view }, position) =>
        String.raw`\x${bytes.toString('hex', position, position + view.getInt32(position - 4))}`
    case 'text':
    case 'varchar':
    case 'bpchar':
    case 'name':
    case 'json':
    case 'enum':
    case 'printed':
      return readText
    default:
      return undefined
  }
}
