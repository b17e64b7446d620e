import { db } from '../generated/db.ts'
import {
  defineTask,
  float64,
  int64,
  json,
  list,
  optional,
  text,
  timestampMicros,
  uuid,
} from '@carmilla/transform'

/** What people did on the marketplace, by week of the month of `created_at`. */
export default defineTask({
  source: db
    .selectFrom('events')
    .where('event', 'is not', null)
    .where('created_at', 'is not', null)
    .select([
      'id',
      'event',
      'email',
      'username',
      'application',
      'duration',
      'remote_addr',
      'host',
      'action',
      'controller',
      'session_id',
      'computer_id',
      'query',
      'raw_post',
      'categories',
      'source',
      'providers',
      'uuid',
      'datetime',
      'created_at',
      'updated_at',
    ]),
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
    uuid: uuid(),
    datetime: optional(timestampMicros()),
    created_at: optional(timestampMicros()),
    updated_at: optional(timestampMicros()),
  }),
  partitionBy: ({ weekOfMonth }) => weekOfMonth('created_at'),
  expect: { unique: ['id'] },
})
