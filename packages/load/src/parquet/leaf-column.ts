import { decimalWidthBytes, INT32_DECIMAL_DIGITS, INT64_DECIMAL_DIGITS } from '@carmilla/transform'
import type { RecordField, RecordType } from '@carmilla/transform'
import type { LevelLimits } from './levels.ts'
import type { Step } from './nesting.ts'
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

/** A record type whose values are stored as they are, without others below them. */
export type LeafType = Exclude<RecordType, { readonly kind: 'list' | 'struct' | 'map' }>

/** How values of a leaf type are stored. */
export interface Storage {
  readonly physicalType: PhysicalType
  /** Width of FIXED_LEN_BYTE_ARRAY; 0 otherwise. */
  readonly widthBytes: number
  readonly sortOrder: SortOrder
  /** Whether the bytes are UTF-8, and bounds must be. */
  readonly isText: boolean
}

/** One column of values below a record column: a list has one, a map two, a struct those of its fields. */
export interface LeafColumn extends Storage, LevelLimits {
  /** Names from the record column down to the leaf. */
  readonly path: readonly string[]
  /** Whether the record column may be NULL. */
  readonly optional: boolean
  /** The way from the record column down to the leaf; empty when the record column is the leaf. */
  readonly steps: readonly Step[]
}

const UUID_BYTES = 16

/** The leaf columns of a record column, in the order of the file. */
export function leafColumnsOf(field: RecordField): readonly LeafColumn[] {
  const { optional } = field
  const root = { path: [field.name], optional, steps: [] }
  return leavesBelow(field.type, {
    ...root,
    maxDefinitionLevel: optional ? 1 : 0,
    maxRepetitionLevel: 0,
  })
}

function leavesBelow(type: RecordType, at: Omit<LeafColumn, keyof Storage>): readonly LeafColumn[] {
  switch (type.kind) {
    case 'list':
      return below(type.element, at, ['list', 'element'], { into: 'elements', optional: true })
    case 'map':
      return [
        ...below(type.key, at, ['key_value', 'key'], { into: 'keys', optional: false }),
        ...below(type.value, at, ['key_value', 'value'], { into: 'values', optional: true }),
      ]
    case 'struct':
      return type.fields.flatMap((field, index) =>
        below(field.type, at, [field.name], { into: index, optional: field.optional }),
      )
    default:
      return [{ ...storageOf(type), ...at }]
  }
}

/** The leaves below one step: a repeated group adds a level of each kind, an optional node one. */
function below(
  type: RecordType,
  at: Omit<LeafColumn, keyof Storage>,
  names: readonly string[],
  step: Step,
): readonly LeafColumn[] {
  const repeated = typeof step.into === 'number' ? 0 : 1
  return leavesBelow(type, {
    ...at,
    path: [...at.path, ...names],
    steps: [...at.steps, step],
    maxDefinitionLevel: at.maxDefinitionLevel + repeated + (step.optional ? 1 : 0),
    maxRepetitionLevel: at.maxRepetitionLevel + repeated,
  })
}

/** How values of `type` are stored. */
export function storageOf(type: LeafType): Storage {
  switch (type.kind) {
    case 'bool':
      return storage('BOOLEAN', 'bool')
    case 'int16':
    case 'int32':
    case 'date':
      return storage('INT32', 'int32')
    case 'int64':
    case 'timeMicros':
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
    case 'uuidBytes':
      return { ...storage('FIXED_LEN_BYTE_ARRAY', 'unsigned-bytes'), widthBytes: UUID_BYTES }
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
