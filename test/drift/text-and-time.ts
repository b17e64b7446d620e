import { type Change, looksPersonal } from './change.ts'

/** Columns of anything but numbers that are given another type. */
export const TEXT_AND_TIME: readonly Change[] = [
  {
    change: 'varchar to text',
    sql: 'alter table events alter query type text',
    differences: ['events.query: character varying → text'],
  },
  {
    change: 'text to varchar',
    sql: 'alter table taxes alter notes type varchar',
    differences: ['taxes.notes: text → character varying'],
  },
  {
    change: 'varchar to varchar(80)',
    sql: 'alter table users alter first_name type varchar(80)',
    differences: ['users.first_name: character varying → character varying(80)'],
  },
  {
    change: 'char(2) to char(3)',
    sql: 'alter table audit.events alter country type char(3)',
    differences: ['audit.events.country: character(2) → character(3)'],
  },
  {
    change: 'varchar to char(10)',
    sql: 'alter table addresses alter zipcode type char(10)',
    differences: ['addresses.zipcode: character varying → character(10)'],
  },
  {
    change: 'a domain to its base',
    sql: 'alter table audit.events alter actor type varchar(254)',
    differences: ['audit.events.actor: audit.email_address → character varying(254)'],
  },
  {
    change: 'varchar to int4',
    sql: 'alter table ratings alter ware_id type int using ware_id::int',
    faults: [
      [
        'ratings',
        'ware_id: optional(text()),',
        'int4 cannot be written as text(); use optional(int32())',
      ],
    ],
    differences: ['ratings.ware_id: character varying → integer'],
  },
  {
    change: 'varchar to int4, of a column that is only compared',
    sql: 'alter table action_items alter action_performed type int using 0',
    faults: [
      [
        'action_items',
        'action_performed: optional(text()),',
        'int4 cannot be written as text(); use optional(int32())',
      ],
      [
        'purchase_orders',
        `.where('action_performed', '=', 'new_request')`,
        `Argument of type '"new_request"' is not assignable`,
      ],
    ],
    differences: ['action_items.action_performed: character varying → integer'],
  },
  {
    change: 'varchar to uuid',
    sql: 'alter table notes alter ware_id type uuid using ware_id::uuid',
    faults: [
      [
        'notes',
        'ware_id: optional(text()),',
        'uuid cannot be written as text(); use optional(uuid())',
      ],
    ],
    differences: ['notes.ware_id: character varying → uuid'],
  },
  {
    change: 'uuid to text',
    sql: 'alter table events alter uuid type text',
    faults: [['events', 'uuid: uuid(),', 'text cannot be written as uuid(); use text()']],
    differences: ['events.uuid: uuid → text'],
  },
  {
    change: 'varchar to inet, which is text as well',
    sql: 'alter table addresses alter state type inet using state::inet',
    differences: [
      'addresses.state: character varying → inet',
      looksPersonal('addresses.state', 'ip address'),
    ],
  },
  {
    change: 'inet to cidr, both text',
    sql: 'alter table audit.events alter client_address type cidr',
    differences: ['audit.events.client_address: inet → cidr'],
  },
  {
    change: 'json to jsonb',
    sql: 'alter table embedded_dynamic_forms alter schema type jsonb',
    differences: ['embedded_dynamic_forms.schema: json → jsonb'],
  },
  {
    change: 'jsonb to json',
    sql: 'alter table refs alter fields type json',
    differences: ['refs.fields: jsonb → json'],
  },
  {
    change: 'jsonb to text',
    sql: 'alter table inventories alter data type text',
    faults: [
      [
        'inventories',
        'data: optional(json()),',
        'text cannot be written as json(); use optional(text())',
      ],
    ],
    differences: ['inventories.data: jsonb → text'],
  },
  {
    change: 'text to jsonb',
    sql: 'alter table addresses alter text type jsonb using to_jsonb(text)',
    faults: [
      [
        'addresses',
        'text: optional(text()),',
        'jsonb cannot be written as text(); use optional(json())',
      ],
    ],
    differences: ['addresses.text: text → jsonb'],
  },
  {
    change: 'timestamp to timestamptz',
    sql: 'alter table currencies alter conversion_set_at type timestamptz',
    faults: [
      [
        'currencies',
        'conversion_set_at: optional(timestampMicros(), COUNTED),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
    ],
    differences: [
      'currencies.conversion_set_at: timestamp without time zone → timestamp with time zone',
    ],
  },
  {
    change: 'timestamp to timestamptz, of the column that partitions',
    sql: 'alter table events alter created_at type timestamptz',
    faults: [
      [
        'events',
        'created_at: optional(timestampMicros(), COUNTED),',
        'timestamptz cannot be written as timestampMicros(); use optional(timestamptzMicros())',
      ],
      [
        'events',
        `partitionBy: ({ weekOfMonth }) => weekOfMonth('created_at'),`,
        `Argument of type '"created_at"' is not assignable to parameter of type '"datetime" | "updated_at"'`,
      ],
    ],
    differences: ['events.created_at: timestamp without time zone → timestamp with time zone'],
  },
  {
    change: 'timestamptz to timestamp',
    sql: 'alter table audit.events alter occurred_at type timestamp',
    faults: [
      [
        'audit_events',
        'occurred_at: timestamptzMicros(),',
        'timestamp cannot be written as timestamptzMicros(); use timestampMicros()',
      ],
    ],
    differences: [
      'audit.events.occurred_at: timestamp with time zone → timestamp without time zone',
    ],
  },
  {
    change: 'timestamp to timestamp(3), which fits',
    sql: 'alter table users alter last_request_at type timestamp(3)',
    differences: [
      'users.last_request_at: timestamp without time zone → timestamp(3) without time zone',
    ],
  },
  {
    change: 'timestamp to date',
    sql: 'alter table proposals alter created_at type date',
    faults: [
      [
        'proposals',
        'created_at: optional(timestampMicros()),',
        'date cannot be written as timestampMicros(); use optional(date())',
      ],
    ],
    differences: ['proposals.created_at: timestamp without time zone → date'],
  },
  {
    change: 'timestamp to date, of a column of a lookup',
    sql: 'alter table timepoints alter date type date',
    faults: [
      [
        'timepoints',
        'date: optional(timestampMicros()),',
        'date cannot be written as timestampMicros(); use optional(date())',
      ],
      ...['approval', 'review', 'submission', 'completion'].map(
        (name) =>
          [
            'orders',
            `dateOf(${name}.get(order.id)?.date ?? null),`,
            `Argument of type 'EpochDays | null' is not assignable`,
          ] as const,
      ),
    ],
    differences: ['timepoints.date: timestamp without time zone → date'],
  },
  {
    change: 'date to timestamp',
    sql: 'alter table audit.events alter billing_day type timestamp',
    faults: [
      [
        'audit_events',
        'billing_day: optional(date()),',
        'timestamp cannot be written as date(); use optional(timestampMicros())',
      ],
    ],
    differences: ['audit.events.billing_day: date → timestamp without time zone'],
  },
  {
    change: 'timestamp to time',
    sql: 'alter table requests alter ordered_at type time',
    faults: [
      [
        'requests',
        'ordered_at: optional(timestampMicros()),',
        'time cannot be written as timestampMicros(); use optional(text())',
      ],
    ],
    differences: ['requests.ordered_at: timestamp without time zone → time without time zone'],
  },
  {
    change: 'bool to int4',
    sql: 'alter table organizations alter webstore type int using webstore::int',
    faults: [
      ['organizations', 'webstore: bool(),', 'int4 cannot be written as bool(); use int32()'],
    ],
    differences: ['organizations.webstore: boolean → integer'],
  },
  {
    change: 'bool to text',
    sql: 'alter table requests alter exclude type text',
    faults: [['requests', 'exclude: bool(),', 'text cannot be written as bool(); use text()']],
    differences: ['requests.exclude: boolean → text'],
  },
  {
    change: 'bool to int4, of a column of a joined table that is only compared',
    sql: 'alter table users alter active type int using active::int',
    faults: [
      ['users', 'active: bool(),', 'int4 cannot be written as bool(); use int32()'],
      [
        'opinions',
        `.where('users.active', '=', true)`,
        `Argument of type 'true' is not assignable`,
      ],
    ],
    differences: ['users.active: boolean → integer'],
  },
  {
    change: 'bytea to text',
    sql: `alter table audit.events alter signature type text using encode(signature, 'hex')`,
    faults: [
      [
        'audit_events',
        'signature: optional(binary()),',
        'text cannot be written as binary(); use optional(text())',
      ],
    ],
    differences: ['audit.events.signature: bytea → text'],
  },
  {
    change: 'text to bytea',
    sql: `alter table notes alter body type bytea using convert_to(body, 'utf8')`,
    faults: [
      [
        'notes',
        "body: reveal(optional(text()), 'every value is compared'),",
        'bytea cannot be written as text(); use optional(binary())',
      ],
    ],
    differences: ['notes.body: text → bytea'],
  },
  {
    change: 'an array to one text',
    sql: `alter table proposals alter justifications type text using justifications[1]`,
    faults: [
      [
        'proposals',
        'justifications: optional(list(text())),',
        'text cannot be written as list(text()); use optional(text())',
      ],
    ],
    differences: ['proposals.justifications: character varying[] → text'],
  },
  {
    change: 'a text to an array',
    sql: 'alter table providers alter website type varchar[] using array[website]',
    faults: [
      [
        'providers',
        'website: optional(text()),',
        'varchar[] cannot be written as text(); use optional(list(text()))',
      ],
    ],
    differences: ['providers.website: character varying → character varying[]'],
  },
  {
    change: 'an array with other elements',
    sql: 'alter table requests alter filters type int[] using filters::int[]',
    faults: [
      [
        'requests',
        'filters: optional(list(text())),',
        'int4[] cannot be written as list(text()); use optional(list(int32()))',
      ],
    ],
    differences: ['requests.filters: character varying[] → integer[]'],
  },
  {
    change: 'an array with elements that are texts as well',
    sql: 'alter table providers alter certifications type text[]',
    differences: ['providers.certifications: character varying[] → text[]'],
  },
  {
    change: 'an array to jsonb',
    sql: 'alter table events alter categories type jsonb using to_jsonb(categories)',
    faults: [
      [
        'events',
        'categories: optional(list(text()), COUNTED),',
        'jsonb cannot be written as list(text()); use optional(json())',
      ],
    ],
    differences: ['events.categories: text[] → jsonb'],
  },
  {
    change: 'an array of two declared dimensions',
    sql: 'alter table audit.events alter tags type text[][]',
    differences: ['audit.events.tags: now declared with 2 dimensions'],
  },
  {
    change: 'varchar to an enum',
    sql: `
      create type note_status as enum ('read', 'unread');
      alter table notes alter status type note_status using status::note_status`,
    differences: ['notes.status: character varying → note_status', 'enum note_status: added'],
  },
  {
    change: 'text to a composite type',
    sql: `
      create type locality as (city text, country text);
      alter table addresses alter street2 type locality using row(street2, '')::locality`,
    faults: [
      [
        'addresses',
        "street2: reveal(optional(text()), 'every value is compared'),",
        'a composite type cannot be written as text(); use optional(struct({ … }))',
      ],
    ],
    differences: ['addresses.street2: character varying → locality'],
  },
]
