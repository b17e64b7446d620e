import { decimalWidthBytes, type RecordField, type RecordSchema } from '@carmilla/transform'
import type { FieldDefinition, ParquetCompression, SchemaDefinition } from '@dsnp/parquetjs'
import type { LeafType } from '../parquet/leaf-column.ts'

/** A record's schema as parquetjs takes it: three-level lists and maps, as in every other file. */
export function schemaDefinition(
  schema: RecordSchema,
  compression: ParquetCompression,
): SchemaDefinition {
  return Object.fromEntries(schema.map((field) => [field.name, definitionOf(field, compression)]))
}

function definitionOf(
  { type, optional }: Omit<RecordField, 'name'>,
  compression: ParquetCompression,
): FieldDefinition {
  switch (type.kind) {
    case 'list': {
      const element = definitionOf({ type: type.element, optional: true }, compression)
      return { type: 'LIST', optional, fields: { list: { repeated: true, fields: { element } } } }
    }
    case 'map': {
      const key = definitionOf({ type: type.key, optional: false }, compression)
      const value = definitionOf({ type: type.value, optional: true }, compression)
      const entries = { repeated: true, fields: { key, value } }
      return { type: 'MAP', optional, fields: { key_value: entries } }
    }
    case 'struct':
      return { optional, fields: schemaDefinition(type.fields, compression) }
    default:
      return { ...leafDefinition(type), optional, compression }
  }
}

/**
 * Bounds are left out where they would be wrong: it orders text by UTF-16 unless given bytes, which
 * it does not count or cut, decimals as unsigned bytes, and floats without regard to NaN and -0.
 */
function leafDefinition(type: LeafType): FieldDefinition {
  switch (type.kind) {
    case 'bool':
      return { type: 'BOOLEAN' }
    case 'int16':
      return { type: 'INT_16' }
    case 'int32':
      return { type: 'INT32' }
    case 'int64':
      return { type: 'INT64' }
    case 'float32':
      return { type: 'FLOAT', statistics: false }
    case 'float64':
      return { type: 'DOUBLE', statistics: false }
    case 'text':
    case 'uuid':
    case 'json':
      return { type: 'UTF8', statistics: false }
    case 'binary':
      return { type: 'BYTE_ARRAY', statistics: false }
    case 'date':
      return { type: 'DATE', statistics: false }
    case 'decimal': {
      const { precision, scale } = type
      // With a width it takes the bytes as they are; without, it multiplies doubles.
      const typeLength = decimalWidthBytes(precision)
      return { type: 'DECIMAL', precision, scale, typeLength, statistics: false }
    }
    case 'timestamp':
    case 'timeMicros':
    case 'uuidBytes':
      throw new TypeError(`${type.kind} is refused, expected it not to come here`)
  }
}
