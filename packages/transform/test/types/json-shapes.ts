import {
  binary,
  date,
  decimal,
  defineTask,
  float64,
  fromJson,
  int32,
  int64,
  json,
  list,
  map,
  optional,
  struct,
  text,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './database.ts'

// A shape is made of the ordinary column functions; JSON may hold null where Postgres has no NULL.
defineTask({
  source: db.selectFrom('samples').select(['json', 'jsonb']),
  record: () => ({
    json: fromJson(map(text(), list(uuid())), { extraKeys: 'ignore', mismatch: 'null' }),
    jsonb: optional(
      fromJson(
        struct({
          id: int64(),
          seen: optional(timestamptzMicros()),
          geo: optional(list(float64())),
          lines: list(struct({ amount: decimal(18, 2), _rest: optional(json()) })),
          _rest: optional(json()),
        }),
        { extraKeys: 'rest' },
      ),
    ),
  }),
})

defineTask({
  source: db.selectFrom('samples').select(['jsonb', 'text', 'texts', 'json']),
  record: () => ({
    jsonb: struct({ id: int64() }), // error: jsonb cannot be written as struct({ … }); use json()
    text: fromJson(struct({ id: int64() })), // error: text cannot be written as fromJson(struct({ … })); use text()
    texts: fromJson(list(text())), // error: text[] cannot be written as fromJson(list(text())); use list(text())
    json: fromJson(decimal(18, 2)),
  }),
})

// What no document can be is said where the shape is declared.
fromJson(list(binary())) // error: json at $[*]: binary() has no form in JSON; use text()
fromJson(map(uuid(), text())) // error: json at $: the keys of a JSON object are text, not uuid()
fromJson(struct({ at: date(), place: struct({ raw: optional(binary()) }) })) // error: json at $.place.raw: binary() has no form in JSON; use text()
fromJson(struct({}))

fromJson(struct({ a: optional(int32()), b: list(int32()) }), { mismatch: 'null' }) // error: json at $.b: the field may become NULL; wrap it in optional()
fromJson(struct({ a: int32() }), { extraKeys: 'rest' }) // error: json at $: a struct has no field for the keys that it does not declare; add _rest: optional(json())
fromJson(struct({ _rest: optional(text()) }), { extraKeys: 'rest' }) // error: add _rest: optional(json())
fromJson(list(map(text(), struct({ a: int32() }))), { extraKeys: 'rest' }) // error: json at $[*].*: a struct has no field for the keys
fromJson(text(), { extraKeys: 'keep' }) // error: Type '"keep"' is not assignable to type
fromJson(optional(text())) // error: not assignable
