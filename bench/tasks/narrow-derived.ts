import {
  bool,
  compare,
  decimal,
  decimalOf,
  defineTask,
  int32,
  multiply,
  optional,
  text,
  timestamptzMicros,
  uuid,
} from '@carmilla/transform'
import { db } from './db.ts'

const ZERO = decimalOf(0)

/** The narrow table with two more columns, derived from two of its eight. */
export default defineTask({
  source: db
    .selectFrom('narrow')
    .select(['id', 'customer_id', 'amount', 'rate', 'created_at', 'status', 'paid', 'uuid']),
  record: ({ derive }) => ({
    id: int32(),
    customer_id: int32(),
    amount: optional(decimal(12, 2)),
    rate: decimal(18, 6),
    created_at: timestamptzMicros(),
    status: text(),
    paid: bool(),
    uuid: uuid(),
    amount_usd: derive(optional(decimal(18, 2)), (row) => multiply(row.amount, row.rate)),
    is_refund: derive(bool(), (row) => row.amount !== null && compare(row.amount, ZERO) < 0),
  }),
})
