import type { RecordType } from '@carmilla/transform'
import { type LeafType, type Storage, storageOf } from './leaf-column.ts'

/**
 * Physical and logical type of a column in the words of the Parquet specification:
 * `INT64 TIMESTAMP(MICROS, UTC)`, `LIST<BYTE_ARRAY STRING>`, `DOUBLE`.
 *
 * @param storage how leaves are stored; by default as {@link ParquetWriter} does it.
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function parquetType(
  type: RecordType,
  storage: (leaf: LeafType) => Storage = storageOf,
): string {
  if (type.kind === 'list') return `LIST<${parquetType(type.element, storage)}>`
  if (type.kind === 'map')
    return `MAP<${parquetType(type.key, storage)}, ${parquetType(type.value, storage)}>`
  if (type.kind === 'struct') {
    const fields = type.fields.map((field) => `${field.name}: ${parquetType(field.type, storage)}`)
    return `GROUP<${fields.join(', ')}>`
  }
  const { physicalType, widthBytes } = storage(type)
  const physical = widthBytes === 0 ? physicalType : `${physicalType}(${widthBytes})`
  const logical = logicalType(type)
  return logical === undefined ? physical : `${physical} ${logical}`
}

function logicalType(type: LeafType): string | undefined {
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
