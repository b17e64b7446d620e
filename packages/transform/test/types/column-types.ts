import {
  binary,
  bool,
  date,
  decimal,
  defineTask,
  float32,
  float64,
  int16,
  int32,
  int64,
  json,
  list,
  text,
  timestampMicros,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './database.ts'

// Every column function against every Postgres type: it holds exactly those that it can hold exactly.

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: bool(),
    int2: bool(), // error: int2 cannot be written as bool(); use int16()
    int4: bool(), // error: int4 cannot be written as bool(); use int32()
    int8: bool(), // error: int8 cannot be written as bool(); use int64()
    float4: bool(), // error: float4 cannot be written as bool(); use float32()
    float8: bool(), // error: float8 cannot be written as bool(); use float64()
    numeric: bool(), // error: unconstrained numeric cannot be written as bool(); use text()
    numeric_14_2: bool(), // error: numeric(14,2) cannot be written as bool(); use decimal(14, 2)
    text: bool(), // error: text cannot be written as bool(); use text()
    varchar: bool(), // error: varchar cannot be written as bool(); use text()
    bpchar: bool(), // error: bpchar cannot be written as bool(); use text()
    name: bool(), // error: name cannot be written as bool(); use text()
    enum: bool(), // error: an enum cannot be written as bool(); use text()
    uuid: bool(), // error: uuid cannot be written as bool(); use uuid()
    json: bool(), // error: json cannot be written as bool(); use json()
    jsonb: bool(), // error: jsonb cannot be written as bool(); use json()
    date: bool(), // error: date cannot be written as bool(); use date()
    timestamp: bool(), // error: timestamp cannot be written as bool(); use timestampMicros()
    timestamptz: bool(), // error: timestamptz cannot be written as bool(); use timestamptzMicros()
    bytea: bool(), // error: bytea cannot be written as bool(); use binary()
    texts: bool(), // error: text[] cannot be written as bool(); use list(text())
    int4s: bool(), // error: int4[] cannot be written as bool(); use list(int32())
    inet: bool(), // error: inet cannot be written as bool(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: int16(), // error: bool cannot be written as int16(); use bool()
    int2: int16(),
    int4: int16(), // error: int4 cannot be written as int16(); use int32()
    int8: int16(), // error: int8 cannot be written as int16(); use int64()
    float4: int16(), // error: float4 cannot be written as int16(); use float32()
    float8: int16(), // error: float8 cannot be written as int16(); use float64()
    numeric: int16(), // error: unconstrained numeric cannot be written as int16(); use text()
    numeric_14_2: int16(), // error: numeric(14,2) cannot be written as int16(); use decimal(14, 2)
    text: int16(), // error: text cannot be written as int16(); use text()
    varchar: int16(), // error: varchar cannot be written as int16(); use text()
    bpchar: int16(), // error: bpchar cannot be written as int16(); use text()
    name: int16(), // error: name cannot be written as int16(); use text()
    enum: int16(), // error: an enum cannot be written as int16(); use text()
    uuid: int16(), // error: uuid cannot be written as int16(); use uuid()
    json: int16(), // error: json cannot be written as int16(); use json()
    jsonb: int16(), // error: jsonb cannot be written as int16(); use json()
    date: int16(), // error: date cannot be written as int16(); use date()
    timestamp: int16(), // error: timestamp cannot be written as int16(); use timestampMicros()
    timestamptz: int16(), // error: timestamptz cannot be written as int16(); use timestamptzMicros()
    bytea: int16(), // error: bytea cannot be written as int16(); use binary()
    texts: int16(), // error: text[] cannot be written as int16(); use list(text())
    int4s: int16(), // error: int4[] cannot be written as int16(); use list(int32())
    inet: int16(), // error: inet cannot be written as int16(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: int32(), // error: bool cannot be written as int32(); use bool()
    int2: int32(),
    int4: int32(),
    int8: int32(), // error: int8 cannot be written as int32(); use int64()
    float4: int32(), // error: float4 cannot be written as int32(); use float32()
    float8: int32(), // error: float8 cannot be written as int32(); use float64()
    numeric: int32(), // error: unconstrained numeric cannot be written as int32(); use text()
    numeric_14_2: int32(), // error: numeric(14,2) cannot be written as int32(); use decimal(14, 2)
    text: int32(), // error: text cannot be written as int32(); use text()
    varchar: int32(), // error: varchar cannot be written as int32(); use text()
    bpchar: int32(), // error: bpchar cannot be written as int32(); use text()
    name: int32(), // error: name cannot be written as int32(); use text()
    enum: int32(), // error: an enum cannot be written as int32(); use text()
    uuid: int32(), // error: uuid cannot be written as int32(); use uuid()
    json: int32(), // error: json cannot be written as int32(); use json()
    jsonb: int32(), // error: jsonb cannot be written as int32(); use json()
    date: int32(), // error: date cannot be written as int32(); use date()
    timestamp: int32(), // error: timestamp cannot be written as int32(); use timestampMicros()
    timestamptz: int32(), // error: timestamptz cannot be written as int32(); use timestamptzMicros()
    bytea: int32(), // error: bytea cannot be written as int32(); use binary()
    texts: int32(), // error: text[] cannot be written as int32(); use list(text())
    int4s: int32(), // error: int4[] cannot be written as int32(); use list(int32())
    inet: int32(), // error: inet cannot be written as int32(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: int64(), // error: bool cannot be written as int64(); use bool()
    int2: int64(),
    int4: int64(),
    int8: int64(),
    float4: int64(), // error: float4 cannot be written as int64(); use float32()
    float8: int64(), // error: float8 cannot be written as int64(); use float64()
    numeric: int64(), // error: unconstrained numeric cannot be written as int64(); use text()
    numeric_14_2: int64(), // error: numeric(14,2) cannot be written as int64(); use decimal(14, 2)
    text: int64(), // error: text cannot be written as int64(); use text()
    varchar: int64(), // error: varchar cannot be written as int64(); use text()
    bpchar: int64(), // error: bpchar cannot be written as int64(); use text()
    name: int64(), // error: name cannot be written as int64(); use text()
    enum: int64(), // error: an enum cannot be written as int64(); use text()
    uuid: int64(), // error: uuid cannot be written as int64(); use uuid()
    json: int64(), // error: json cannot be written as int64(); use json()
    jsonb: int64(), // error: jsonb cannot be written as int64(); use json()
    date: int64(), // error: date cannot be written as int64(); use date()
    timestamp: int64(), // error: timestamp cannot be written as int64(); use timestampMicros()
    timestamptz: int64(), // error: timestamptz cannot be written as int64(); use timestamptzMicros()
    bytea: int64(), // error: bytea cannot be written as int64(); use binary()
    texts: int64(), // error: text[] cannot be written as int64(); use list(text())
    int4s: int64(), // error: int4[] cannot be written as int64(); use list(int32())
    inet: int64(), // error: inet cannot be written as int64(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: float32(), // error: bool cannot be written as float32(); use bool()
    int2: float32(), // error: int2 cannot be written as float32(); use int16()
    int4: float32(), // error: int4 cannot be written as float32(); use int32()
    int8: float32(), // error: int8 cannot be written as float32(); use int64()
    float4: float32(),
    float8: float32(), // error: float8 cannot be written as float32(); use float64()
    numeric: float32(), // error: unconstrained numeric cannot be written as float32(); use text()
    numeric_14_2: float32(), // error: numeric(14,2) cannot be written as float32(); use decimal(14, 2)
    text: float32(), // error: text cannot be written as float32(); use text()
    varchar: float32(), // error: varchar cannot be written as float32(); use text()
    bpchar: float32(), // error: bpchar cannot be written as float32(); use text()
    name: float32(), // error: name cannot be written as float32(); use text()
    enum: float32(), // error: an enum cannot be written as float32(); use text()
    uuid: float32(), // error: uuid cannot be written as float32(); use uuid()
    json: float32(), // error: json cannot be written as float32(); use json()
    jsonb: float32(), // error: jsonb cannot be written as float32(); use json()
    date: float32(), // error: date cannot be written as float32(); use date()
    timestamp: float32(), // error: timestamp cannot be written as float32(); use timestampMicros()
    timestamptz: float32(), // error: timestamptz cannot be written as float32(); use timestamptzMicros()
    bytea: float32(), // error: bytea cannot be written as float32(); use binary()
    texts: float32(), // error: text[] cannot be written as float32(); use list(text())
    int4s: float32(), // error: int4[] cannot be written as float32(); use list(int32())
    inet: float32(), // error: inet cannot be written as float32(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: float64(), // error: bool cannot be written as float64(); use bool()
    int2: float64(), // error: int2 cannot be written as float64(); use int16()
    int4: float64(), // error: int4 cannot be written as float64(); use int32()
    int8: float64(), // error: int8 cannot be written as float64(); use int64()
    float4: float64(),
    float8: float64(),
    numeric: float64(), // error: unconstrained numeric cannot be written as float64(); use text()
    numeric_14_2: float64(), // error: numeric(14,2) cannot be written as float64(); use decimal(14, 2)
    text: float64(), // error: text cannot be written as float64(); use text()
    varchar: float64(), // error: varchar cannot be written as float64(); use text()
    bpchar: float64(), // error: bpchar cannot be written as float64(); use text()
    name: float64(), // error: name cannot be written as float64(); use text()
    enum: float64(), // error: an enum cannot be written as float64(); use text()
    uuid: float64(), // error: uuid cannot be written as float64(); use uuid()
    json: float64(), // error: json cannot be written as float64(); use json()
    jsonb: float64(), // error: jsonb cannot be written as float64(); use json()
    date: float64(), // error: date cannot be written as float64(); use date()
    timestamp: float64(), // error: timestamp cannot be written as float64(); use timestampMicros()
    timestamptz: float64(), // error: timestamptz cannot be written as float64(); use timestamptzMicros()
    bytea: float64(), // error: bytea cannot be written as float64(); use binary()
    texts: float64(), // error: text[] cannot be written as float64(); use list(text())
    int4s: float64(), // error: int4[] cannot be written as float64(); use list(int32())
    inet: float64(), // error: inet cannot be written as float64(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: decimal(14, 2), // error: bool cannot be written as decimal(14, 2); use bool()
    int2: decimal(14, 2), // error: int2 cannot be written as decimal(14, 2); use int16()
    int4: decimal(14, 2), // error: int4 cannot be written as decimal(14, 2); use int32()
    int8: decimal(14, 2), // error: int8 cannot be written as decimal(14, 2); use int64()
    float4: decimal(14, 2), // error: float4 cannot be written as decimal(14, 2); use float32()
    float8: decimal(14, 2), // error: float8 cannot be written as decimal(14, 2); use float64()
    numeric: decimal(14, 2), // error: unconstrained numeric does not fit decimal(14, 2); use text(), or { overflow: 'error' }
    numeric_14_2: decimal(14, 2),
    text: decimal(14, 2), // error: text cannot be written as decimal(14, 2); use text()
    varchar: decimal(14, 2), // error: varchar cannot be written as decimal(14, 2); use text()
    bpchar: decimal(14, 2), // error: bpchar cannot be written as decimal(14, 2); use text()
    name: decimal(14, 2), // error: name cannot be written as decimal(14, 2); use text()
    enum: decimal(14, 2), // error: an enum cannot be written as decimal(14, 2); use text()
    uuid: decimal(14, 2), // error: uuid cannot be written as decimal(14, 2); use uuid()
    json: decimal(14, 2), // error: json cannot be written as decimal(14, 2); use json()
    jsonb: decimal(14, 2), // error: jsonb cannot be written as decimal(14, 2); use json()
    date: decimal(14, 2), // error: date cannot be written as decimal(14, 2); use date()
    timestamp: decimal(14, 2), // error: timestamp cannot be written as decimal(14, 2); use timestampMicros()
    timestamptz: decimal(14, 2), // error: timestamptz cannot be written as decimal(14, 2); use timestamptzMicros()
    bytea: decimal(14, 2), // error: bytea cannot be written as decimal(14, 2); use binary()
    texts: decimal(14, 2), // error: text[] cannot be written as decimal(14, 2); use list(text())
    int4s: decimal(14, 2), // error: int4[] cannot be written as decimal(14, 2); use list(int32())
    inet: decimal(14, 2), // error: inet cannot be written as decimal(14, 2); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: text(), // error: bool cannot be written as text(); use bool()
    int2: text(), // error: int2 cannot be written as text(); use int16()
    int4: text(), // error: int4 cannot be written as text(); use int32()
    int8: text(), // error: int8 cannot be written as text(); use int64()
    float4: text(), // error: float4 cannot be written as text(); use float32()
    float8: text(), // error: float8 cannot be written as text(); use float64()
    numeric: text(),
    numeric_14_2: text(), // error: numeric(14,2) cannot be written as text(); use decimal(14, 2)
    text: text(),
    varchar: text(),
    bpchar: text(),
    name: text(),
    enum: text(),
    uuid: text(), // error: uuid cannot be written as text(); use uuid()
    json: text(), // error: json cannot be written as text(); use json()
    jsonb: text(), // error: jsonb cannot be written as text(); use json()
    date: text(), // error: date cannot be written as text(); use date()
    timestamp: text(), // error: timestamp cannot be written as text(); use timestampMicros()
    timestamptz: text(), // error: timestamptz cannot be written as text(); use timestamptzMicros()
    bytea: text(), // error: bytea cannot be written as text(); use binary()
    texts: text(), // error: text[] cannot be written as text(); use list(text())
    int4s: text(), // error: int4[] cannot be written as text(); use list(int32())
    inet: text(),
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: uuid(), // error: bool cannot be written as uuid(); use bool()
    int2: uuid(), // error: int2 cannot be written as uuid(); use int16()
    int4: uuid(), // error: int4 cannot be written as uuid(); use int32()
    int8: uuid(), // error: int8 cannot be written as uuid(); use int64()
    float4: uuid(), // error: float4 cannot be written as uuid(); use float32()
    float8: uuid(), // error: float8 cannot be written as uuid(); use float64()
    numeric: uuid(), // error: unconstrained numeric cannot be written as uuid(); use text()
    numeric_14_2: uuid(), // error: numeric(14,2) cannot be written as uuid(); use decimal(14, 2)
    text: uuid(), // error: text cannot be written as uuid(); use text()
    varchar: uuid(), // error: varchar cannot be written as uuid(); use text()
    bpchar: uuid(), // error: bpchar cannot be written as uuid(); use text()
    name: uuid(), // error: name cannot be written as uuid(); use text()
    enum: uuid(), // error: an enum cannot be written as uuid(); use text()
    uuid: uuid(),
    json: uuid(), // error: json cannot be written as uuid(); use json()
    jsonb: uuid(), // error: jsonb cannot be written as uuid(); use json()
    date: uuid(), // error: date cannot be written as uuid(); use date()
    timestamp: uuid(), // error: timestamp cannot be written as uuid(); use timestampMicros()
    timestamptz: uuid(), // error: timestamptz cannot be written as uuid(); use timestamptzMicros()
    bytea: uuid(), // error: bytea cannot be written as uuid(); use binary()
    texts: uuid(), // error: text[] cannot be written as uuid(); use list(text())
    int4s: uuid(), // error: int4[] cannot be written as uuid(); use list(int32())
    inet: uuid(), // error: inet cannot be written as uuid(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: json(), // error: bool cannot be written as json(); use bool()
    int2: json(), // error: int2 cannot be written as json(); use int16()
    int4: json(), // error: int4 cannot be written as json(); use int32()
    int8: json(), // error: int8 cannot be written as json(); use int64()
    float4: json(), // error: float4 cannot be written as json(); use float32()
    float8: json(), // error: float8 cannot be written as json(); use float64()
    numeric: json(), // error: unconstrained numeric cannot be written as json(); use text()
    numeric_14_2: json(), // error: numeric(14,2) cannot be written as json(); use decimal(14, 2)
    text: json(), // error: text cannot be written as json(); use text()
    varchar: json(), // error: varchar cannot be written as json(); use text()
    bpchar: json(), // error: bpchar cannot be written as json(); use text()
    name: json(), // error: name cannot be written as json(); use text()
    enum: json(), // error: an enum cannot be written as json(); use text()
    uuid: json(), // error: uuid cannot be written as json(); use uuid()
    json: json(),
    jsonb: json(),
    date: json(), // error: date cannot be written as json(); use date()
    timestamp: json(), // error: timestamp cannot be written as json(); use timestampMicros()
    timestamptz: json(), // error: timestamptz cannot be written as json(); use timestamptzMicros()
    bytea: json(), // error: bytea cannot be written as json(); use binary()
    texts: json(), // error: text[] cannot be written as json(); use list(text())
    int4s: json(), // error: int4[] cannot be written as json(); use list(int32())
    inet: json(), // error: inet cannot be written as json(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: binary(), // error: bool cannot be written as binary(); use bool()
    int2: binary(), // error: int2 cannot be written as binary(); use int16()
    int4: binary(), // error: int4 cannot be written as binary(); use int32()
    int8: binary(), // error: int8 cannot be written as binary(); use int64()
    float4: binary(), // error: float4 cannot be written as binary(); use float32()
    float8: binary(), // error: float8 cannot be written as binary(); use float64()
    numeric: binary(), // error: unconstrained numeric cannot be written as binary(); use text()
    numeric_14_2: binary(), // error: numeric(14,2) cannot be written as binary(); use decimal(14, 2)
    text: binary(), // error: text cannot be written as binary(); use text()
    varchar: binary(), // error: varchar cannot be written as binary(); use text()
    bpchar: binary(), // error: bpchar cannot be written as binary(); use text()
    name: binary(), // error: name cannot be written as binary(); use text()
    enum: binary(), // error: an enum cannot be written as binary(); use text()
    uuid: binary(), // error: uuid cannot be written as binary(); use uuid()
    json: binary(), // error: json cannot be written as binary(); use json()
    jsonb: binary(), // error: jsonb cannot be written as binary(); use json()
    date: binary(), // error: date cannot be written as binary(); use date()
    timestamp: binary(), // error: timestamp cannot be written as binary(); use timestampMicros()
    timestamptz: binary(), // error: timestamptz cannot be written as binary(); use timestamptzMicros()
    bytea: binary(),
    texts: binary(), // error: text[] cannot be written as binary(); use list(text())
    int4s: binary(), // error: int4[] cannot be written as binary(); use list(int32())
    inet: binary(), // error: inet cannot be written as binary(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: date(), // error: bool cannot be written as date(); use bool()
    int2: date(), // error: int2 cannot be written as date(); use int16()
    int4: date(), // error: int4 cannot be written as date(); use int32()
    int8: date(), // error: int8 cannot be written as date(); use int64()
    float4: date(), // error: float4 cannot be written as date(); use float32()
    float8: date(), // error: float8 cannot be written as date(); use float64()
    numeric: date(), // error: unconstrained numeric cannot be written as date(); use text()
    numeric_14_2: date(), // error: numeric(14,2) cannot be written as date(); use decimal(14, 2)
    text: date(), // error: text cannot be written as date(); use text()
    varchar: date(), // error: varchar cannot be written as date(); use text()
    bpchar: date(), // error: bpchar cannot be written as date(); use text()
    name: date(), // error: name cannot be written as date(); use text()
    enum: date(), // error: an enum cannot be written as date(); use text()
    uuid: date(), // error: uuid cannot be written as date(); use uuid()
    json: date(), // error: json cannot be written as date(); use json()
    jsonb: date(), // error: jsonb cannot be written as date(); use json()
    date: date(),
    timestamp: date(), // error: timestamp cannot be written as date(); use timestampMicros()
    timestamptz: date(), // error: timestamptz cannot be written as date(); use timestamptzMicros()
    bytea: date(), // error: bytea cannot be written as date(); use binary()
    texts: date(), // error: text[] cannot be written as date(); use list(text())
    int4s: date(), // error: int4[] cannot be written as date(); use list(int32())
    inet: date(), // error: inet cannot be written as date(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: timestampMicros(), // error: bool cannot be written as timestampMicros(); use bool()
    int2: timestampMicros(), // error: int2 cannot be written as timestampMicros(); use int16()
    int4: timestampMicros(), // error: int4 cannot be written as timestampMicros(); use int32()
    int8: timestampMicros(), // error: int8 cannot be written as timestampMicros(); use int64()
    float4: timestampMicros(), // error: float4 cannot be written as timestampMicros(); use float32()
    float8: timestampMicros(), // error: float8 cannot be written as timestampMicros(); use float64()
    numeric: timestampMicros(), // error: unconstrained numeric cannot be written as timestampMicros(); use text()
    numeric_14_2: timestampMicros(), // error: numeric(14,2) cannot be written as timestampMicros(); use decimal(14, 2)
    text: timestampMicros(), // error: text cannot be written as timestampMicros(); use text()
    varchar: timestampMicros(), // error: varchar cannot be written as timestampMicros(); use text()
    bpchar: timestampMicros(), // error: bpchar cannot be written as timestampMicros(); use text()
    name: timestampMicros(), // error: name cannot be written as timestampMicros(); use text()
    enum: timestampMicros(), // error: an enum cannot be written as timestampMicros(); use text()
    uuid: timestampMicros(), // error: uuid cannot be written as timestampMicros(); use uuid()
    json: timestampMicros(), // error: json cannot be written as timestampMicros(); use json()
    jsonb: timestampMicros(), // error: jsonb cannot be written as timestampMicros(); use json()
    date: timestampMicros(), // error: date cannot be written as timestampMicros(); use date()
    timestamp: timestampMicros(),
    timestamptz: timestampMicros(), // error: timestamptz cannot be written as timestampMicros(); use timestamptzMicros()
    bytea: timestampMicros(), // error: bytea cannot be written as timestampMicros(); use binary()
    texts: timestampMicros(), // error: text[] cannot be written as timestampMicros(); use list(text())
    int4s: timestampMicros(), // error: int4[] cannot be written as timestampMicros(); use list(int32())
    inet: timestampMicros(), // error: inet cannot be written as timestampMicros(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: timestamptzMicros(), // error: bool cannot be written as timestamptzMicros(); use bool()
    int2: timestamptzMicros(), // error: int2 cannot be written as timestamptzMicros(); use int16()
    int4: timestamptzMicros(), // error: int4 cannot be written as timestamptzMicros(); use int32()
    int8: timestamptzMicros(), // error: int8 cannot be written as timestamptzMicros(); use int64()
    float4: timestamptzMicros(), // error: float4 cannot be written as timestamptzMicros(); use float32()
    float8: timestamptzMicros(), // error: float8 cannot be written as timestamptzMicros(); use float64()
    numeric: timestamptzMicros(), // error: unconstrained numeric cannot be written as timestamptzMicros(); use text()
    numeric_14_2: timestamptzMicros(), // error: numeric(14,2) cannot be written as timestamptzMicros(); use decimal(14, 2)
    text: timestamptzMicros(), // error: text cannot be written as timestamptzMicros(); use text()
    varchar: timestamptzMicros(), // error: varchar cannot be written as timestamptzMicros(); use text()
    bpchar: timestamptzMicros(), // error: bpchar cannot be written as timestamptzMicros(); use text()
    name: timestamptzMicros(), // error: name cannot be written as timestamptzMicros(); use text()
    enum: timestamptzMicros(), // error: an enum cannot be written as timestamptzMicros(); use text()
    uuid: timestamptzMicros(), // error: uuid cannot be written as timestamptzMicros(); use uuid()
    json: timestamptzMicros(), // error: json cannot be written as timestamptzMicros(); use json()
    jsonb: timestamptzMicros(), // error: jsonb cannot be written as timestamptzMicros(); use json()
    date: timestamptzMicros(), // error: date cannot be written as timestamptzMicros(); use date()
    timestamp: timestamptzMicros(), // error: timestamp cannot be written as timestamptzMicros(); use timestampMicros()
    timestamptz: timestamptzMicros(),
    bytea: timestamptzMicros(), // error: bytea cannot be written as timestamptzMicros(); use binary()
    texts: timestamptzMicros(), // error: text[] cannot be written as timestamptzMicros(); use list(text())
    int4s: timestamptzMicros(), // error: int4[] cannot be written as timestamptzMicros(); use list(int32())
    inet: timestamptzMicros(), // error: inet cannot be written as timestamptzMicros(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: list(text()), // error: bool cannot be written as list(text()); use bool()
    int2: list(text()), // error: int2 cannot be written as list(text()); use int16()
    int4: list(text()), // error: int4 cannot be written as list(text()); use int32()
    int8: list(text()), // error: int8 cannot be written as list(text()); use int64()
    float4: list(text()), // error: float4 cannot be written as list(text()); use float32()
    float8: list(text()), // error: float8 cannot be written as list(text()); use float64()
    numeric: list(text()), // error: unconstrained numeric cannot be written as list(text()); use text()
    numeric_14_2: list(text()), // error: numeric(14,2) cannot be written as list(text()); use decimal(14, 2)
    text: list(text()), // error: text cannot be written as list(text()); use text()
    varchar: list(text()), // error: varchar cannot be written as list(text()); use text()
    bpchar: list(text()), // error: bpchar cannot be written as list(text()); use text()
    name: list(text()), // error: name cannot be written as list(text()); use text()
    enum: list(text()), // error: an enum cannot be written as list(text()); use text()
    uuid: list(text()), // error: uuid cannot be written as list(text()); use uuid()
    json: list(text()), // error: json cannot be written as list(text()); use json()
    jsonb: list(text()), // error: jsonb cannot be written as list(text()); use json()
    date: list(text()), // error: date cannot be written as list(text()); use date()
    timestamp: list(text()), // error: timestamp cannot be written as list(text()); use timestampMicros()
    timestamptz: list(text()), // error: timestamptz cannot be written as list(text()); use timestamptzMicros()
    bytea: list(text()), // error: bytea cannot be written as list(text()); use binary()
    texts: list(text()),
    int4s: list(text()), // error: int4[] cannot be written as list(text()); use list(int32())
    inet: list(text()), // error: inet cannot be written as list(text()); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: list(int32()), // error: bool cannot be written as list(int32()); use bool()
    int2: list(int32()), // error: int2 cannot be written as list(int32()); use int16()
    int4: list(int32()), // error: int4 cannot be written as list(int32()); use int32()
    int8: list(int32()), // error: int8 cannot be written as list(int32()); use int64()
    float4: list(int32()), // error: float4 cannot be written as list(int32()); use float32()
    float8: list(int32()), // error: float8 cannot be written as list(int32()); use float64()
    numeric: list(int32()), // error: unconstrained numeric cannot be written as list(int32()); use text()
    numeric_14_2: list(int32()), // error: numeric(14,2) cannot be written as list(int32()); use decimal(14, 2)
    text: list(int32()), // error: text cannot be written as list(int32()); use text()
    varchar: list(int32()), // error: varchar cannot be written as list(int32()); use text()
    bpchar: list(int32()), // error: bpchar cannot be written as list(int32()); use text()
    name: list(int32()), // error: name cannot be written as list(int32()); use text()
    enum: list(int32()), // error: an enum cannot be written as list(int32()); use text()
    uuid: list(int32()), // error: uuid cannot be written as list(int32()); use uuid()
    json: list(int32()), // error: json cannot be written as list(int32()); use json()
    jsonb: list(int32()), // error: jsonb cannot be written as list(int32()); use json()
    date: list(int32()), // error: date cannot be written as list(int32()); use date()
    timestamp: list(int32()), // error: timestamp cannot be written as list(int32()); use timestampMicros()
    timestamptz: list(int32()), // error: timestamptz cannot be written as list(int32()); use timestamptzMicros()
    bytea: list(int32()), // error: bytea cannot be written as list(int32()); use binary()
    texts: list(int32()), // error: text[] cannot be written as list(int32()); use list(text())
    int4s: list(int32()),
    inet: list(int32()), // error: inet cannot be written as list(int32()); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').selectAll(),
  record: () => ({
    bool: list(int64()), // error: bool cannot be written as list(int64()); use bool()
    int2: list(int64()), // error: int2 cannot be written as list(int64()); use int16()
    int4: list(int64()), // error: int4 cannot be written as list(int64()); use int32()
    int8: list(int64()), // error: int8 cannot be written as list(int64()); use int64()
    float4: list(int64()), // error: float4 cannot be written as list(int64()); use float32()
    float8: list(int64()), // error: float8 cannot be written as list(int64()); use float64()
    numeric: list(int64()), // error: unconstrained numeric cannot be written as list(int64()); use text()
    numeric_14_2: list(int64()), // error: numeric(14,2) cannot be written as list(int64()); use decimal(14, 2)
    text: list(int64()), // error: text cannot be written as list(int64()); use text()
    varchar: list(int64()), // error: varchar cannot be written as list(int64()); use text()
    bpchar: list(int64()), // error: bpchar cannot be written as list(int64()); use text()
    name: list(int64()), // error: name cannot be written as list(int64()); use text()
    enum: list(int64()), // error: an enum cannot be written as list(int64()); use text()
    uuid: list(int64()), // error: uuid cannot be written as list(int64()); use uuid()
    json: list(int64()), // error: json cannot be written as list(int64()); use json()
    jsonb: list(int64()), // error: jsonb cannot be written as list(int64()); use json()
    date: list(int64()), // error: date cannot be written as list(int64()); use date()
    timestamp: list(int64()), // error: timestamp cannot be written as list(int64()); use timestampMicros()
    timestamptz: list(int64()), // error: timestamptz cannot be written as list(int64()); use timestamptzMicros()
    bytea: list(int64()), // error: bytea cannot be written as list(int64()); use binary()
    texts: list(int64()), // error: text[] cannot be written as list(int64()); use list(text())
    int4s: list(int64()),
    inet: list(int64()), // error: inet cannot be written as list(int64()); use text()
  }),
})
