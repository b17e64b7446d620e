import { type Change, looksPersonal } from './change.ts'

/** Columns and tables that are gone, or are elsewhere. */
export const REORGANIZED: readonly Change[] = [
  {
    change: 'rename a column',
    sql: 'alter table events rename duration to duration_seconds',
    faults: [['events', 'source: db', `no table of this query has a column 'duration'`]],
    differences: [
      'events.duration: dropped (renamed to duration_seconds?)',
      'events.duration_seconds: added (double precision)',
    ],
  },
  {
    change: 'rename a column of a lookup',
    sql: 'alter table timepoints rename date to happened_at',
    faults: [
      ['timepoints', 'source: db', `no table of this query has a column 'date'`],
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `no table of this query has a column 'date'`,
      ],
    ],
    differences: [
      'timepoints.date: dropped (renamed to happened_at?)',
      'timepoints.happened_at: added (timestamp without time zone)',
    ],
  },
  {
    change: 'rename a column that only orders the rows of a lookup',
    sql: 'alter table shippings rename id to shipping_id',
    faults: [
      ['shippings', 'source: db', `no table of this query has a column 'id'`],
      ['purchase_orders', `.orderBy('id'),`, `Argument of type '"id"' is not assignable`],
    ],
    differences: [
      'shippings.id: dropped (renamed to shipping_id?)',
      'shippings.shipping_id: added (integer not null)',
      'primary key of shippings: id → shipping_id',
    ],
  },
  {
    change: 'rename a column that only joins',
    sql: 'alter table ratings rename user_id to author_id',
    faults: [
      ['ratings', 'source: db', `no table of this query has a column 'user_id'`],
      [
        'opinions',
        `.innerJoin('users', 'users.id', 'ratings.user_id')`,
        `Argument of type '"ratings.user_id"' is not assignable`,
      ],
    ],
    differences: [
      'ratings.user_id: dropped (renamed to author_id?)',
      'ratings.author_id: added (integer)',
      'foreign key of ratings: user_id → users (id) dropped',
      'foreign key of ratings: author_id → users (id) added',
    ],
  },
  {
    change: 'rename a column with capitals and blanks',
    sql: 'alter table audit."Order" rename "Total Price" to "Total"',
    faults: [['audit_order', 'source: db', `no table of this query has a column 'Total Price'`]],
    differences: [
      'audit.Order.Total Price: dropped (renamed to Total?)',
      'audit.Order.Total: added (numeric(14,2) not null)',
    ],
  },
  {
    change: 'drop a column',
    sql: 'alter table taxes drop locale',
    faults: [['taxes', 'source: db', `no table of this query has a column 'locale'`]],
    differences: ['taxes.locale: dropped'],
  },
  {
    change: 'drop a column that a condition needs',
    sql: 'alter table currencies drop exchangable_type',
    faults: [
      ['currencies', 'source: db', `no table of this query has a column 'exchangable_type'`],
      [
        'purchase_orders',
        `.where('exchangable_type', 'in', PURCHASE_ORDER)`,
        `Argument of type '"exchangable_type"' is not assignable`,
      ],
    ],
    differences: ['currencies.exchangable_type: dropped'],
  },
  {
    change: 'drop two columns of one task',
    sql: 'alter table notes drop title, drop body',
    faults: [
      ['notes', 'source: db', `no table of this query has a column 'title'`],
      ['personal-data.ts', `notes: { body: 'free text' },`, `'body' does not exist in type`],
    ],
    differences: [
      'notes.title: dropped',
      'notes.body: dropped',
      'personal-data.ts: notes.body: the table has no such column; drop it',
    ],
  },
  {
    change: 'rename a table',
    sql: 'alter table wpcs rename to wares_of_providers',
    faults: [['wpcs', '.select([', `the database has no table 'wpcs'`]],
    differences: [
      'table wpcs: dropped (renamed to wares_of_providers?)',
      'table wares_of_providers: added',
    ],
  },
  {
    change: 'drop a table',
    sql: 'drop table turn_around_times',
    faults: [['turn_around_times', '.select([', `the database has no table 'turn_around_times'`]],
    differences: ['table turn_around_times: dropped'],
  },
  {
    change: 'move a table to another schema',
    sql: 'alter table refs set schema audit',
    faults: [['refs', '.select([', `the database has no table 'refs'`]],
    differences: [
      'table refs: dropped (renamed to audit.refs?)',
      'table audit.refs: added',
      'personal-data.ts: refs: the database has no such table; drop it',
      looksPersonal('audit.refs.fields', 'other'),
    ],
  },
  {
    change: 'a table of the same name in another schema',
    sql: 'create schema archive; create table archive.wares (like wares)',
    differences: ['table archive.wares: added'],
  },
  {
    change: 'replace a table by a view of the same columns',
    sql: `
      alter table embedded_dynamic_forms rename to all_forms;
      create view embedded_dynamic_forms as select * from all_forms`,
    faults: [
      [
        'embedded_dynamic_forms',
        'id: int32(),',
        'the source may be NULL here; wrap the column in optional()',
      ],
    ],
    differences: [
      'table all_forms: added',
      looksPersonal('all_forms.data', 'other'),
      'table embedded_dynamic_forms: table → view',
      'table embedded_dynamic_forms: comment dropped',
      'embedded_dynamic_forms.schema: comment dropped',
      'embedded_dynamic_forms.data: comment dropped',
      'embedded_dynamic_forms.id: now nullable',
      'primary key of embedded_dynamic_forms: id → none',
    ],
  },
  {
    change: 'drop a column of a partitioned table',
    sql: 'alter table clicks drop file_name',
    faults: [
      [
        'clicks',
        `source: db.selectFrom('clicks').select(['id', 'data', 'file_name', 'last_modified_date', 'year']),`,
        `no table of this query has a column 'file_name'`,
      ],
    ],
    differences: ['clicks.file_name: dropped'],
  },
  {
    change: 'a view without a column',
    sql: `
      drop view reporting.open_orders;
      create view reporting.open_orders as
        select id, uuid, state, created_at, 'none'::varchar as provider_name from orders`,
    faults: [
      ['reporting_open_orders', 'source: db', `no table of this query has a column 'request_name'`],
    ],
    differences: [
      'reporting.open_orders.request_name: dropped',
      'table reporting.open_orders: comment dropped',
    ],
  },
  {
    change: 'a materialized view with a column of another type',
    sql: `
      drop materialized view reporting.monthly_invoices;
      create materialized view reporting.monthly_invoices as
        select issued_at::date as month, document_type, count(*) as invoices,
          sum(total_price) as total_price
        from invoices group by 1, 2`,
    faults: [
      [
        'reporting_monthly_invoices',
        'month: optional(timestampMicros()),',
        'date cannot be written as timestampMicros(); use optional(date())',
      ],
    ],
    differences: [
      'reporting.monthly_invoices.month: timestamp without time zone → date',
      'unique key of reporting.monthly_invoices: month, document_type dropped',
      'table reporting.monthly_invoices: comment dropped',
    ],
  },
  {
    change: 'swap the names of two columns of different types',
    sql: `
      alter table inventories rename product_name to other;
      alter table inventories rename provider_id to product_name;
      alter table inventories rename other to provider_id`,
    faults: [
      [
        'inventories',
        'product_name: optional(text()),',
        'int4 cannot be written as text(); use optional(int32())',
      ],
      [
        'inventories',
        'provider_id: optional(int32()),',
        'varchar cannot be written as int32(); use optional(text())',
      ],
    ],
    differences: [
      'inventories.product_name: character varying → integer',
      'inventories.provider_id: integer → character varying',
      'table inventories: columns in another order',
      'foreign key of inventories: provider_id → providers (id) dropped',
      'foreign key of inventories: product_name → providers (id) added',
    ],
  },
]

