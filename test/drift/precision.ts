import type { Change } from './change.ts'

/** Numerics that stay numerics, with other bounds; and the rate that half a task is computed from. */
export const PRECISION: readonly Change[] = [
  {
    change: 'bounds within the decimal',
    sql: 'alter table purchase_orders alter total_price type numeric(13,1)',
    differences: ['purchase_orders.total_price: numeric(14,2) → numeric(13,1)'],
  },
  {
    change: 'a negative scale within the decimal',
    sql: 'alter table shippings alter cost type numeric(10,-2)',
    differences: ['shippings.cost: numeric(14,2) → numeric(10,-2)'],
  },
  {
    change: 'a negative scale beyond the decimal',
    sql: 'alter table invoices alter commission_rate type numeric(5,-2)',
    faults: [
      [
        'invoices',
        'commission_rate: optional(decimal(7, 4)),',
        `numeric(7,0) does not fit decimal(7, 4); use optional(decimal(7, 0)), or { overflow: 'error' }`,
      ],
    ],
    differences: ['invoices.commission_rate: numeric(7,4) → numeric(5,-2)'],
  },
  {
    change: 'a larger precision',
    sql: 'alter table proposals alter total_price type numeric(18,2)',
    faults: [
      [
        'proposals',
        'total_price: decimal(14, 2),',
        `numeric(18,2) does not fit decimal(14, 2); use decimal(18, 2), or { overflow: 'error' }`,
      ],
    ],
    differences: ['proposals.total_price: numeric(14,2) → numeric(18,2)'],
  },
  {
    change: 'a larger scale',
    sql: 'alter table milestones alter total_price type numeric(14,4)',
    faults: [
      [
        'milestones',
        'total_price: decimal(14, 2),',
        `numeric(14,4) does not fit decimal(14, 2); use decimal(14, 4), or { overflow: 'error' }`,
      ],
    ],
    differences: ['milestones.total_price: numeric(14,2) → numeric(14,4)'],
  },
  {
    change: 'a smaller scale, and so more digits before the point',
    sql: 'alter table taxes alter percent_rate type numeric(7,2)',
    faults: [
      [
        'taxes',
        'percent_rate: decimal(7, 4),',
        `numeric(7,2) does not fit decimal(7, 4); use decimal(7, 2), or { overflow: 'error' }`,
      ],
    ],
    differences: ['taxes.percent_rate: numeric(7,4) → numeric(7,2)'],
  },
  {
    change: 'more digits than any decimal',
    sql: 'alter table proposals alter subtotal_price type numeric(50,10)',
    faults: [
      [
        'proposals',
        'subtotal_price: decimal(14, 2),',
        `numeric(50,10) does not fit decimal(14, 2); use text(), or { overflow: 'error' }`,
      ],
    ],
    differences: ['proposals.subtotal_price: numeric(14,2) → numeric(50,10)'],
  },
  {
    change: 'no bounds any more',
    sql: 'alter table purchase_orders alter subtotal_price type numeric',
    faults: [
      [
        'purchase_orders',
        'subtotal_price: decimal(14, 2),',
        `unconstrained numeric does not fit decimal(14, 2); use text(), or { overflow: 'error' }`,
      ],
    ],
    differences: ['purchase_orders.subtotal_price: numeric(14,2) → numeric'],
  },
  {
    change: 'bounds where there were none',
    sql: 'alter table proposals alter commission_rate type numeric(7,4)',
    faults: [
      [
        'proposals',
        'commission_rate: optional(text()),',
        'numeric(7,4) cannot be written as text(); use optional(decimal(7, 4))',
      ],
    ],
    differences: ['proposals.commission_rate: numeric → numeric(7,4)'],
  },
  {
    change: 'a domain with another base',
    sql: `
      alter table audit."Order" alter "größe" type numeric;
      drop domain audit.positive_amount;
      create domain audit.positive_amount as numeric(14,6);
      alter table audit."Order" alter "größe" type audit.positive_amount`,
    faults: [
      [
        'audit_order',
        'grosse: optional(decimal(12, 4)),',
        `numeric(14,6) does not fit decimal(12, 4); use optional(decimal(14, 6)), or { overflow: 'error' }`,
      ],
    ],
    differences: ['audit.Order.größe: audit.positive_amount was numeric(12,4), now numeric(14,6)'],
  },
  {
    change: 'a domain instead of its base',
    sql: `
      create domain amount as numeric(14,2) check (value >= 0);
      alter table invoices alter subtotal_price type amount`,
    differences: ['invoices.subtotal_price: numeric(14,2) → amount'],
  },
  {
    change: 'a domain instead of a narrower base',
    sql: `
      create domain large_amount as numeric(30,2);
      alter table invoices alter discount_amount type large_amount`,
    faults: [
      [
        'invoices',
        'discount_amount: decimal(14, 2),',
        `numeric(30,2) does not fit decimal(14, 2); use decimal(30, 2), or { overflow: 'error' }`,
      ],
    ],
    differences: ['invoices.discount_amount: numeric(14,2) → large_amount'],
  },
  {
    change: 'a larger scale, under the functions of another task',
    sql: 'alter table currencies alter conversion_rate type numeric(20,10)',
    faults: [
      [
        'currencies',
        'conversion_rate: optional(decimal(18, 8), COUNTED),',
        `numeric(20,10) does not fit decimal(18, 8); use optional(decimal(20, 10)), or { overflow: 'error' }`,
      ],
    ],
    differences: ['currencies.conversion_rate: numeric(18,8) → numeric(20,10)'],
  },
]
