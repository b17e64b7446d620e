import type { RecordField, RecordType } from './record-type.ts'

/** A record type as a task declares it: `decimal(14, 2)`, `list(text())`. */
export function showRecordType(type: RecordType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'timestamp':
      return `timestamp${type.utc ? 'tz' : ''}${type.unit === 'millis' ? 'Millis' : 'Micros'}()`
    case 'list':
      return `list(${showRecordType(type.element)})`
    case 'struct':
      return `struct({ ${type.fields.map(showField).join(', ')} })`
    case 'map':
      return `map(${showRecordType(type.key)}, ${showRecordType(type.value)})`
    default:
      return `${type.kind}()`
  }
}

function showField({ name, type, optional }: RecordField): string {
  const shown = showRecordType(type)
  return `${showFieldName(name)}: ${optional ? `optional(${shown})` : shown}`
}

/** A name as the key of an object: quoted unless it is an identifier. */
function showFieldName(name: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return name
  return `'${JSON.stringify(name)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)}'`
}
