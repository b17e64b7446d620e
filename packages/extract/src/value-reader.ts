import { ExtractError } from './errors.ts'
import { hasFixedWidth, widthOf } from './fixed-width.ts'
import { malformedValue } from './malformed-value.ts'
import { arrayReader } from './pg-types/array.ts'
import { printedArrayReader } from './pg-types/array-literals.ts'
import { readBool } from './pg-types/bool.ts'
import { readBytea } from './pg-types/bytea.ts'
import { compositeReader } from './pg-types/composite.ts'
import { readDate } from './pg-types/date.ts'
import { readFloat4 } from './pg-types/float4.ts'
import { readFloat8 } from './pg-types/float8.ts'
import { readGeometry } from './pg-types/geometry.ts'
import { HALFVEC_ELEMENTS } from './pg-types/halfvec.ts'
import { readHstore } from './pg-types/hstore.ts'
import { readInt2 } from './pg-types/int2.ts'
import { readInt4 } from './pg-types/int4.ts'
import { readInt8 } from './pg-types/int8.ts'
import { readJsonb } from './pg-types/jsonb.ts'
import { readNumeric } from './pg-types/numeric.ts'
import { readOid } from './pg-types/oid.ts'
import { readText } from './pg-types/text.ts'
import { readTimestamp } from './pg-types/timestamp.ts'
import { readTimestamptz } from './pg-types/timestamptz.ts'
import { readUuid } from './pg-types/uuid.ts'
import { VECTOR_ELEMENTS, vectorReader } from './pg-types/vector.ts'
import type { FixedWidth } from './kernel-decoder.ts'
import type { ScalarTypeName, SourceType } from './result-column.ts'
import type { ValueReader } from './vector.ts'
import { comesPrinted } from './wire-format.ts'

const SCALAR_READERS: Readonly<Record<ScalarTypeName, ValueReader>> = {
  bool: readBool,
  int2: readInt2,
  int4: readInt4,
  int8: readInt8,
  float4: readFloat4,
  float8: readFloat8,
  text: readText,
  varchar: readText,
  bpchar: readText,
  name: readText,
  uuid: readUuid,
  json: readText,
  jsonb: readJsonb,
  date: readDate,
  timestamp: readTimestamp,
  timestamptz: readTimestamptz,
  bytea: readBytea,
  oid: readOid,
  xid: readOid,
  cid: readOid,
  vector: vectorReader(VECTOR_ELEMENTS),
  halfvec: vectorReader(HALFVEC_ELEMENTS),
  geometry: readGeometry,
  geography: readGeometry,
}

/**
 * Gives the reader of single values of a type, as `JsValue` types them.
 *
 * @throws {ExtractError} `unsupported_type`
 */
export function valueReader(type: SourceType): ValueReader {
  if (type.kind === 'numeric') return readNumeric
  if (type.kind === 'enum' || type.kind === 'printed') return readText
  if (type.kind === 'array') {
    return type.element.kind === 'printed'
      ? printedArrayReader(type.element.delimiter ?? ',')
      : arrayReader(innerReader(type.element))
  }
  if (type.kind === 'hstore') return readHstore
  if (type.kind === 'composite') {
    return compositeReader(
      type.fields.map((field) => ({ name: field.name, read: innerReader(field.type) })),
    )
  }
  const read = SCALAR_READERS[type.kind]
  return hasFixedWidth(type.kind) ? fixedWidthReader(read, widthOf(type.kind)) : read
}

/** Makes a reader that refuses values of another width, with `protocol_violation`. */
export function fixedWidthReader<Value>(
  read: ValueReader<Value>,
  { type, widthBytes }: FixedWidth,
): ValueReader<Value> {
  return (batch, position) => {
    if (batch.view.getInt32(position - 4) !== widthBytes) throw malformedValue(type)
    return read(batch, position)
  }
}

/** Elements and fields come in binary. */
function innerReader(type: SourceType): ValueReader {
  if (!comesPrinted(type)) return valueReader(type)
  const name = showPrinted(type)
  throw new ExtractError(
    'unsupported_type',
    `a value of type \`${name}\` in another cannot be read; cast the whole column in the query to text`,
    { context: { type: name } },
  )
}

function showPrinted(type: SourceType): string {
  if (type.kind === 'array') return `${showPrinted(type.element)}[]`
  return type.kind === 'printed' ? type.name : type.kind
}