/** The same, of tables that the first round has used up. */
export const REORGANIZED_AGAIN: readonly Change[] = [
  {
    change: 'rename a column that only joins, of the table that is joined',
    sql: 'alter table providers rename id to provider_id',
    faults: [
      ['providers', 'source: db', `no table of this query has a column 'id'`],
      [
        'orders',
        `.leftJoin('providers', 'providers.id', 'orders.provider_id')`,
        `Argument of type '"providers.id"' is not assignable`,
      ],
      [
        'purchase_orders',
        `provider: lookup(db.selectFrom('providers').select(['id', 'name']), 'id'),`,
        `no table of this query has a column 'id'`,
      ],
    ],
    differences: [
      'providers.id: dropped (renamed to provider_id?)',
      'providers.provider_id: added (integer not null)',
      'primary key of providers: id → provider_id',
      ...[
        'inventories',
        'invoices',
        'milestones',
        'orders',
        'proposals',
        'purchase_orders',
        'ratings',
        'ware_provider_configurations',
        'wpcs',
      ].map(
        (table) =>
          `foreign key of ${table}: provider_id → providers (id), now providers (provider_id)`,
      ),
    ],
  },
  {
    change: 'rename a table that others read',
    sql: 'alter table events rename to activity',
    faults: [['events', `.where('event', 'is not', null)`, `the database has no table 'events'`]],
    differences: [
      'table events: dropped (renamed to activity?)',
      'table activity: added',
      'personal-data.ts: events: the database has no such table; drop it',
      looksPersonal('activity.email', 'email'),
      looksPersonal('activity.username', 'online id'),
      looksPersonal('activity.remote_addr', 'ip address'),
      looksPersonal('activity.session_id', 'online id'),
      looksPersonal('activity.computer_id', 'online id'),
      looksPersonal('activity.raw_post', 'free text'),
    ],
  },
  {
    change: 'rename a schema',
    sql: 'alter schema audit rename to trail',
    faults: [
      [
        'personal-data.ts',
        `'audit.events': { actor: 'email', client_address: 'ip address' },`,
        `'audit.events'' does not exist in type`,
      ],
      ['audit_events', '.select([', `the database has no table 'audit.events'`],
      ['audit_order', '.select([', `the database has no table 'audit.Order'`],
      ['log_ins', `.where('operation', '=', 'log in')`, `the database has no table 'audit.events'`],
      // A consequence: the row is not known.
      [
        'log_ins',
        'verb: derive(text(), (event) => VERBS[event.operation]),',
        `expression of type 'any' can't be used to index`,
      ],
    ],
    differences: [
      'personal-data.ts: audit.events: the database has no such table; drop it',
      looksPersonal('trail.events.actor', 'email'),
      looksPersonal('trail.events.client_address', 'ip address'),
      'table audit.Order: dropped (renamed to trail.Order?)',
      'table audit.events: dropped (renamed to trail.events?)',
      'table trail.Order: added',
      'table trail.events: added',
      'enum audit.operation: no longer used',
      'enum trail.operation: added',
    ],
  },
  {
    change: 'drop a table that only a lookup reads',
    sql: 'drop table timepoints',
    faults: [
      [
        'timepoints',
        `.select(['id', 'name', 'date', 'slug', 'order_id', 'uuid', 'created_at', 'updated_at']),`,
        `the database has no table 'timepoints'`,
      ],
      [
        'orders',
        `db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),`,
        `the database has no table 'timepoints'`,
      ],
    ],
    differences: ['table timepoints: dropped'],
  },
  {
    change: 'drop the table that a task joins',
    sql: 'drop table organizations cascade',
    faults: [
      ['organizations', '.select([', `the database has no table 'organizations'`],
      [
        'opinions',
        `.leftJoin('organizations as employer', 'employer.id', 'ratings.organization_id')`,
        `Argument of type '"organizations as employer"' is not assignable`,
      ],
      // Consequences: the columns of the row are not known.
      ...[
        'id: int32(),',
        'stars: int32(),',
        'company: optional(text()),',
        'employer: optional(text()),',
      ].map((line) => ['opinions', line, 'the Postgres type of this column is not known'] as const),
    ],
    differences: [
      'table organizations: dropped',
      ...[
        'action_items',
        'orders',
        'ratings',
        'requests',
        'ware_provider_configurations',
        'wpcs',
      ].map((table) => `foreign key of ${table}: organization_id → organizations (id) dropped`),
    ],
  },
]
