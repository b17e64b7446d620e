/** What a task says of its files and its versions. */
import {
  decimal,
  defineTask,
  int32,
  internal,
  optional,
  text,
  timestampMicros,
} from '@carmilla/transform'
import { db } from './database.ts'

const orders = db.selectFrom('orders').select(['id', 'total', 'note', 'placed_at', 'paid_at'])
const record = () => ({
  id: int32(),
  total: decimal(14, 2),
  note: optional(text()),
  placed_at: timestampMicros(),
  paid_at: internal(),
})

defineTask({
  source: orders,
  record,
  partitionBy: ({ weekOfMonth }) => weekOfMonth('placed_at', 'week'),
  expect: { unique: ['id', ['note', 'placed_at']], rows: { min: 1, max: 1_000_000 } },
})

defineTask({
  source: orders,
  record,
  partitionBy: ({ weekOfMonth }) => weekOfMonth('placed'), // error: Argument of type '"placed"' is not assignable to parameter of type '"placed_at"'
})

defineTask({
  source: orders,
  record,
  partitionBy: ({ weekOfMonth }) => weekOfMonth('paid_at'), // error: Argument of type '"paid_at"' is not assignable to parameter of type '"placed_at"'
})

defineTask({
  source: db.selectFrom('orders').select(['id']),
  record: () => ({ id: int32() }),
  partitionBy: ({ weekOfMonth }) => weekOfMonth('id'), // error: the source has no column of type timestamp
})

defineTask({
  source: orders,
  record,
  partitionBy: ({ dayOfMonth }) => dayOfMonth('placed_at'), // error: Property 'dayOfMonth' does not exist on type
})

defineTask({
  source: orders,
  record,
  expect: { unique: ['nr'] }, // error: Type '"nr"' is not assignable to type '"id" | "note" | "placed_at" | "total" | readonly
})

defineTask({
  source: orders,
  record,
  expect: { unique: [['id', 'nr']] }, // error: Type '"nr"' is not assignable to type '"id" | "note" | "placed_at" | "total"'
})

// What is not written cannot be checked.
defineTask({
  source: orders,
  record,
  expect: { unique: ['paid_at'] }, // error: Type '"paid_at"' is not assignable to type '"id" | "note" | "placed_at" | "total" | readonly
})

defineTask({
  source: orders,
  record,
  expect: { rows: { least: 1 } }, // error: 'least' does not exist in type
})
