import { type Column, optional } from './column.ts'
import { binary } from './columns/binary.ts'
import { bool } from './columns/bool.ts'
import { date } from './columns/date.ts'
import { decimal } from './columns/decimal.ts'
import { float32 } from './columns/float32.ts'
import { float64 } from './columns/float64.ts'
import { int16 } from './columns/int16.ts'
import { int32 } from './columns/int32.ts'
import { int64 } from './columns/int64.ts'
import { json } from './columns/json.ts'
import { list } from './columns/list.ts'
import { map } from './columns/map.ts'
import { struct } from './columns/struct.ts'
import { text } from './columns/text.ts'
import { timeMicros } from './columns/time.ts'
import {
  timestampMicros,
  timestampMillis,
  timestamptzMicros,
  timestamptzMillis,
} from './columns/timestamp.ts'
import { uuid } from './columns/uuid.ts'
import { uuidBytes } from './columns/uuid-bytes.ts'
import type { RecordType } from './record-type.ts'

const PLAIN_COLUMNS = {
  binary,
  bool,
  date,
  float32,
  float64,
  int16,
  int32,
  int64,
  json,
  text,
  timeMicros,
  uuid,
  uuidBytes,
}

/** The column of a record type that is known only at run time. */
export function columnOf(type: RecordType): Column<RecordType, false, 'exact', 'error'> {
  switch (type.kind) {
    case 'decimal':
      return decimal(type.precision, type.scale)
    case 'timestamp':
      if (type.unit === 'millis') return type.utc ? timestamptzMillis() : timestampMillis()
      return type.utc ? timestamptzMicros() : timestampMicros()
    case 'list':
      return list(columnOf(type.element))
    case 'struct':
      return struct(
        Object.fromEntries(
          type.fields.map((field) => {
            const column = columnOf(field.type)
            return [field.name, field.optional ? optional(column) : column]
          }),
        ),
      )
    case 'map':
      return map(columnOf(type.key), columnOf(type.value))
    default:
      return PLAIN_COLUMNS[type.kind]()
  }
}
