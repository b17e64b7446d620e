import {
  asJson,
  asText,
  clamp,
  date,
  decimal,
  defineTask,
  float32,
  float64,
  int32,
  int64,
  list,
  lossy,
  map,
  optional,
  struct,
  text,
  timestampMicros,
  timestampMillis,
  timestamptzMicros,
  timestamptzMillis,
} from '@carmilla/transform'
import { db } from './database.ts'

const COUNTED = { unrepresentable: 'null' } as const

// What compiles only with a reason.
defineTask({
  source: db
    .selectFrom('samples')
    .select([
      'int4',
      'int8',
      'float8',
      'numeric',
      'numeric_14_2',
      'text',
      'varchar',
      'timestamp',
      'timestamptz',
      'texts',
    ]),
  record: () => ({
    int4: lossy(float32(), 'a chart'),
    int8: lossy(float64(), 'a chart'),
    float8: lossy(float32(), 'half of the bytes'),
    numeric: lossy(float64(), 'dashboards need no cents'),
    numeric_14_2: optional(lossy(decimal(14, 1), 'rounded to dimes'), COUNTED),
    text: lossy(text({ maxCharacters: 80 }), 'a preview'),
    varchar: lossy(text({ maxCharacters: 1 }), 'an initial'),
    timestamp: lossy(timestampMillis(), 'Athena rounds'),
    timestamptz: lossy(timestamptzMillis(), 'Athena rounds'),
    texts: lossy(list(text()), 'the order is enough'),
  }),
})

defineTask({
  source: db
    .selectFrom('samples')
    .select(['int8', 'numeric', 'numeric_14_2', 'timestamp', 'timestamptz']),
  record: () => ({
    int8: lossy(float32(), 'a chart'),
    numeric: lossy(decimal(38, 10), 'ten digits are enough'),
    numeric_14_2: lossy(float32(), 'a chart'),
    timestamp: lossy(date(), 'only the day'),
    timestamptz: lossy(timestampMicros(), 'the clock of UTC'),
  }),
})

// Without one, the sentence says that it is a choice.
defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: float64(), // error: bool cannot be written as float64(); use bool()
    int2: float32(), // error: int2 cannot be written as float32(); use int16()
    int4: float32(), // error: int4 cannot be written as float32(); use int32(), or lossy()
    int8: float64(), // error: int8 cannot be written as float64(); use int64(), or lossy()
    float4: int32(), // error: float4 cannot be written as int32(); use float32()
    float8: float32(), // error: float8 cannot be written as float32(); use float64(), or lossy()
    numeric: float32(), // error: unconstrained numeric cannot be written as float32(); use text(), or lossy()
    numeric_14_2: decimal(10, 1), // error: numeric(14,2) does not fit decimal(10, 1); use decimal(14, 2), or { overflow: 'error' }, or lossy()
    text: text({ maxCharacters: 80 }), // error: text cannot be written as text({ maxCharacters: … }); use text(), or lossy()
    varchar: int32(), // error: varchar cannot be written as int32(); use text()
    bpchar: text({ maxCharacters: 1 }), // error: bpchar cannot be written as text({ maxCharacters: … }); use text(), or lossy()
    name: int32(), // error: name cannot be written as int32(); use text()
    enum: text({ maxCharacters: 1 }), // error: an enum cannot be written as text({ maxCharacters: … }); use text()
    uuid: int32(), // error: uuid cannot be written as int32(); use uuid()
    json: int32(), // error: json cannot be written as int32(); use json()
    jsonb: int32(), // error: jsonb cannot be written as int32(); use json()
    date: timestampMillis(), // error: date cannot be written as timestampMillis(); use date()
    timestamp: timestampMillis(), // error: timestamp cannot be written as timestampMillis(); use timestampMicros(), or lossy()
    timestamptz: timestamptzMillis(), // error: timestamptz cannot be written as timestamptzMillis(); use timestamptzMicros(), or lossy()
    bytea: int32(), // error: bytea cannot be written as int32(); use binary()
    texts: list(text({ maxCharacters: 1 })), // error: text[] cannot be written as list(text({ maxCharacters: … })); use list(text())
    int4s: list(float32()), // error: int4[] cannot be written as list(float32()); use list(int32())
    inet: text({ maxCharacters: 1 }), // error: inet cannot be written as text({ maxCharacters: … }); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').select(['timestamp', 'timestamptz', 'numeric', 'numeric_14_2']),
  record: () => ({
    timestamp: date(), // error: timestamp cannot be written as date(); use timestampMicros(), or lossy()
    timestamptz: timestampMicros(), // error: timestamptz cannot be written as timestampMicros(); use timestamptzMicros(), or lossy()
    numeric: decimal(38, 10), // error: unconstrained numeric does not fit decimal(38, 10); use text(), or { overflow: 'error' }, or lossy()
    numeric_14_2: float64(), // error: numeric(14,2) cannot be written as float64(); use decimal(14, 2), or lossy()
  }),
})

// Where nothing is lost there is nothing to declare.
defineTask({
  source: db
    .selectFrom('samples')
    .select(['float8', 'float4', 'numeric_14_2', 'date', 'timestamptz', 'text']),
  record: () => ({
    float8: lossy(float64(), 'a habit'), // error: float8 fits float64() exactly; drop lossy()
    float4: lossy(float32(), 'a habit'), // error: float4 fits float32() exactly; drop lossy()
    numeric_14_2: lossy(decimal(18, 2), 'a habit'), // error: numeric(14,2) fits decimal(18, 2) exactly; drop lossy()
    date: lossy(date(), 'a habit'), // error: date fits date() exactly; drop lossy()
    timestamptz: optional(lossy(timestamptzMicros(), 'a habit')), // error: timestamptz fits timestamptzMicros() exactly; drop lossy()
    text: lossy(text(), 'a habit'), // error: text fits text() exactly; drop lossy()
  }),
})

