import type { RecordField, RecordSchema, RecordType } from '@carmilla/transform'
import type { ColumnRefusal } from '../record-writer.ts'
import { parquetjsType } from './column-type.ts'

/**
 * The columns that parquetjs 1.8.9 would corrupt, or would stop at in the middle of a file.
 * `test/parquetjs/parquetjs-faults.test.ts` shows the fault behind each reason.
 */
export function columnRefusals(schema: RecordSchema): readonly ColumnRefusal[] {
  return schema.flatMap((field) => {
    const reason = reasonOf(field)
    return reason === undefined
      ? []
      : [{ column: field.name, type: parquetjsType(field.type), reason }]
  })
}

function reasonOf({ name, type }: RecordField): string | undefined {
  return nameReason(name) ?? typeReason(type)
}

/** It keeps columns in plain objects, by the names of their path joined by commas. */
function nameReason(name: string): string | undefined {
  const reason =
    name in Object.prototype
      ? 'is a property of every JavaScript object, by which it looks columns up'
      : name.includes(',')
        ? 'has a comma, with which it joins the names of nested fields'
        : /^(?:0|[1-9]\d*)$/.test(name)
          ? 'is a number, and so moves to the front of the columns'
          : undefined
  return reason === undefined ? undefined : `the name \`${name}\` ${reason}`
}

function typeReason(type: RecordType): string | undefined {
  switch (type.kind) {
    case 'bool':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'float32':
    case 'float64':
    case 'decimal':
    case 'text':
    case 'uuid':
    case 'json':
    case 'binary':
    case 'date':
      return undefined
    case 'timestamp':
      return type.utc
        ? 'it rejects microseconds before 1970, and writes no logical type, so that DuckDB takes the times for local ones'
        : 'it writes no logical type, so that readers take local times for UTC'
    case 'timeMicros':
      return 'it writes no logical type, so that readers take local times for UTC'
    case 'uuidBytes':
      return 'it writes no logical type, so that readers see 16 raw bytes'
    case 'list':
      return typeReason(type.element)
    case 'map':
      return typeReason(type.key) ?? typeReason(type.value)
    case 'struct':
      return type.fields.map(reasonOf).find((reason) => reason !== undefined)
  }
}
