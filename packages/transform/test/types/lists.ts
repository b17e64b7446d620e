import { defineTask, int32, int64, json, list, optional, text } from '@carmilla/transform'
import { db } from './database.ts'

// A list holds an array of one dimension when its element holds that of the array.
defineTask({
  source: db.selectFrom('samples').select(['texts', 'int4s']),
  record: () => ({ texts: list(text()), int4s: list(int64()) }),
})

defineTask({
  source: db.selectFrom('samples').select(['texts', 'int4s', 'text', 'enum']),
  record: () => ({
    texts: text(), // error: text[] cannot be written as text(); use list(text())
    int4s: list(text()), // error: int4[] cannot be written as list(text()); use list(int32())
    text: list(text()), // error: text cannot be written as list(text()); use text()
    enum: json(), // error: an enum cannot be written as json(); use text()
  }),
})

defineTask({
  source: db.selectFrom('samples').select(['texts']),
  record: () => ({
    texts: optional(list(text())), // error: the source is never NULL here; drop optional()
  }),
})

// Elements may always be NULL.
list(
  optional(int32()), // error: Type 'true' is not assignable to type 'false'
)
