import { db } from '../generated/db.ts'
import {
  defineTask,
  float64,
  int64,
  json,
  list,
  optional,
  reveal,
  text,
  timestampMicros,
  uuid,
} from '@carmilla/transform'

/** Nothing stops on data: what a column cannot hold becomes NULL, and is counted. */
const COUNTED = { unrepresentable: 'null' } as const

const FUNNELS = 'funnels follow a person from the first visit to the order'
const ABUSE = 'abuse is looked into by address and request'

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
    email: reveal(optional(text()), FUNNELS),
    username: reveal(optional(text()), FUNNELS),
    application: optional(text()),
    duration: optional(float64()),
    remote_addr: reveal(optional(text()), ABUSE),
    host: optional(text()),
    action: optional(text()),
    controller: optional(text()),
    session_id: reveal(optional(text()), FUNNELS),
    computer_id: reveal(optional(text()), FUNNELS),
    query: optional(text()),
    raw_post: reveal(optional(text()), ABUSE),
    categories: optional(list(text()), COUNTED),
    source: optional(list(text()), COUNTED),
    providers: optional(json()),
    uuid: uuid(),
    datetime: optional(timestampMicros(), COUNTED),
    created_at: optional(timestampMicros(), COUNTED),
    updated_at: optional(timestampMicros(), COUNTED),
  }),
  partitionBy: ({ weekOfMonth }) => weekOfMonth('created_at'),
  expect: { unique: ['id'] },
})
