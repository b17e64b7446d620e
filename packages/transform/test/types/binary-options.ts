import {
  bool,
  date,
  decimal,
  defineTask,
  int32,
  int64,
  intervalParts,
  list,
  optional,
  point,
  range,
  struct,
  text,
  timeMicros,
  timestamptzMicros,
} from '@carmilla/transform'
import { db } from './database.ts'

// What Postgres prints has a binary form for some types; the record decides.
defineTask({
  source: db
    .selectFrom('plans')
    .select([
      'opens',
      'opens as opens_text',
      'opens_at',
      'lasts',
      'place',
      'seats',
      'prices',
      'days',
      'free',
      'slots',
    ]),
  record: () => ({
    opens: timeMicros(),
    opens_text: text(),
    opens_at: list(timeMicros()),
    lasts: optional(intervalParts()),
    place: point(),
    seats: range(int32()),
    prices: range(decimal(12, 2, { overflow: 'error' })),
    days: optional(range(date())),
    free: list(range(int64())),
    slots: list(list(range(timestamptzMicros()))),
  }),
})

// Their default is text.
defineTask({
  source: db.selectFrom('plans').select(['opens', 'opens_at', 'lasts', 'place', 'free', 'slots']),
  record: () => ({
    opens: text(),
    opens_at: list(text()),
    lasts: optional(text()),
    place: text(),
    free: text(),
    slots: list(text()),
  }),
})

defineTask({
  source: db
    .selectFrom('plans')
    .select(['opens', 'lasts', 'place', 'seats', 'prices', 'days', 'free', 'slots', 'text']),
  record: () => ({
    opens: int64(), // error: time cannot be written as int64(); use text()
    lasts: optional(timeMicros()), // error: interval cannot be written as timeMicros(); use optional(text())
    place: intervalParts(), // error: point cannot be written as intervalParts(); use text()
    seats: range(date()), // error: int4range cannot be written as range(date()); use text()
    prices: range(decimal(12, 2)), // error: numrange cannot be written as range(decimal(12, 2)); use text()
    days: range(date()), // error: the source may be NULL here; wrap the column in optional()
    free: list(text()), // error: int4multirange cannot be written as list(text()); use text()
    slots: range(timestamptzMicros()), // error: tstzrange[] cannot be written as range(timestamptzMicros()); use list(text())
    text: point(), // error: text cannot be written as point(); use text()
  }),
})

// A struct of the same fields is that of a composite type.
defineTask({
  source: db.selectFrom('plans').select(['lasts', 'seats']),
  record: () => ({
    lasts: optional(struct({ months: int32(), days: int32(), microseconds: int64() })), // error: interval cannot be written as struct({ … }); use optional(text())
    seats: struct({ lower: optional(int32()), is_empty: bool() }), // error: int4range cannot be written as struct({ … }); use text()
  }),
})

// In a composite type values come in binary.
defineTask({
  source: db.selectFrom('plans').select('stop'),
  record: () => ({
    stop: struct({ at: optional(timeMicros()), lasts: optional(list(intervalParts())) }),
  }),
})
defineTask({
  source: db.selectFrom('plans').select('stop'),
  record: () => ({
    stop: struct({ at: optional(timeMicros()), lasts: optional(list(text())) }), // error: field 'lasts': interval[] cannot be written as list(text()); use a cast of the whole column in the query
  }),
})
defineTask({
  source: db.selectFrom('plans').select('stop'),
  record: () => ({
    stop: range(int32()), // error: a composite type cannot be written as range(int32()); use a cast in the query, as in sql<Text>`stop::text`
  }),
})

// Functions give what the columns hold.
defineTask({
  source: db.selectFrom('plans').select('text'),
  record: ({ derive }) => ({
    text: text(),
    opens: derive(timeMicros(), () => 0n),
    wrong: derive(timeMicros(), () => 0), // error: not assignable
    lasts: derive(intervalParts(), () => ({ months: 1, days: 0, microseconds: 0n })),
    place: derive(point(), () => ({ x: 0, y: 1 })),
    seats: derive(range(int32()), () => ({
      lower: 1,
      upper: null,
      lower_inc: true,
      upper_inc: false,
      is_empty: false,
    })),
  }),
})
