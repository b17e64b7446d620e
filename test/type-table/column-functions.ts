import type { Column, RecordType } from '../../packages/transform/src/index.ts'
import {
  asJson,
  asText,
  binary,
  bool,
  clamp,
  date,
  decimal,
  float32,
  float64,
  fromJson,
  int16,
  int32,
  int64,
  intervalParts,
  json,
  list,
  lossy,
  map,
  optional,
  point,
  range,
  struct,
  text,
  timeMicros,
  timestampMicros,
  timestampMillis,
  timestamptzMicros,
  timestamptzMillis,
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
  return candidates.filter(({ column }) => accepts(column, source))
}

/** A column that a task declares with a policy. */
interface PolicyColumn {
  /** As a task declares it, without the reason. */
  readonly text: string
  readonly column: Column<RecordType, false>
  /** What holds the same without the policy: where it does, there is nothing to declare. */
  readonly unless?: Column<RecordType, false>
}

const WHY = 'as an example'
const BOUNDS = { from: '1970-01-01', to: '2099-12-31' }

/** Every policy that changes values, or how they are written: a line for each. */
const POLICY_COLUMNS: readonly PolicyColumn[] = [
  {
    text: 'lossy(decimal(38, 10), …)',
    column: lossy(decimal(38, 10), WHY),
    unless: decimal(38, 10),
  },
  { text: 'lossy(float64(), …)', column: lossy(float64(), WHY), unless: float64() },
  { text: 'lossy(float32(), …)', column: lossy(float32(), WHY), unless: float32() },
  { text: 'lossy(date(), …)', column: lossy(date(), WHY), unless: date() },
  {
    text: 'lossy(timestampMicros(), …)',
    column: lossy(timestampMicros(), WHY),
    unless: timestampMicros(),
  },
  { text: 'lossy(timestampMillis(), …)', column: lossy(timestampMillis(), WHY) },
  { text: 'lossy(timestamptzMillis(), …)', column: lossy(timestamptzMillis(), WHY) },
  {
    text: 'lossy(text({ maxCharacters }), …)',
    column: lossy(text({ maxCharacters: 80 }), WHY),
  },
  { text: 'clamp(date(), …)', column: clamp(date(), BOUNDS, WHY) },
  { text: 'clamp(timestampMicros(), …)', column: clamp(timestampMicros(), BOUNDS, WHY) },
  { text: 'clamp(timestamptzMicros(), …)', column: clamp(timestamptzMicros(), BOUNDS, WHY) },
  {
    text: 'asText(decimal(38, 10))',
    column: asText(decimal(38, 10)),
  },
  { text: 'asText(date())', column: asText(date()) },
  { text: 'asText(timestampMicros())', column: asText(timestampMicros()) },
  { text: 'asText(timestamptzMicros())', column: asText(timestamptzMicros()) },
  { text: 'asJson(map(text(), text()))', column: asJson(map(text(), text())) },
  {
    text: 'fromJson(struct({ … }))',
    column: fromJson(struct({ field: optional(text()) })),
  },
]

/** The policies that a task may declare for a source type. */
export function policiesFor(source: SourceType): readonly PolicyColumn[] {
  const ofLists = COLUMN_FUNCTIONS.flatMap(({ text: element, column }) => [
    { text: `lossy(list(${element}), …)`, column: lossy(list(column), WHY) },
    { text: `asJson(list(${element}))`, column: asJson(list(column)) },
  ])
  const candidates = source.kind === 'array' ? ofLists : POLICY_COLUMNS
  return candidates.filter(({ column, ...policy }) => {
    const unless = 'unless' in policy ? policy.unless : undefined
    return accepts(column, source) && !(unless !== undefined && accepts(unless, source))
  })
}

function accepts(column: Column, source: SourceType): boolean {
  return column.decoder(source, UNCOUNTED) !== undefined
}

function listOf({ text: element, column }: ColumnFunction): ColumnFunction {
  return { text: `list(${element})`, column: list(column) }
}