// It does not make a column of what is none, and too many digits before the point are not lost.
defineTask({
  source: db.selectFrom('samples').select(['text', 'int8', 'numeric_14_2', 'timestamp', 'texts']),
  record: () => ({
    text: lossy(float64(), 'a chart'), // error: text cannot be written as float64(); use text()
    int8: lossy(int32(), 'most are small'), // error: int8 cannot be written as int32(); use int64()
    numeric_14_2: lossy(decimal(10, 2), 'most are small'), // error: numeric(14,2) does not fit decimal(10, 2); use decimal(14, 2), or { overflow: 'error' }
    timestamp: lossy(timestamptzMillis(), 'no zone'), // error: timestamp cannot be written as timestamptzMillis(); use timestampMicros()
    texts: lossy(list(list(text())), 'flat'), // error: text[] fits list(list(text())) exactly; drop lossy()
  }),
})

defineTask({
  source: db.selectFrom('orders').select(['note', 'total', 'paid_at']),
  record: () => ({
    note: lossy(text({ maxCharacters: 80 }), 'a preview'), // error: the source may be NULL here; wrap the column in optional()
    total: optional(lossy(float64(), 'a chart')), // error: the source is never NULL here; drop optional()
    paid_at: optional(lossy(date(), 'only the day')),
  }),
})

// A reason says something.
const reason: string = ['a chart'].join('')
export const reasons = [
  lossy(float64(), reason),
  lossy(float64(), ''), // error: say why values may change; the reason is shown in the plan, and with the counts
  lossy(float64(), '  '), // error: say why values may change; the reason is shown in the plan, and with the counts
  clamp(date(), { from: '1900-01-01', to: '9999-12-31' }, ''), // error: say why values may change; the reason is shown in the plan, and with the counts
  lossy(float64()), // error: Expected 2 arguments, but got 1
  clamp(int32(), { from: '1900-01-01', to: '9999-12-31' }, 'sentinels'), // error: only dates and timestamps are clamped
]

// Dates and times within bounds.
const BOUNDS = { from: '1900-01-01', to: '9999-12-31' }
defineTask({
  source: db.selectFrom('samples').select(['date', 'timestamp', 'timestamptz', 'text']),
  record: () => ({
    date: clamp(date(), BOUNDS, 'sentinels'),
    timestamp: clamp(lossy(timestampMillis(), 'Athena rounds'), BOUNDS, 'sentinels'),
    timestamptz: optional(clamp(timestamptzMicros(), BOUNDS, 'sentinels')), // error: the source is never NULL here; drop optional()
    text: clamp(date(), BOUNDS, 'sentinels'), // error: text cannot be written as date(); use text()
  }),
})

// Text and JSON hold what their column holds, and nothing else.
defineTask({
  source: db.selectFrom('samples').select(['numeric_14_2', 'date', 'timestamptz', 'texts', 'int8']),
  record: () => ({
    numeric_14_2: asText(decimal(14, 2)),
    date: asText(date()),
    timestamptz: asText(timestamptzMicros()),
    texts: asJson(list(text())),
    int8: asText(int64()),
  }),
})

defineTask({
  source: db.selectFrom('samples').select(['numeric_14_2', 'date', 'texts', 'int4s', 'text']),
  record: () => ({
    numeric_14_2: asText(decimal(10, 2)), // error: numeric(14,2) cannot be written as asText(decimal(10, 2)); use decimal(14, 2)
    date: asText(timestampMicros()), // error: date cannot be written as asText(timestampMicros()); use date()
    texts: asJson(list(int32())), // error: text[] cannot be written as asJson(list(int32())); use list(text())
    int4s: asText(list(int32())), // error: values with values inside are written as JSON; use asJson()
    text: optional(asText(text())), // error: the source is never NULL here; drop optional()
  }),
})

defineTask({
  source: db.selectFrom('nested').select(['place', 'hstore', 'person']),
  record: () => ({
    place: optional(
      asJson(
        struct({
          street: optional(text()),
          zip: optional(int32()),
          price: optional(decimal(8, 2)),
          tags: optional(list(text())),
        }),
      ),
    ),
    hstore: asJson(map(text(), text())),
    person: asJson(struct({ name: optional(text()) })), // error: the struct has no field 'place'
  }),
})

defineTask({
  source: db.selectFrom('prices').select(['numeric', 'numerics']),
  record: () => ({
    numeric: asText(decimal(20, 2, { overflow: 'error' })),
    numerics: list(asText(decimal(8, 2))),
  }),
})

// A function of the task changes values itself; what it returns is never clamped.
defineTask({
  source: db.selectFrom('samples').select(['timestamp', 'text']),
  record: ({ derive }) => ({
    timestamp: derive(lossy(timestampMillis(), 'Athena rounds'), (row) => row.timestamp),
    text: lossy(text({ maxCharacters: 80 }), 'a preview'),
    first: derive(text({ maxCharacters: 1 }), (row) => row.text.slice(0, 1)),
    clamped: derive(clamp(timestampMicros(), BOUNDS, 'sentinels'), (row) => row.timestamp), // error: what a function returns is written as it is; keep it within bounds there
  }),
})

// Arrays that come as printed have one dimension, as they are declared.
defineTask({
  source: db.selectFrom('hosts').select(['addresses']),
  record: () => ({
    addresses: lossy(list(text()), 'flat'), // error: inet[] fits list(text()) exactly; drop lossy()
  }),
})

defineTask({
  source: db.selectFrom('hosts').select(['addresses']),
  record: () => ({
    addresses: asJson(list(text())), // error: inet[] cannot be written as asJson(list(text())); use list(text())
  }),
})
