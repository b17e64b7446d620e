import type { Draw } from './draw.ts'
import { MarketplaceError } from './errors.ts'

/** The last day of the data; nothing was created later. A Monday, the first of its ISO week. */
export const TODAY = '2026-03-02'

/** Seed of the data when none is given. */
export const DEFAULT_SEED = 1

/**
 * Rows at scale 1 of the tables that are made by id. `currencies`, `shippings`, `taxes`,
 * `turn_around_times` and `timepoints` are made for their owners and come on top: about 100 000
 * rows, so that scale 1 is about 250 000 rows altogether.
 */
const ROWS_AT_SCALE_1: Readonly<Record<string, number>> = {
  organizations: 800,
  addresses: 6000,
  users: 5000,
  providers: 1500,
  wares: 2000,
  requests: 8000,
  orders: 8000,
  proposals: 9000,
  purchase_orders: 9000,
  invoices: 5500,
  milestones: 9000,
  notes: 8000,
  ratings: 4000,
  refs: 6000,
  inventory_groups: 2000,
  inventories: 9000,
  action_items: 12_000,
  events: 25_000,
  embedded_dynamic_forms: 3000,
  wpcs: 8000,
  ware_provider_configurations: 6000,
  clicks: 8000,
  'audit.events': 2000,
  'audit."Order"': 500,
}

/** No table is smaller: the first hundred rows show every case of every rule. */
export const SMALLEST_TABLE_ROWS = 120

/** Tables whose row 0 is the marketplace itself: a real row that NULL must not be taken for. */
export const HOUSE_ACCOUNTS: ReadonlySet<string> = new Set(['providers', 'users'])

/** Beyond this, ids would leave `integer`. */
const LARGEST_SCALE = 20_000

/** Which rows there are, and how they belong together; the same for the same scale and seed. */
export class Market {
  readonly scale: number
  readonly seed: number

  /** @throws {MarketplaceError} `invalid_option` */
  constructor(scale: number, seed: number) {
    if (!(scale > 0 && scale <= LARGEST_SCALE)) {
      throw new MarketplaceError(
        'invalid_option',
        `scale: expected a number above 0 and up to ${LARGEST_SCALE}, got ${scale}`,
      )
    }
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff) {
      throw new MarketplaceError(
        'invalid_option',
        `seed: expected a whole number from 0 to 4294967295, got ${seed}`,
      )
    }
    this.scale = scale
    this.seed = seed
  }

  /** Rows of a table that is made by id. */
  rows(table: string): number {
    const rows = ROWS_AT_SCALE_1[table]
    if (rows === undefined) throw new RangeError(`no row count for ${table}`)
    return Math.max(SMALLEST_TABLE_ROWS, Math.round(rows * this.scale))
  }

  /** The id of a random row of `table`; now and then the house account, where the table has one. */
  anyOf(draw: Draw, table: string): number {
    const house = HOUSE_ACCOUNTS.has(table) && draw.chance(0.03)
    return house ? 0 : draw.int(1, this.rows(table))
  }

  /** The row of `table` that belongs to the n-th row of something else: ids in turn. */
  nth(table: string, n: number): number {
    return ((n - 1) % this.rows(table)) + 1
  }

  /** The order that a proposal was made for. */
  orderOfProposal(proposal: number): number {
    return this.nth('orders', proposal)
  }

  /** The proposal that a purchase order accepts. */
  proposalOfPurchaseOrder(purchaseOrder: number): number {
    return this.nth('proposals', purchaseOrder)
  }

  /** The purchase order that an invoice bills. */
  purchaseOrderOfInvoice(invoice: number): number {
    return this.nth('purchase_orders', invoice)
  }
}
