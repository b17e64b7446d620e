import { db } from '../generated/db.ts'
import {
  add,
  bool,
  date,
  dateOf,
  decimal,
  decimalOf,
  defineTask,
  divide,
  int32,
  internal,
  isZero,
  list,
  lookup,
  multiply,
  NullBecause,
  optional,
  text,
  timestampMicros,
  uuid,
} from '@carmilla/transform'

const ONE = decimalOf(1)
const ZERO = decimalOf(0)
const HUNDRED = decimalOf(100)
const NO_RATE = new NullBecause('the currency row has no rate')
const NO_SHIPPING = new NullBecause('no shipping row')

/** Nothing stops on data: what a column cannot hold becomes NULL, and is counted. */
const COUNTED = { unrepresentable: 'null' } as const

const PURCHASE_ORDER = ['Pg::PurchaseOrderBase', 'Pg::PurchaseOrderBaseInit']
const PROPOSAL = ['Pg::ProposalBase']

/**
 * Purchase orders that were issued, with their status, supplier, tax and shipping, and every amount
 * in its own currency and in US dollars.
 */
export default defineTask({
  source: db
    .selectFrom('purchase_orders')
    .where('type', 'in', ['Pg::CustomerPurchaseOrder', 'Pg::PurchaseOrder'])
    .where('po_number', 'is not', null)
    .where('po_created_at', 'is not', null)
    .select([
      'id',
      'ad_po_number',
      'po_number',
      'po_created_at',
      'created_at',
      'proposal_id',
      'total_price',
      'subtotal_price',
      'provider_id',
      'justifications',
      'commission_rate as commission_percent',
      'order_id',
      'provider_shipping_address_id',
      'customer_shipping_address_id',
      'cpo_id',
      'uuid',
      'rejected',
      'obsoleted',
      'type as type_',
      'supplier_updated',
      'updated_at',
      'user_id',
      'payment_terms',
      'request_id',
      'version_number',
      'referenced_po_id',
      'completed',
    ]),

  lookups: {
    providerOrder: lookup(
      db
        .selectFrom('purchase_orders')
        .where('type', '=', 'Pg::ProviderPurchaseOrder')
        .select(['cpo_id', 'ad_po_number'])
        .orderBy('id'),
      'cpo_id',
      { keep: 'last' },
    ),
    currency: lookup(
      db
        .selectFrom('currencies')
        .where('exchangable_type', 'in', PURCHASE_ORDER)
        .select(['exchangable_id', 'conversion_rate', 'currency'])
        .orderBy('id'),
      'exchangable_id',
      { keep: 'last' },
    ),
    shipping: shippingOf(PURCHASE_ORDER, 'first'),
    proposalShipping: shippingOf(PROPOSAL, 'last'),
    tax: retailTaxOf(PURCHASE_ORDER),
    proposalTax: retailTaxOf(PROPOSAL),
    newRequest: lookup(
      db
        .selectFrom('action_items')
        .where('action_performed', '=', 'new_request')
        .select(['order_id', 'provider_id'])
        .orderBy('id'),
      'order_id',
      { keep: 'first' },
    ),
    provider: lookup(db.selectFrom('providers').select(['id', 'name']), 'id'),
  },

  facts: (po, { currency, shipping, proposalShipping, tax, proposalTax }) => {
    const exchange = currency.get(po.id)
    const cost = shipping.get(po.id)?.cost
    const amount = tax.get(po.id)?.amount ?? ZERO
    return {
      // No currency row means US dollars; a row without a rate means that the rate is unknown.
      rate: exchange === undefined ? ONE : (exchange.conversion_rate ?? NO_RATE),
      shippingCost:
        cost !== undefined && isZero(cost)
          ? (proposalShipping.get(po.proposal_id)?.cost ?? ZERO)
          : (cost ?? NO_SHIPPING),
      taxAmount: isZero(amount) ? (proposalTax.get(po.proposal_id)?.amount ?? ZERO) : amount,
      taxPercent: tax.get(po.id)?.percent_rate ?? ZERO,
    }
  },

  record: ({ derive }) => ({
    id: int32(),
    ad_po_number: derive(optional(text()), (po, { providerOrder }) => {
      const found = providerOrder.get(po.id)
      return found === undefined ? po.ad_po_number : found.ad_po_number
    }),
    po_number: optional(text()),
    po_created_at: optional(timestampMicros(), COUNTED),
    po_submission_date: derive(optional(date(), COUNTED), (po) => dateOf(po.po_created_at)),
    status: derive(text(), (po) => {
      if (po.obsoleted === true) return 'Obsoleted'
      if (po.version_number > 1 && po.referenced_po_id !== null) return 'Amended'
      if (po.completed === true) return 'Completed'
      if (po.rejected === true) return 'Rejected'
      return 'Work in Progress'
    }),
    created_at: optional(timestampMicros(), COUNTED),
    proposal_id: optional(int32()),
    total_price: decimal(14, 2),
    subtotal_price: decimal(14, 2),
    provider_id: optional(int32()),
    provider_name: derive(
      optional(text()),
      (po, { provider }) => provider.get(po.provider_id)?.name ?? null,
    ),
    supplier_id: derive(
      optional(text()),
      (po, { newRequest }) => newRequest.get(po.order_id)?.provider_id ?? null,
    ),
    justifications: list(text()),
    currency: derive(optional(text()), (po, { currency }) => currency.get(po.id)?.currency ?? null),
    conversion_rate: derive(optional(decimal(18, 8)), (_po, _lookups, { rate }) => rate),
    total_price_usd: derive(optional(decimal(28, 6)), (po, _lookups, { rate }) =>
      divide(po.total_price, rate),
    ),
    subtotal_price_usd: derive(optional(decimal(28, 6)), (po, _lookups, { rate }) =>
      divide(po.subtotal_price, rate),
    ),
    tax_amount: derive(decimal(14, 2), (_po, _lookups, { taxAmount }) => taxAmount),
    tax_percent: derive(decimal(7, 4), (_po, _lookups, { taxPercent }) => taxPercent),
    tax_amount_usd: derive(
      optional(decimal(28, 6)),
      (_po, _lookups, { taxAmount, taxPercent, shippingCost, rate }) => {
        const shippingTax = divide(multiply(shippingCost, taxPercent), HUNDRED)
        return divide(add(taxAmount, shippingTax), rate)
      },
    ),
    shipping_cost: derive(
      optional(decimal(14, 2)),
      (_po, _lookups, { shippingCost }) => shippingCost,
    ),
    shipping_cost_usd: derive(optional(decimal(28, 6)), (_po, _lookups, { shippingCost, rate }) =>
      divide(shippingCost, rate),
    ),
    commission_rate: derive(optional(decimal(9, 6), COUNTED), (po) =>
      divide(po.commission_percent ?? ZERO, HUNDRED),
    ),
    order_id: optional(int32()),
    provider_shipping_address_id: optional(int32()),
    customer_shipping_address_id: optional(int32()),
    cpo_id: optional(int32()),
    uuid: optional(uuid()),
    rejected: optional(bool()),
    obsoleted: optional(bool()),
    type_: optional(text()),
    supplier_updated: optional(bool()),
    updated_at: optional(timestampMicros(), COUNTED),
    user_id: optional(int32()),
    payment_terms: optional(int32()),
    request_id: optional(int32()),
    version_number: internal(),
    referenced_po_id: internal(),
    completed: internal(),
    commission_percent: internal(),
  }),

  expect: { unique: ['id'], rows: { min: 1 } },
})

/** What it costs to ship each thing of these types. */
function shippingOf(types: readonly string[], keep: 'first' | 'last') {
  return lookup(
    db
      .selectFrom('shippings')
      .where('shipable_type', 'in', types)
      .select(['shipable_id', 'cost'])
      .orderBy('id'),
    'shipable_id',
    { keep },
  )
}

/** The last retail tax on each thing of these types. */
function retailTaxOf(types: readonly string[]) {
  return lookup(
    db
      .selectFrom('taxes')
      .where('taxable_type', 'in', types)
      .where('type', '=', 'Pg::RetailTax')
      .select(['taxable_id', 'amount', 'percent_rate'])
      .orderBy('id'),
    'taxable_id',
    { keep: 'last' },
  )
}
