import {
  bool,
  decimal,
  defineTask,
  int32,
  optional,
  text,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './db.ts'

/** Eight columns of numbers and short texts. */
export default defineTask({
  source: db
    .selectFrom('narrow')
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
