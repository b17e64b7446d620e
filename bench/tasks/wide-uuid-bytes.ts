import {
  defineTask,
  float64,
  int64,
  json,
  list,
  optional,
  text,
  timestampMicros,
  uuidBytes,
} from '@carmilla/transform'
import { db } from './db.ts'

/** The wide table, with the UUID as 16 bytes: what DuckDB and others write. */
export default defineTask({
  source: db.selectFrom('wide').selectAll(),
  record: () => ({
    id: int64(),
    event: optional(text()),
    email: optional(text()),
    username: optional(text()),
    application: optional(text()),
    duration: optional(float64()),
    remote_addr: optional(text()),
    host: optional(text()),
    action: optional(text()),
    controller: optional(text()),
    session_id: optional(text()),
    computer_id: optional(text()),
    query: optional(text()),
    raw_post: optional(text()),
    categories: optional(list(text())),
    source: optional(list(text())),
    providers: optional(json()),
    uuid: uuidBytes(),
    datetime: optional(timestampMicros()),
    created_at: optional(timestampMicros()),
    updated_at: optional(timestampMicros()),
  }),
})
