import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { paragraph, sentence } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

/** Longer than a receive buffer and kept out of line by the server; two- and four-byte characters. */
const LONG_BODY = 'Sehr geehrte Damen und Herren, 🧪 anbei das vollständige Protokoll.\n'.repeat(
  4000,
)

export const notes: Table = table('notes', (draw, market) => {
  const life = lifetime(draw, market.rows('notes'))
  return {
    id: draw.id,
    title: sentence(draw, 0.1),
    body: draw.id === 100 ? LONG_BODY : paragraph(draw, 8, 0.03),
    status: draw.unless(0.1, draw.pick(['draft', 'sent', 'read', ''])),
    request_id: draw.unless(0.2, market.anyOf(draw, 'requests')),
    uuid: draw.uuid(),
    ware_id: draw.unless(0.5, draw.hex(24)),
    user_id: draw.unless(0.1, market.anyOf(draw, 'users')),
    invoice_id: draw.unless(0.9, market.anyOf(draw, 'invoices')),
    purchase_order_id: draw.unless(0.85, market.anyOf(draw, 'purchase_orders')),
    proposal_id: draw.unless(0.7, market.anyOf(draw, 'proposals')),
    created_at: life.created_at,
    updated_at: life.updated_at,
  }
})
