/** A change of the database, and what the compiler must say of the tasks after it. */
export interface Drift {
  readonly change: string
  readonly sql: string
  /** All faults, in the order of the files. */
  readonly faults: readonly Fault[]
}

/** Where the compiler stops, and what it says there. */
export type Fault = readonly [task: string, line: string, sentence: string]

/** Changes that a task does not outlive. */
export const DRIFTS: readonly Drift[] = [
  // What a task reads is gone.
  {
    change: 'rename a column',
    sql: 'alter table events rename column duration to duration_seconds',
    faults: [['events', 'source: db', `no table of this query has a column 'duration'`]],
  },
  {
    change: 'rename a column of a lookup',
    sql: 'alter table timepoints rename column date to happened_at',
    faults: [
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `no table of this query has a column 'date'`,
      ],
    ],
  },
  {
    change: 'drop a column',
    sql: 'alter table users drop column email',
    faults: [['orders', 'source: db', `no table of this query has a column 'users.email'`]],
  },
  {
    change: 'drop a column that a condition needs',
    sql: 'alter table currencies drop column exchangable_type',
    faults: [
      ['currencies', 'source: db', `no table of this query has a column 'exchangable_type'`],
      [
        'purchase_orders',
        `.where('exchangable_type', 'in', PURCHASE_ORDER)`,
        `Argument of type '"exchangable_type"' is not assignable`,
      ],
    ],
  },
  {
    change: 'rename a table',
    sql: 'alter table events rename to activity',
    faults: [
      ['events', `.selectFrom('events')`, `Argument of type '"events"' is not assignable`],
      ['events', `.where('event', 'is not', null)`, 'This expression is not callable'],
    ],
  },
  {
    change: 'drop a table',
    sql: 'drop table timepoints',
    faults: [
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `Argument of type '"timepoints"' is not assignable`,
      ],
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        'This expression is not callable',
      ],
    ],
  },

  // What a task reads has another type.
  {
    change: 'int4 to int8',
    sql: 'alter table purchase_orders alter column payment_terms type bigint',
    faults: [
      [
        'purchase_orders',
        'payment_terms: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
    ],
  },
  {
    change: 'timestamp to timestamptz',
    sql: 'alter table currencies alter column conversion_set_at type timestamptz',
    faults: [
      [
        'currencies',
        'conversion_set_at: optional(timestampMicros()),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
    ],
  },
  {
    change: 'timestamp to timestamptz, of the column that partitions',
    sql: 'alter table events alter column created_at type timestamptz',
    faults: [
      [
        'events',
        'created_at: optional(timestampMicros()),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
      [
        'events',
        `partitionBy: ({ weekOfMonth }) => weekOfMonth('created_at'),`,
        `Argument of type '"created_at"' is not assignable to parameter of type '"datetime" | "updated_at"'`,
      ],
    ],
  },
  {
    change: 'numeric to text',
    sql: 'alter table purchase_orders alter column total_price type text',
    faults: [
      [
        'purchase_orders',
        'total_price: decimal(14, 2),',
        'text cannot be written as decimal(14, 2); use text()',
      ],
      [
        'purchase_orders',
        'divide(po.total_price, rate),',
        `Argument of type 'string' is not assignable to parameter of type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'numeric to text, of a column of a lookup',
    sql: 'alter table taxes alter column amount type text',
    faults: [
      [
        'purchase_orders',
        'taxAmount: isZero(amount) ? (proposalTax.get(po.proposal_id)?.amount ?? ZERO) : amount,',
        `Type 'string' is not assignable to type 'Decimal'`,
      ],
      [
        'purchase_orders',
        'tax_amount: derive(decimal(14, 2), (_po, _lookups, { taxAmount }) => taxAmount),',
        `Type 'string' is not assignable to type 'Decimal'`,
      ],
      [
        'purchase_orders',
        'return divide(add(taxAmount, shippingTax), rate)',
        `Type 'string' is not assignable to type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'numeric to double precision',
    sql: 'alter table currencies alter column conversion_rate type double precision',
    faults: [
      [
        'currencies',
        'conversion_rate: optional(decimal(18, 8)),',
        'float8 cannot be written as decimal(18, 8); use optional(float64())',
      ],
      [
        'purchase_orders',
        'conversion_rate: derive(optional(decimal(18, 8)), (_po, _lookups, { rate }) => rate),',
        `Type 'number' is not assignable to type 'Decimal | NullBecause | null'`,
      ],
      [
        'purchase_orders',
        'divide(po.total_price, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'divide(po.subtotal_price, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'return divide(add(taxAmount, shippingTax), rate)',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
      [
        'purchase_orders',
        'divide(shippingCost, rate),',
        `Type 'number' is not assignable to type 'DecimalOrNull'`,
      ],
    ],
  },
  {
    change: 'uuid to text',
    sql: 'alter table events alter column uuid type text',
    faults: [['events', 'uuid: uuid(),', 'text cannot be written as uuid(); use text()']],
  },
  {
    change: 'text[] to jsonb',
    sql: 'alter table events alter column categories type jsonb using to_jsonb(categories)',
    faults: [
      [
        'events',
        'categories: optional(list(text())),',
        'jsonb cannot be written as list(text()); use optional(json())',
      ],
    ],
  },
  {
    change: 'widen a numeric beyond the decimal',
    sql: 'alter table currencies alter column conversion_rate type numeric(20, 10)',
    faults: [
      [
        'currencies',
        'conversion_rate: optional(decimal(18, 8)),',
        `numeric(20,10) does not fit decimal(18, 8); use optional(decimal(20, 10)), or { overflow: 'error' }`,
      ],
    ],
  },
  {
    change: 'take the bounds off a numeric',
    sql: 'alter table purchase_orders alter column subtotal_price type numeric',
    faults: [
      [
        'purchase_orders',
        'subtotal_price: decimal(14, 2),',
        `unconstrained numeric does not fit decimal(14, 2); use text(), or { overflow: 'error' }`,
      ],
    ],
  },

  // What a task reads may be NULL, or no longer.
  {
    change: 'set not null',
    sql: 'alter table currencies alter column currency set not null',
    faults: [
      [
        'currencies',
        'currency: optional(text()),',
        'the source is never NULL here; drop optional()',
      ],
    ],
  },
  {
    change: 'drop not null',
    sql: 'alter table orders alter column declined drop not null',
    faults: [
      ['orders', 'declined: bool(),', 'the source may be NULL here; wrap the column in optional()'],
    ],
  },
  {
    change: 'drop not null, of a column that a function needs',
    sql: 'alter table purchase_orders alter column version_number drop not null',
    faults: [
      [
        'purchase_orders',
        `if (po.version_number > 1 && po.referenced_po_id !== null) return 'Amended'`,
        `'po.version_number' is possibly 'null'`,
      ],
    ],
  },
]

/** Changes that every task outlives; made one after the other. */
export const HARMLESS: Readonly<Record<string, string>> = {
  'varchar to text': 'alter table events alter column query type text',
  'text[] to varchar[]': 'alter table events alter column source type varchar[]',
  'int4 to int2': 'alter table purchase_orders alter column payment_terms type smallint',
  'a numeric that still fits its decimal':
    'alter table purchase_orders alter column total_price type numeric(13, 1)',
  'set not null, under a lookup': 'alter table shippings alter column shipable_id set not null',
  'add a column': 'alter table orders add column channel text not null',
  'add a table': 'create table refunds (id int primary key)',
  'drop a column that no task reads': 'alter table users drop column company',
  'drop a table that no task reads': 'drop table turn_around_times',
}
