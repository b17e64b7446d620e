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

/** Nothing stops on data: what a column cannot hold becomes NULL, and is counted. */
const COUNTED = { unrepresentable: 'null' } as const

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
    conversion_rate: optional(decimal(18, 8), COUNTED),
    conversion_set_at: optional(timestampMicros(), COUNTED),
    conversion_history: optional(json()),
    created_at: optional(timestampMicros(), COUNTED),
    updated_at: optional(timestampMicros(), COUNTED),
  }),
  expect: { unique: ['id'], rows: { min: 1 } },
})
