import { decimalWidthBytes, INT32_DECIMAL_DIGITS, INT64_DECIMAL_DIGITS } from '@carmilla/transform'
import type { RecordField, RecordType } from '@carmilla/transform'
import type { LevelLimits } from './levels.ts'
import type { SortOrder } from './statistics.ts'

/** `Type` of parquet.thrift, as far as this encoder uses it. */
export type PhysicalType =
  | 'BOOLEAN'
  | 'INT32'
  | 'INT64'
  | 'FLOAT'
  | 'DOUBLE'
  | 'BYTE_ARRAY'
  | 'FIXED_LEN_BYTE_ARRAY'

/** `Type` ids of parquet.thrift. */
export const PHYSICAL_TYPE_IDS: Readonly<Record<PhysicalType, number>> = {
  BOOLEAN: 0,
  INT32: 1,
  INT64: 2,
  FLOAT: 4,
  DOUBLE: 5,
  BYTE_ARRAY: 6,
  FIXED_LEN_BYTE_ARRAY: 7,
}

/** How values of a record type that is no list are stored. */
export interface Storage {
  readonly physicalType: PhysicalType
  /** Width of FIXED_LEN_BYTE_ARRAY; 0 otherwise. */
  readonly widthBytes: number
  readonly sortOrder: SortOrder
  /** Whether the bytes are UTF-8, and bounds must be. */
  readonly isText: boolean
}

/** The one column of values below a record column: each record type has exactly one. */
export interface LeafColumn extends Storage, LevelLimits {
  /** Names from the record column down to the leaf. */
  readonly path: readonly string[]
  /** Whether the record column is a list. */
  readonly isList: boolean
  /** Whether the record column may be NULL. */
  readonly optional: boolean
}

/** The leaf column of a record column. */
export function leafColumnOf(field: RecordField): LeafColumn {
  const path = [field.name]
  let { type } = field
  let lists = 0
  while (type.kind === 'list') {
    path.push('list', 'element')
    type = type.element
    lists++
  }
  return {
    ...storageOf(type),
    path,
    isList: lists > 0,
    optional: field.optional,
    // Each list adds a repeated group and an optional element.
    maxDefinitionLevel: (field.optional ? 1 : 0) + 2 * lists,
    maxRepetitionLevel: lists,
  }
}

/** How values of `type` are stored. */
export function storageOf(type: Exclude<RecordType, { readonly kind: 'list' }>): Storage {
  switch (type.kind) {
    case 'bool':
      return storage('BOOLEAN', 'bool')
    case 'int16':
    case 'int32':
    case 'date':
      return storage('INT32', 'int32')
    case 'int64':
    case 'timestamp':
      return storage('INT64', 'int64')
    case 'float32':
      return storage('FLOAT', 'float32')
    case 'float64':
      return storage('DOUBLE', 'float64')
    case 'decimal':
      return decimalStorage(type.precision)
    case 'text':
    case 'uuid':
    case 'json':
      return { ...storage('BYTE_ARRAY', 'unsigned-bytes'), isText: true }
    case 'binary':
      return storage('BYTE_ARRAY', 'unsigned-bytes')
  }
}

function decimalStorage(precision: number): Storage {
  if (precision <= INT32_DECIMAL_DIGITS) return storage('INT32', 'int32')
  if (precision <= INT64_DECIMAL_DIGITS) return storage('INT64', 'int64')
  return {
    ...storage('FIXED_LEN_BYTE_ARRAY', 'signed-bytes'),
    widthBytes: decimalWidthBytes(precision),
  }
}

function storage(physicalType: PhysicalType, sortOrder: SortOrder): Storage {
  return { physicalType, widthBytes: 0, sortOrder, isText: false }
}
