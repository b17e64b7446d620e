import { ExtractError } from './errors.ts'
import { arrayReader } from './pg-types/array.ts'
import { readBool } from './pg-types/bool.ts'
import { readBytea } from './pg-types/bytea.ts'
import { compositeReader } from './pg-types/composite.ts'
import { readDate } from './pg-types/date.ts'
import { readFloat4 } from './pg-types/float4.ts'
import { readFloat8 } from './pg-types/float8.ts'
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
import type { ScalarTypeName, SourceType } from './result-column.ts'
import type { ValueReader } from './vector.ts'

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
}

/**
 * Gives the reader of single values of a type, as `JsValue` types them.
 *
 * @throws {ExtractError} `unsupported_type`
 */
export function valueReader(type: SourceType): ValueReader {
  if (type.kind === 'numeric') return readNumeric
  if (type.kind === 'enum' || type.kind === 'printed') return readText
  if (type.kind === 'array') return arrayReader(innerReader(type.element, 'array'))
  if (type.kind === 'hstore') return readHstore
  if (type.kind === 'composite') {
    return compositeReader(
      type.fields.map((field) => ({ name: field.name, read: innerReader(field.type, 'field') })),
    )
  }
  return SCALAR_READERS[type.kind]
}

/** An array comes in binary, its elements too; so do the fields of a composite value. */
function innerReader(type: SourceType, place: 'array' | 'field'): ValueReader {
  if (type.kind !== 'printed') return valueReader(type)
  const message =
    place === 'array'
      ? `type \`${type.name}[]\` cannot be read; cast it in the query to text[]`
      : `a field of type \`${type.name}\` cannot be read; cast the whole column in the query to text`
  throw new ExtractError('unsupported_type', message, {
    context: { type: place === 'array' ? `${type.name}[]` : type.name },
  })
}
