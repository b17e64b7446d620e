import { db } from '../generated/db.ts'
import {
  decimal,
  defineTask,
  int32,
  json,
  optional,
  text,
  timestampMicros,
} from '@carmilla/transform'

/** The currency and exchange rate of each priced thing. */
export default defineTask({
  source: db
    .selectFrom('currencies')
    .select([
      'id',
      'exchangable_id',
      'exchangable_type',
      'currency',
      'conversion_rate',
      'conversion_set_at',
      'conversion_history',
      'created_at',
      'updated_at',
    ]),
  record: () => ({
    id: int32(),
    exchangable_id: optional(int32()),
    exchangable_type: optional(text()),
    currency: optional(text()),
    conversion_rate: optional(decimal(18, 8)),
    conversion_set_at: optional(timestampMicros()),
    conversion_history: optional(json()),
    created_at: optional(timestampMicros()),
    updated_at: optional(timestampMicros()),
  }),
  expect: { unique: ['id'], rows: { min: 1 } },
})
