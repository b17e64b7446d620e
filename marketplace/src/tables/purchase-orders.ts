import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { money } from '../values/number.ts'
import { some } from '../values/text.ts'
import { later, lifetime } from '../values/time.ts'

const STATUS_CASES = deck({
  obsoleted: 8,
  'obsoleted and completed': 3,
  amended: 8,
  'amended and rejected': 2,
  'version without reference': 4,
  'reference without version': 4,
  completed: 25,
  'completed and rejected': 3,
  rejected: 8,
  'flags missing': 6,
  'in progress': 'rest',
})

const NUMBER_CASES = deck({ 'no number': 7, 'no date': 7, neither: 2, both: 'rest' })

export const purchaseOrders: Table = table('purchase_orders', (draw, market) => {
  const life = lifetime(draw, market.rows('purchase_orders'))
  const cents = draw.int(100, 5_000_000)
  const proposal = market.proposalOfPurchaseOrder(draw.id)
  const status = flags(draw)
  const numbered = draw.deal(NUMBER_CASES)
  const hasNumber = numbered === 'both' || numbered === 'no date'
  const hasDate = numbered === 'both' || numbered === 'no number'
  const submitted = later(draw, life.seconds, 10)
  const role = roleInBlock(draw)
  return {
    id: draw.id,
    version_number: status.version_number,
    referenced_po_id: status.referenced ? Math.max(1, draw.id - 1) : null,
    ad_po_number: role.ad_po_number,
    payment_terms: draw.unless(0.2, draw.pick([0, 14, 30, 45, 60, 90])),
    po_number: hasNumber ? draw.rarely([' PO-1 ', '', 'PO/2024/Ö-7'], `PO-${draw.id}`) : null,
    po_created_at: hasDate ? draw.rarely(SUBMISSION_EDGES, submitted) : null,
    accepted: draw.unless(0.2, draw.chance(0.7)),
    rejected: status.rejected,
    obsoleted: status.obsoleted,
    completed: status.completed,
    justifications: some(draw, ['price', 'speed, mostly', 'Qualität', '"sole source"'], 0.3),
    commission_rate: draw.unless(0.15, draw.pick(['0', '3.5', '10.0000', '12.1250', '999.9999'])),
    provider_shipping_address_id: draw.unless(0.3, market.anyOf(draw, 'addresses')),
    customer_shipping_address_id: draw.unless(0.3, market.anyOf(draw, 'addresses')),
    cpo_id: role.cpo_id,
    proposal_id: draw.unless(0.05, proposal),
    created_at: life.created_at,
    uuid: draw.unless(0.03, draw.uuid()),
    total_price: money(draw, cents + draw.int(0, 50_000)),
    subtotal_price: money(draw, cents),
    provider_id: draw.unless(0.05, market.anyOf(draw, 'providers')),
    order_id: draw.unless(0.06, market.orderOfProposal(proposal)),
    type: role.type,
    supplier_updated: draw.unless(0.2, draw.chance(0.3)),
    updated_at: life.updated_at,
    user_id: draw.unless(0.1, market.anyOf(draw, 'users')),
    request_id: draw.unless(0.2, market.anyOf(draw, 'requests')),
  }
})

/** Instants whose date a careless conversion moves by one. */
const SUBMISSION_EDGES = [
  '2024-02-29 23:59:59.999999',
  '2025-12-31 23:59:59.999999',
  '1969-12-31 23:59:59.999999',
  '2026-01-01 00:00:00',
]

function flags(draw: Draw): {
  version_number: number
  referenced: boolean
  obsoleted: boolean | null
  completed: boolean | null
  rejected: boolean | null
} {
  const status = draw.deal(STATUS_CASES)
  const missing = status === 'flags missing'
  const amended = status === 'amended' || status === 'amended and rejected'
  const isLaterVersion = amended || status === 'version without reference'
  return {
    version_number: isLaterVersion ? draw.int(2, 9) : 1,
    referenced: amended || status === 'reference without version',
    obsoleted: missing ? null : status.startsWith('obsoleted'),
    completed: missing ? null : status.includes('completed'),
    rejected: missing ? null : status.includes('rejected'),
  }
}

/** Purchase orders come in blocks: customers' first, then the providers' that answer them. */
const BLOCK_ROWS = 20

interface Role {
  readonly type: string | null
  readonly cpo_id: number | null
  readonly ad_po_number: string | null
}

/**
 * What a purchase order is in its block. In places 12 and 13 two answer the first customer order (the
 * last wins with a number), in 14 and 15 two answer the second (the last wins with NULL), in 16 one
 * answers the third, in 17 one answers none.
 */
function roleInBlock(draw: Draw): Role {
  const place = (draw.id - 1) % BLOCK_ROWS
  const first = draw.id - place
  const own = draw.unless(0.3, `AD-${draw.id}`)
  const number = `AD-${draw.id}`
  switch (place) {
    case 12:
      return answer(first, draw.unless(0.5, number))
    case 13:
      return answer(first, number)
    case 14:
      return answer(first + 1, number)
    case 15:
      return answer(first + 1, null)
    case 16:
      return answer(first + 2, number)
    case 17:
      return answer(null, number)
    case 18:
      return { type: 'Pg::DraftPurchaseOrder', cpo_id: first + 3, ad_po_number: own }
    case 19:
      return { type: draw.unless(0.5, 'Pg::purchaseorder'), cpo_id: null, ad_po_number: own }
    default:
      return {
        type: place % 3 === 2 ? 'Pg::PurchaseOrder' : 'Pg::CustomerPurchaseOrder',
        cpo_id: null,
        ad_po_number: own,
      }
  }
}

function answer(cpo: number | null, adPoNumber: string | null): Role {
  return { type: 'Pg::ProviderPurchaseOrder', cpo_id: cpo, ad_po_number: adPoNumber }
}
