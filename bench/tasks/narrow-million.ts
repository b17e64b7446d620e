import {
  defineTask,
  bool,
  decimal,
  int32,
  optional,
  text,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './db.ts'

/** The first million rows of the narrow table: shows whether memory grows with the rows. */
export default defineTask({
  source: db
    .selectFrom('narrow')
    .where('id', '<=', 1_000_000)
    .select(['id', 'customer_id', 'amount', 'rate', 'created_at', 'status', 'paid', 'uuid']),
  record: () => ({
    id: int32(),
    customer_id: int32(),
    amount: optional(decimal(12, 2)),
    rate: decimal(18, 6),
    created_at: timestamptzMicros(),
    status: text(),
    paid: bool(),
    uuid: uuid(),
  }),
})
