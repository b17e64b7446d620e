import { bool, decimal, defineTask, int32, internal, optional, text } from '@carmilla/transform'
import { db } from './database.ts'

// A record with exactly the columns of its query.
defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({ id: int32(), total: decimal(14, 2) }),
})

// A missing column.
defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({
    id: int32(),
  }),
})

// An extra column.
defineTask({
  source: db.selectFrom('orders').select(['id']),
  record: () => ({
    id: int32(),
    total: decimal(14, 2),
  }),
})

// misspelt
defineTask({
  source: db.selectFrom('orders').select(['id', 'total']),
  record: () => ({
    id: int32(),
    totl: decimal(14, 2),
  }),
})
// misspelt in select
defineTask({
  source: db.selectFrom('orders').select([
    'id',
    'totl',
  ]),
  record: () => ({
    id: int32(),
    totl: decimal(14, 2),
  }),
})
// two wrong
defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note']),
  record: () => ({
    id: text(),
    total: optional(decimal(14, 2)),
    note: text(),
  }),
})
// method
defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note']),
  record: () => {
    return {
    id: text(),
    total: optional(decimal(14, 2)),
    note: text(),
  }
  },
})
// derive
defineTask({
  source: db.selectFrom('orders').select(['id', 'total', 'note']),
  record: ({derive}) => ({
    id: int32(),
    total: internal(),
    note: internal(),
    big: derive(bool(), (order) => order.totl > 5),
    big2: derive(int32(), (order) => null),
    big3: derive(decimal(3,2), (order) => 3),
    big4: derive(int32(), (order) => order.note),
  }),
  partitionBy: ({weekOfMonth}) => weekOfMonth('placed'),
  expect: { unique: ['totl', 'note']},
})
