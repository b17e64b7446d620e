import type { Change } from './change.ts'

/** Columns of numbers that are given another type. */
export const NUMBERS: readonly Change[] = [
  {
    change: 'int2 to int4',
    sql: 'alter table audit.events alter severity type int',
    faults: [
      ['audit_events', 'severity: int16(),', 'int4 cannot be written as int16(); use int32()'],
    ],
    differences: ['audit.events.severity: smallint → integer'],
  },
  {
    change: 'int4 to int8',
    sql: 'alter table purchase_orders alter payment_terms type bigint',
    faults: [
      [
        'purchase_orders',
        'payment_terms: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
    ],
    differences: ['purchase_orders.payment_terms: integer → bigint'],
  },
  {
    change: 'int4 to int8, of a column of a joined table',
    sql: 'alter table requests alter organization_id type bigint',
    faults: [
      [
        'orders',
        'organization_id: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
      [
        'requests',
        'organization_id: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
    ],
    differences: ['requests.organization_id: integer → bigint'],
  },
  {
    change: 'int4 to int8, of the key of a lookup',
    sql: 'alter table shippings alter shipable_id type bigint',
    faults: [
      [
        'shippings',
        'shipable_id: optional(int32()),',
        'int8 cannot be written as int32(); use optional(int64())',
      ],
      [
        'purchase_orders',
        'const cost = shipping.get(po.id)?.cost',
        `Argument of type 'number' is not assignable to parameter of type 'bigint'`,
      ],
      [
        'purchase_orders',
        '? (proposalShipping.get(po.proposal_id)?.cost ?? ZERO)',
        `Argument of type 'number | null' is not assignable to parameter of type 'bigint | null'`,
      ],
    ],
    differences: ['shippings.shipable_id: integer → bigint'],
  },
  {
    change: 'int8 to int4, which fits',
    sql: 'alter table audit.events alter row_id type int',
    differences: ['audit.events.row_id: bigint → integer'],
  },
  {
    change: 'int8 to int2, which fits',
    sql: 'alter table turn_around_times alter min type smallint',
    differences: ['turn_around_times.min: bigint → smallint'],
  },
  {
    change: 'int4 to int2, which fits',
    sql: 'alter table ratings alter value type smallint',
    differences: ['ratings.value: integer → smallint'],
  },
  {
    change: 'int4 to unconstrained numeric',
    sql: 'alter table requests alter quantity type numeric',
    faults: [
      [
        'requests',
        'quantity: int32(),',
        'unconstrained numeric cannot be written as int32(); use text()',
      ],
    ],
    differences: ['requests.quantity: integer → numeric'],
  },
  {
    change: 'int4 to numeric(10)',
    sql: 'alter table inventory_groups alter index type numeric(10)',
    faults: [
      [
        'inventory_groups',
        'index: int32(),',
        'numeric(10,0) cannot be written as int32(); use decimal(10, 0)',
      ],
    ],
    differences: ['inventory_groups.index: integer → numeric(10,0)'],
  },
  {
    change: 'int4 to double precision',
    sql: 'alter table providers alter tier type double precision',
    faults: [
      [
        'providers',
        'tier: optional(int32()),',
        'float8 cannot be written as int32(); use optional(float64())',
      ],
    ],
    differences: ['providers.tier: integer → double precision'],
  },
  {
    change: 'int4 to text',
    sql: 'alter table milestones alter line_number type text',
    faults: [
      [
        'milestones',
        'line_number: optional(int32()),',
        'text cannot be written as int32(); use optional(text())',
      ],
    ],
    differences: ['milestones.line_number: integer → text'],
  },
  {
    change: 'int4 to bool',
    sql: 'alter table embedded_dynamic_forms alter version_number type bool using version_number > 0',
    faults: [
      [
        'embedded_dynamic_forms',
        'version_number: optional(int32()),',
        'bool cannot be written as int32(); use optional(bool())',
      ],
    ],
    differences: ['embedded_dynamic_forms.version_number: integer → boolean'],
  },
  {
    change: 'numeric to int4',
    sql: 'alter table milestones alter unit_price type int',
    faults: [
      [
        'milestones',
        'unit_price: decimal(14, 2),',
        'int4 cannot be written as decimal(14, 2); use int32()',
      ],
    ],
    differences: ['milestones.unit_price: numeric(14,2) → integer'],
  },
  {
    change: 'numeric to int8',
    sql: 'alter table invoices alter subtotal_price type bigint',
    faults: [
      [
        'invoices',
        'subtotal_price: decimal(14, 2),',
        'int8 cannot be written as decimal(14, 2); use int64()',
      ],
    ],
    differences: ['invoices.subtotal_price: numeric(14,2) → bigint'],
  },
  {
    change: 'numeric to double precision',
    sql: 'alter table invoices alter discount_amount type double precision',
    faults: [
      [
        'invoices',
        'discount_amount: decimal(14, 2),',
        'float8 cannot be written as decimal(14, 2); use float64()',
      ],
    ],
    differences: ['invoices.discount_amount: numeric(14,2) → double precision'],
  },
  {
    change: 'numeric to real',
    sql: 'alter table ware_provider_configurations alter booster type real',
    faults: [
      [
        'ware_provider_configurations',
        'booster: optional(decimal(3, 2)),',
        'float4 cannot be written as decimal(3, 2); use optional(float32())',
      ],
    ],
    differences: ['ware_provider_configurations.booster: numeric(3,2) → real'],
  },
  {
    change: 'numeric to text',
    sql: 'alter table purchase_orders alter total_price type text',
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
    differences: ['purchase_orders.total_price: numeric(14,2) → text'],
  },
  {
    change: 'numeric to text, of a column of a lookup',
    sql: 'alter table taxes alter amount type text',
    faults: [
      ['taxes', 'amount: decimal(14, 2),', 'text cannot be written as decimal(14, 2); use text()'],
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
    differences: ['taxes.amount: numeric(14,2) → text'],
  },
  {
    change: 'numeric to money',
    sql: 'alter table milestones alter tax_rate type money',
    faults: [
      [
        'milestones',
        'tax_rate: decimal(7, 4),',
        'money cannot be written as decimal(7, 4); use text()',
      ],
    ],
    differences: ['milestones.tax_rate: numeric(7,4) → money'],
  },
  {
    change: 'double precision to real, which fits',
    sql: 'alter table providers alter score type real',
    differences: ['providers.score: double precision → real'],
  },
  {
    change: 'real to double precision',
    sql: 'alter table audit.events alter risk type double precision',
    faults: [
      [
        'audit_events',
        'risk: optional(float32()),',
        'float8 cannot be written as float32(); use optional(float64())',
      ],
    ],
    differences: ['audit.events.risk: real → double precision'],
  },
  {
    change: 'double precision to numeric',
    sql: 'alter table wpcs alter booster type numeric(12,6)',
    faults: [
      [
        'wpcs',
        'booster: float64(),',
        'numeric(12,6) cannot be written as float64(); use decimal(12, 6)',
      ],
    ],
    differences: ['wpcs.booster: double precision → numeric(12,6)'],
  },
  {
    change: 'double precision to int4',
    sql: 'alter table events alter duration type int',
    faults: [
      [
        'events',
        'duration: optional(float64()),',
        'int4 cannot be written as float64(); use optional(int32())',
      ],
    ],
    differences: ['events.duration: double precision → integer'],
  },
]
