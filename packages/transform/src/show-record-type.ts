import type { RecordType } from './record-type.ts'

/** A record type as a task declares it: `decimal(14, 2)`, `list(text())`. */
export function showRecordType(type: RecordType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'timestamp':
      return type.utc ? 'timestamptzMicros()' : 'timestampMicros()'
    case 'list':
      return `list(${showRecordType(type.element)})`
    default:
      return `${type.kind}()`
  }
}
