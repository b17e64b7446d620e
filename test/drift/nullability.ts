import type { Change } from './change.ts'

const MAY_BE_NULL = 'the source may be NULL here; wrap the column in optional()'
const NEVER_NULL = 'the source is never NULL here; drop optional()'

/** Columns that may be NULL from now on, or no longer; and enums with other labels. */
export const NULLABILITY: readonly Change[] = [
  {
    change: 'set not null',
    sql: 'alter table currencies alter currency set not null',
    faults: [['currencies', 'currency: optional(text()),', NEVER_NULL]],
    differences: ['currencies.currency: no longer nullable'],
  },
  {
    change: 'set not null, of a column of a table that is joined without outer rows',
    sql: 'alter table users alter company set not null',
    faults: [
      ['users', 'company: optional(text()),', NEVER_NULL],
      ['opinions', 'company: optional(text()),', NEVER_NULL],
    ],
    differences: ['users.company: no longer nullable'],
  },
  {
    change: 'set not null, of a column of a table that is joined with outer rows',
    sql: 'alter table providers alter name set not null',
    faults: [['providers', 'name: optional(text()),', NEVER_NULL]],
    differences: ['providers.name: no longer nullable'],
  },
  {
    change: 'set not null, of the key of a lookup',
    sql: 'alter table shippings alter shipable_id set not null',
    faults: [['shippings', 'shipable_id: optional(int32()),', NEVER_NULL]],
    differences: ['shippings.shipable_id: no longer nullable'],
  },
  {
    change: 'add a primary key, which sets not null',
    sql: 'alter table ware_provider_configurations add primary key (ware_id, provider_id)',
    faults: [
      ['ware_provider_configurations', 'ware_id: optional(int32()),', NEVER_NULL],
      ['ware_provider_configurations', 'provider_id: optional(int32()),', NEVER_NULL],
    ],
    differences: [
      'ware_provider_configurations.ware_id: no longer nullable',
      'ware_provider_configurations.provider_id: no longer nullable',
      'primary key of ware_provider_configurations: none → ware_id, provider_id',
    ],
  },
  {
    change: 'drop not null',
    sql: 'alter table orders alter declined drop not null',
    faults: [['orders', 'declined: bool(),', MAY_BE_NULL]],
    differences: ['orders.declined: now nullable'],
  },
  {
    change: 'drop not null, of a column that a function needs',
    sql: 'alter table purchase_orders alter version_number drop not null',
    faults: [
      [
        'purchase_orders',
        `if (po.version_number > 1 && po.referenced_po_id !== null) return 'Amended'`,
        `'po.version_number' is possibly 'null'`,
      ],
    ],
    differences: ['purchase_orders.version_number: now nullable'],
  },
  {
    change: 'drop not null, of a column that is only compared',
    sql: 'alter table ratings alter spam drop not null',
    faults: [['ratings', 'spam: bool(),', MAY_BE_NULL]],
    differences: ['ratings.spam: now nullable'],
  },
  {
    change: 'drop not null, of a column that a lookup must not lack',
    sql: 'alter table taxes alter percent_rate drop not null',
    faults: [['taxes', 'percent_rate: decimal(7, 4),', MAY_BE_NULL]],
    differences: ['taxes.percent_rate: now nullable'],
  },
  {
    change: 'drop not null and give another type',
    sql: 'alter table milestones alter quantity drop not null, alter quantity type numeric(12,3)',
    faults: [
      [
        'milestones',
        'quantity: text(),',
        'numeric(12,3) cannot be written as text(); use optional(decimal(12, 3))',
      ],
    ],
    differences: [
      'milestones.quantity: numeric → numeric(12,3)',
      'milestones.quantity: now nullable',
    ],
  },
  {
    change: 'drop a primary key, whose columns stay not null',
    sql: 'alter table requests drop constraint requests_pkey cascade',
    differences: [
      'primary key of requests: id → none',
      'foreign key of notes: request_id → requests (id) dropped',
      'foreign key of purchase_orders: request_id → requests (id) dropped',
      'foreign key of ratings: request_id → requests (id) dropped',
    ],
  },
  {
    change: 'a label that no task expects',
    sql: `alter type audit.operation add value 'log out'`,
    faults: [
      [
        'log_ins',
        'verb: derive(text(), (event) => VERBS[event.operation]),',
        `Property 'log out' does not exist`,
      ],
    ],
    differences: [`enum audit.operation: label 'log out' added`],
  },
]

/** Labels again: one type can be changed once a round. */
export const LABELS: readonly Change[] = [
  {
    change: 'rename a label that a condition names',
    sql: `alter type audit.operation rename value 'log in' to 'sign in'`,
    faults: [
      [
        'log_ins',
        `.where('operation', '=', 'log in')`,
        `Argument of type '"log in"' is not assignable`,
      ],
      [
        'log_ins',
        'verb: derive(text(), (event) => VERBS[event.operation]),',
        `Property 'sign in' does not exist`,
      ],
    ],
    differences: [
      `enum audit.operation: label 'log in' dropped`,
      `enum audit.operation: label 'sign in' added`,
    ],
  },
]

/** A type without one of its labels, which Postgres makes anew. */
export const FEWER_LABELS: readonly Change[] = [
  {
    change: 'remove a label that a condition names',
    sql: `
      alter type audit.operation rename to operation_before;
      create type audit.operation as enum ('insert', 'update', 'delete');
      alter table audit.events alter operation type audit.operation using operation::text::audit.operation;
      alter table audit."Order" alter state type audit.operation using state::text::audit.operation;
      drop type audit.operation_before`,
    faults: [
      [
        'log_ins',
        `.where('operation', '=', 'log in')`,
        `Argument of type '"log in"' is not assignable`,
      ],
    ],
    differences: [`enum audit.operation: label 'log in' dropped`],
  },
]

/** An enum that becomes text: only who names its labels can tell. */
export const NO_LABELS: readonly Change[] = [
  {
    change: 'an enum to text, where all labels must be known',
    sql: 'alter table audit.events alter operation type text',
    faults: [
      [
        'log_ins',
        'verb: derive(text(), (event) => VERBS[event.operation]),',
        `No index signature with a parameter of type 'string'`,
      ],
    ],
    differences: ['audit.events.operation: audit.operation → text'],
  },
  {
    change: 'an enum to text, where any text will do',
    sql: 'alter table audit."Order" alter state type text',
    differences: [
      'audit.Order.state: audit.operation → text',
      'enum audit.operation: no longer used',
    ],
  },
]
