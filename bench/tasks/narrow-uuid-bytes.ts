import {
  bool,
  decimal,
  defineTask,
  int32,
  optional,
  text,
  timestamptzMicros,
  uuidBytes,
} from '@carmilla/transform'
import { db } from './db.ts'

/** The narrow table, with the UUID as 16 bytes: what DuckDB and others write. */
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
    uuid: uuidBytes(),
  }),
})
