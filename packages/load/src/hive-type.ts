import type { RecordType } from '@carmilla/transform'

/**
 * The type of a column in the DDL of Hive, Glue and Athena: `decimal(14,2)`, `array<string>`;
 * lower-case and without blanks, as Glue's own tables have it.
 *
 * Both timestamps are `timestamp`: Hive has no other, and readers show an instant in UTC. It has no time
 * of day, so that is its microseconds.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function hiveType(type: RecordType): string {
  switch (type.kind) {
    case 'bool':
      return 'boolean'
    case 'int16':
      return 'smallint'
    case 'int32':
      return 'int'
    case 'int64':
    case 'timeMicros':
      return 'bigint'
    case 'float32':
      return 'float'
    case 'float64':
      return 'double'
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`
    case 'text':
    case 'uuid':
    case 'json':
      return 'string'
    case 'binary':
    case 'uuidBytes':
      return 'binary'
    case 'date':
    case 'timestamp':
      return type.kind
    case 'list':
      return `array<${hiveType(type.element)}>`
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${hiveType(field.type)}`).join(',')}>`
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`
  }
}
