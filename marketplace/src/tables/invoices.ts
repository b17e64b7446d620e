import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { decimal } from '../values/number.ts'
import { later, lifetime } from '../values/time.ts'

const CASES = deck({
  'credit note': 14,
  'credit note of zero': 2,
  'credit note of less than zero': 2,
  'other document': 2,
  'standard of zero': 3,
  'standard of less than zero': 3,
  largest: 1,
  standard: 'rest',
})

export const invoices: Table = table('invoices', (draw, market) => {
  const life = lifetime(draw, market.rows('invoices'))
  const purchaseOrder = market.purchaseOrderOfInvoice(draw.id)
  const order = market.orderOfProposal(market.proposalOfPurchaseOrder(purchaseOrder))
  const discount = draw.pick([0, 0, 0, 500, 12_345, -100])
  const amounts = document(draw)
  return {
    id: draw.id,
    invoice_number: draw.rarely(['', 'INV 1\t2'], draw.unless(0.03, `INV-${draw.id}`)),
    cancelled: draw.chance(0.06),
    issued_at: draw.unless(0.05, later(draw, life.seconds, 15)),
    document_type: amounts.type,
    commission_rate: draw.unless(0.4, draw.pick(['0', '5', '7.2500'])),
    purchase_order_id: draw.unless(0.05, purchaseOrder),
    created_at: life.created_at,
    updated_at: life.updated_at,
    uuid: draw.unless(0.03, draw.uuid()),
    subtotal_price: amounts.subtotal,
    total_price: amounts.total,
    discount_amount: decimal(discount, 2),
    provider_id: draw.unless(0.05, market.anyOf(draw, 'providers')),
    order_id: draw.unless(0.05, order),
    approved_for_payment: draw.unless(0.3, draw.chance(0.8)),
    discount: draw.unless(0.7, draw.pick(['5%', '5,00 €', 'early payment "skonto"', ''])),
  }
})

function document(draw: Draw): { type: string; subtotal: string; total: string } {
  const cents = draw.int(100, 5_000_000)
  const subtotal = decimal(cents, 2)
  const total = decimal(cents + draw.int(0, 90_000), 2)
  switch (draw.deal(CASES)) {
    case 'credit note':
      return { type: 'credit_note', subtotal, total }
    case 'credit note of zero':
      return { type: 'credit_note', subtotal: '0.00', total: '0.00' }
    case 'credit note of less than zero':
      return { type: 'credit_note', subtotal: `-${subtotal}`, total: `-${total}` }
    case 'other document':
      return { type: draw.pick(['Standard', 'pro_forma', '']), subtotal, total }
    case 'standard of zero':
      return { type: 'standard', subtotal: '0.00', total: '0.00' }
    case 'standard of less than zero':
      return { type: 'standard', subtotal: `-${subtotal}`, total: `-${total}` }
    case 'largest':
      return { type: 'standard', subtotal: '999999999999.99', total: '999999999999.99' }
    case 'standard':
      return { type: 'standard', subtotal, total }
  }
}
