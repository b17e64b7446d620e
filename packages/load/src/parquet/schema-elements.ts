import type { RecordSchema, RecordType } from '@carmilla/transform'
import { type LeafType, PHYSICAL_TYPE_IDS, storageOf } from './leaf-column.ts'
import type { ThriftWriter } from './thrift-compact.ts'

/**
 * Writes the schema of a file, depth first: both annotations of every type, because older readers
 * know only `converted_type` and newer ones prefer `logicalType`.
 *
 * @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function writeSchemaElements(thrift: ThriftWriter, id: number, schema: RecordSchema): void {
  const elements: ElementWriter[] = [(root) => writeRoot(root, schema.length)]
  for (const field of schema) addElements(elements, field)
  thrift.structList(id, elements, (writeElement) => writeElement(thrift))
}

/** Writes the fields of one SchemaElement: 1 type, 2 type_length, 3 repetition_type, … */
type ElementWriter = (thrift: ThriftWriter) => void

interface Node {
  readonly name: string
  readonly type: RecordType
  readonly optional: boolean
}

function writeRoot(thrift: ThriftWriter, columns: number): void {
  thrift.binary(4, 'schema')
  thrift.i32(5, columns)
}

/** Adds a node and all below it; the groups in between have the names that the format gives them. */
function addElements(elements: ElementWriter[], { name, type, optional }: Node): void {
  const repetition = optional ? OPTIONAL : REQUIRED
  switch (type.kind) {
    case 'list':
      addGroup(elements, { name, repetition, children: 1, annotation: 'LIST' })
      addGroup(elements, { name: 'list', repetition: REPEATED, children: 1 })
      addElements(elements, { name: 'element', type: type.element, optional: true })
      return
    case 'map':
      addGroup(elements, { name, repetition, children: 1, annotation: 'MAP' })
      addGroup(elements, { name: 'key_value', repetition: REPEATED, children: 2 })
      addElements(elements, { name: 'key', type: type.key, optional: false })
      addElements(elements, { name: 'value', type: type.value, optional: true })
      return
    case 'struct':
      addGroup(elements, { name, repetition, children: type.fields.length })
      for (const field of type.fields) addElements(elements, field)
      return
    default:
      elements.push((thrift) => writeLeaf(thrift, name, type, repetition))
  }
}

interface Group {
  readonly name: string
  readonly repetition: number
  readonly children: number
  readonly annotation?: 'LIST' | 'MAP'
}

function addGroup(elements: ElementWriter[], group: Group): void {
  const { name, repetition, children, annotation } = group
  elements.push((thrift) => {
    thrift.i32(3, repetition)
    thrift.binary(4, name)
    thrift.i32(5, children)
    if (annotation === undefined) return
    thrift.i32(6, CONVERTED[annotation])
    thrift.struct(10, () => thrift.emptyStruct(LOGICAL[annotation]))
  })
}

function writeLeaf(thrift: ThriftWriter, name: string, type: LeafType, repetition: number): void {
  const { physicalType, widthBytes } = storageOf(type)
  thrift.i32(1, PHYSICAL_TYPE_IDS[physicalType])
  if (widthBytes > 0) thrift.i32(2, widthBytes)
  thrift.i32(3, repetition)
  thrift.binary(4, name)
  writeAnnotations(thrift, type)
}

/** Fields 6 converted_type, 7 scale, 8 precision and 10 logicalType. */
function writeAnnotations(thrift: ThriftWriter, type: LeafType): void {
  switch (type.kind) {
    case 'bool':
    case 'int32':
    case 'int64':
    case 'float32':
    case 'float64':
    case 'binary':
      return
    case 'int16':
      thrift.i32(6, CONVERTED.INT_16)
      thrift.struct(10, () =>
        thrift.struct(LOGICAL.INTEGER, () => {
          thrift.i8(1, 16)
          thrift.bool(2, true)
        }),
      )
      return
    case 'decimal':
      thrift.i32(6, CONVERTED.DECIMAL)
      thrift.i32(7, type.scale)
      thrift.i32(8, type.precision)
      thrift.struct(10, () =>
        thrift.struct(LOGICAL.DECIMAL, () => {
          thrift.i32(1, type.scale)
          thrift.i32(2, type.precision)
        }),
      )
      return
    case 'text':
    case 'uuid':
    case 'json':
      thrift.i32(6, CONVERTED.UTF8)
      thrift.struct(10, () => thrift.emptyStruct(LOGICAL.STRING))
      return
    case 'date':
      thrift.i32(6, CONVERTED.DATE)
      thrift.struct(10, () => thrift.emptyStruct(LOGICAL.DATE))
      return
    case 'uuidBytes':
      // There is no converted type of it.
      thrift.struct(10, () => thrift.emptyStruct(LOGICAL.UUID))
      return
    case 'timeMicros':
      thrift.i32(6, CONVERTED.TIME_MICROS)
      thrift.struct(10, () => writeClock(thrift, LOGICAL.TIME, { utc: false, unit: 'micros' }))
      return
    case 'timestamp':
      thrift.i32(6, TIMESTAMP_UNITS[type.unit].converted)
      thrift.struct(10, () => {
        writeClock(thrift, LOGICAL.TIMESTAMP, { utc: type.utc, unit: type.unit })
      })
      return
  }
}

/** `TimeType` and `TimestampType` have the same fields. */
function writeClock(
  thrift: ThriftWriter,
  id: number,
  { utc, unit }: { readonly utc: boolean; readonly unit: 'millis' | 'micros' },
): void {
  thrift.struct(id, () => {
    thrift.bool(1, utc)
    thrift.struct(2, () => thrift.emptyStruct(TIMESTAMP_UNITS[unit].timeUnit))
  })
}

const REQUIRED = 0
const OPTIONAL = 1
const REPEATED = 2

/** `ConvertedType` of parquet.thrift. */
const CONVERTED = {
  UTF8: 0,
  MAP: 1,
  LIST: 3,
  DECIMAL: 5,
  DATE: 6,
  TIME_MICROS: 8,
  INT_16: 16,
}

/** Field ids of the union `LogicalType` of parquet.thrift. */
const LOGICAL = {
  STRING: 1,
  MAP: 2,
  LIST: 3,
  DECIMAL: 5,
  DATE: 6,
  TIME: 7,
  TIMESTAMP: 8,
  INTEGER: 10,
  UUID: 14,
}

/** `ConvertedType`, and the field id of the union `TimeUnit`. */
const TIMESTAMP_UNITS = {
  millis: { converted: 9, timeUnit: 1 },
  micros: { converted: 10, timeUnit: 2 },
} as const
