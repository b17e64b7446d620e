import type { RecordType } from '@carmilla/transform'
import { storageOf } from './leaf-column.ts'

/**
 * Physical and logical type of a column in the words of the Parquet specification:
 * `INT64 TIMESTAMP(MICROS, UTC)`, `LIST<BYTE_ARRAY STRING>`, `DOUBLE`.
 *
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function parquetType(type: RecordType): string {
  if (type.kind === 'list') return `LIST<${parquetType(type.element)}>`
  if (type.kind === 'map') return `MAP<${parquetType(type.key)}, ${parquetType(type.value)}>`
  if (type.kind === 'struct') {
    const fields = type.fields.map((field) => `${field.name}: ${parquetType(field.type)}`)
    return `GROUP<${fields.join(', ')}>`
  }
  const { physicalType, widthBytes } = storageOf(type)
  const physical = widthBytes === 0 ? physicalType : `${physicalType}(${widthBytes})`
  const logical = logicalType(type)
  return logical === undefined ? physical : `${physical} ${logical}`
}

function logicalType(
  type: Exclude<RecordType, { readonly kind: 'list' | 'struct' | 'map' }>,
): string | undefined {
  switch (type.kind) {
    case 'int16':
      return 'INT(16, signed)'
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`
    case 'text':
    case 'uuid':
    case 'json':
      return 'STRING'
    case 'date':
      return 'DATE'
    case 'timeMicros':
      return 'TIME(MICROS, local)'
    case 'uuidBytes':
      return 'UUID'
    case 'timestamp':
      return `TIMESTAMP(${type.unit.toUpperCase()}, ${type.utc ? 'UTC' : 'local'})`
    default:
      return undefined
  }
}
