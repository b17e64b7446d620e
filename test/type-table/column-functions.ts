import type { Column, RecordType } from '../../packages/transform/src/index.ts'
import {
  binary,
  bool,
  date,
  decimal,
  float32,
  float64,
  int16,
  int32,
  int64,
  intervalParts,
  json,
  list,
  point,
  range,
  text,
  timeMicros,
  timestampMicros,
  timestamptzMicros,
  UNCOUNTED,
  uuid,
  uuidBytes,
} from '../../packages/transform/src/index.ts'
import type { SourceType } from '../../packages/extract/src/index.ts'

/** A column as a task declares it. */
export interface ColumnFunction {
  readonly text: string
  readonly column: Column<RecordType, false>
}

/** Every column function that holds single values or structs of them, with its options: a line for each. */
const COLUMN_FUNCTIONS: readonly ColumnFunction[] = [
  { text: 'bool()', column: bool() },
  { text: 'int16()', column: int16() },
  { text: 'int32()', column: int32() },
  { text: 'int64()', column: int64() },
  { text: 'float32()', column: float32() },
  { text: 'float64()', column: float64() },
  { text: 'decimal(38, 10)', column: decimal(38, 10) },
  {
    text: "decimal(38, 10, { overflow: 'error' })",
    column: decimal(38, 10, { overflow: 'error' }),
  },
  { text: 'text()', column: text() },
  { text: 'uuid()', column: uuid() },
  { text: 'json()', column: json() },
  { text: 'binary()', column: binary() },
  { text: 'date()', column: date() },
  { text: 'timestampMicros()', column: timestampMicros() },
  { text: 'timestamptzMicros()', column: timestamptzMicros() },
  { text: 'timeMicros()', column: timeMicros() },
  { text: 'uuidBytes()', column: uuidBytes() },
  { text: 'intervalParts()', column: intervalParts() },
  { text: 'point()', column: point() },
  { text: 'range(int32())', column: range(int32()) },
  { text: 'range(int64())', column: range(int64()) },
  {
    text: "range(decimal(38, 10, { overflow: 'error' }))",
    column: range(decimal(38, 10, { overflow: 'error' })),
  },
  { text: 'range(text())', column: range(text()) },
  { text: 'range(date())', column: range(date()) },
  { text: 'range(timestampMicros())', column: range(timestampMicros()) },
  { text: 'range(timestamptzMicros())', column: range(timestamptzMicros()) },
]

/** The columns that hold a source type, as they are declared: each says itself whether it does. */
export function columnsFor(source: SourceType, dimensions: number): readonly ColumnFunction[] {
  let candidates = COLUMN_FUNCTIONS
  if (source.kind === 'array') {
    for (let level = 0; level < dimensions; level++) candidates = candidates.map(listOf)
  } else candidates = [...candidates, ...candidates.map(listOf)]
  return candidates.filter(({ column }) => column.decoder(source, UNCOUNTED) !== undefined)
}

function listOf({ text: element, column }: ColumnFunction): ColumnFunction {
  return { text: `list(${element})`, column: list(column) }
}
