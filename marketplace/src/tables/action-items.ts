import { deck } from '../deck.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { WARES } from '../text/trade.ts'
import { later, lifetime } from '../values/time.ts'

const ACTIONS = deck({
  none: 3,
  'New Request': 1,
  new_request_reminder: 2,
  proposal_received: 20,
  po_created: 20,
  new_request: 'rest',
})

/** Orders whose action items come twice as often: the first of several `new_request` counts. */
const BUSY_ORDERS = 2

export const actionItems: Table = table('action_items', (draw, market) => {
  const life = lifetime(draw, market.rows('action_items'))
  const action = draw.deal(ACTIONS)
  const order = market.nth('orders', Math.ceil(draw.id / BUSY_ORDERS))
  return {
    id: draw.id,
    action_performed: action === 'none' ? null : action,
    completed_at: draw.unless(0.3, later(draw, life.seconds, 30)),
    proposal_id: draw.unless(0.5, market.anyOf(draw, 'proposals')),
    purchase_order_id: draw.unless(0.6, market.anyOf(draw, 'purchase_orders')),
    provider_id: draw.rarely(
      ['', '007', 'n/a'],
      draw.unless(0.1, String(market.anyOf(draw, 'providers'))),
    ),
    uuid: draw.unless(0.05, draw.uuid()),
    created_at: life.created_at,
    updated_at: life.updated_at,
    order_id: draw.unless(0.06, order),
    request_id: draw.unless(0.3, market.anyOf(draw, 'requests')),
    note_id: draw.unless(0.9, market.anyOf(draw, 'notes')),
    invoice_id: draw.unless(0.9, market.anyOf(draw, 'invoices')),
    request_name: draw.unless(0.2, draw.pick(WARES)),
    organization_id: draw.unless(0.1, market.anyOf(draw, 'organizations')),
    type: draw.unless(0.1, draw.pick(['Pg::ActionItem', 'Pg::Reminder'])),
    ads_ad_id: draw.unless(0.9, draw.int(1, 100_000)),
  }
})
