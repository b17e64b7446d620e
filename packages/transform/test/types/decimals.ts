import { decimal, defineTask, float64, int64, list, optional, text } from '@carmilla/transform'
import { db } from './database.ts'

// Every value fits.
defineTask({
  source: db
    .selectFrom('prices')
    .select([
      'numeric',
      'numeric_1_0',
      'numeric_12_2',
      'numeric_14_2',
      'numeric_14_4',
      'numeric_38_10',
      'numeric_3_5',
      'numeric_3_minus_2',
      'numeric_39_0',
      'numeric_1000_0',
      'numerics',
    ]),
  record: () => ({
    numeric: text(),
    numeric_1_0: decimal(1, 0),
    numeric_12_2: decimal(14, 4),
    numeric_14_2: decimal(14, 2),
    numeric_14_4: decimal(38, 28),
    numeric_38_10: decimal(38, 10),
    numeric_3_5: decimal(5, 5),
    numeric_3_minus_2: decimal(5, 0),
    numeric_39_0: text(),
    numeric_1000_0: text(),
    numerics: list(decimal(9, 3)),
  }),
})

// Some value does not fit.
defineTask({
  source: db.selectFrom('prices').selectAll(),
  record: () => ({
    numeric: decimal(38, 10), // error: unconstrained numeric does not fit decimal(38, 10); use text(), or { overflow: 'error' }
    numeric_1_0: decimal(1, 1), // error: numeric(1,0) does not fit decimal(1, 1); use decimal(1, 0), or { overflow: 'error' }
    numeric_12_2: decimal(12, 3), // error: numeric(12,2) does not fit decimal(12, 3); use decimal(12, 2), or { overflow: 'error' }
    numeric_14_2: decimal(10, 2), // error: numeric(14,2) does not fit decimal(10, 2); use decimal(14, 2), or { overflow: 'error' }
    numeric_14_4: decimal(18, 3), // error: numeric(14,4) does not fit decimal(18, 3); use decimal(14, 4), or { overflow: 'error' }
    numeric_38_10: decimal(38, 11), // error: numeric(38,10) does not fit decimal(38, 11); use decimal(38, 10), or { overflow: 'error' }
    numeric_3_5: decimal(4, 4), // error: numeric(3,5) does not fit decimal(4, 4); use decimal(5, 5), or { overflow: 'error' }
    numeric_3_minus_2: decimal(4, 0), // error: numeric(3,-2) does not fit decimal(4, 0); use decimal(5, 0), or { overflow: 'error' }
    numeric_39_0: decimal(38, 0), // error: numeric(39,0) does not fit decimal(38, 0); use text(), or { overflow: 'error' }
    numeric_1000_0: decimal(38, 0), // error: numeric(1000,0) does not fit decimal(38, 0); use text(), or { overflow: 'error' }
    numerics: list(decimal(8, 3)), // error: numeric(8,2)[] cannot be written as list(decimal(8, 3)); use list(decimal(8, 2))
  }),
})

// A value that does not fit stops the run.
defineTask({
  source: db.selectFrom('prices').select(['numeric', 'numeric_14_2', 'numeric_39_0']),
  record: () => ({
    numeric: decimal(38, 10, { overflow: 'error' }),
    numeric_14_2: decimal(10, 2, { overflow: 'error' }),
    numeric_39_0: decimal(38, 0, { overflow: 'error' }),
  }),
})

// That does not make a decimal of what is none.
defineTask({
  source: db.selectFrom('orders').select(['id', 'note', 'rate']),
  record: () => ({
    id: decimal(18, 0, { overflow: 'error' }), // error: int4 cannot be written as decimal(18, 0); use int32()
    note: optional(decimal(18, 2, { overflow: 'error' })), // error: text cannot be written as decimal(18, 2); use optional(text())
    rate: decimal(18, 8, { overflow: 'error' }), // error: the source may be NULL here; wrap the column in optional()
  }),
})

defineTask({
  source: db.selectFrom('prices').select(['numeric_14_2', 'numeric_1_0', 'numeric_39_0']),
  record: () => ({
    numeric_14_2: float64(), // error: numeric(14,2) cannot be written as float64(); use decimal(14, 2)
    numeric_1_0: int64(), // error: numeric(1,0) cannot be written as int64(); use decimal(1, 0)
    numeric_39_0: int64(), // error: numeric(39,0) cannot be written as int64(); use text()
  }),
})

// Decimals that there are, and those that there are not.
const digits: number = [9, 18].length
export const decimals = [
  decimal(1, 0),
  decimal(1, 1),
  decimal(38, 38),
  decimal(digits, 2),
  decimal(digits, digits),
  decimal(38, digits, { overflow: 'error' }),
  decimal(50, 2), // error: the precision of a decimal is a whole number of digits, 1 to 38
  decimal(39, 0), // error: the precision of a decimal is a whole number of digits, 1 to 38
  decimal(0, 0), // error: the precision of a decimal is a whole number of digits, 1 to 38
  decimal(-3, 0), // error: the precision of a decimal is a whole number of digits, 1 to 38
  decimal(18.5, 2), // error: the precision of a decimal is a whole number of digits, 1 to 38
  decimal(3, 5), // error: the scale of a decimal of 3 digits is a whole number, 0 to 3
  decimal(18, -2), // error: the scale of a decimal of 18 digits is a whole number, 0 to 18
  decimal(18, 2.5), // error: the scale of a decimal of 18 digits is a whole number, 0 to 18
  decimal(50, 2, { overflow: 'error' }), // error: the precision of a decimal is a whole number of digits, 1 to 38
  optional(decimal(3, 5)), // error: the scale of a decimal of 3 digits is a whole number, 0 to 3
  list(decimal(50, 2)), // error: the precision of a decimal is a whole number of digits, 1 to 38
]
