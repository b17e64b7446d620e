import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { CURRENCIES, WARES } from '../text/trade.ts'
import { jsonb } from '../values/json.ts'
import { anyNumeric, money, percent } from '../values/number.ts'
import { paragraph } from '../values/text.ts'
import { later, lifetime } from '../values/time.ts'

export const milestones: Table = table('milestones', (draw, market) => {
  const life = lifetime(draw, market.rows('milestones'))
  const cents = draw.int(0, 900_000)
  const ofProposal = draw.chance(0.6)
  const item = market.anyOf(draw, ofProposal ? 'proposals' : 'purchase_orders')
  return {
    id: draw.id,
    itemizable_id: draw.unless(0.03, item),
    itemizable_type: draw.unless(0.03, ofProposal ? 'Pg::ProposalBase' : 'Pg::PurchaseOrderBase'),
    unit_price: money(draw, cents),
    total_price: money(draw, cents * draw.int(1, 20)),
    type: draw.pick(['Pg::LineItem', 'Pg::Milestone', 'Pg::Fee']),
    name: draw.unless(0.05, draw.pick(WARES)),
    quantity: anyNumeric(draw, 5000),
    state: draw.pick(['pending', 'shipped', 'done', '']),
    tax_rate: percent(draw),
    currency: draw.unless(0.1, draw.pick(CURRENCIES)),
    unit_of_measure: draw.unless(0.2, draw.pick(['EA', 'µg', 'm²', 'h', '個'])),
    classifications: jsonb(draw, { unspsc: [41_116_000 + draw.int(0, 99)], tags: ['a', 'ß'] }),
    line_number: draw.unless(0.1, draw.int(1, 40)),
    comments: paragraph(draw, 3, 0.6),
    created_at: life.created_at,
    updated_at: life.updated_at,
    status: draw.unless(0.3, draw.pick(['open', 'closed'])),
    provider_id: draw.unless(0.1, market.anyOf(draw, 'providers')),
    cancelled_at: draw.unless(0.95, later(draw, life.seconds, 90)),
    shipped_at: draw.unless(0.5, later(draw, life.seconds, 90)),
    estimated_date: draw.rarely(
      ['2024-02-29 00:00:00', '2027-01-31 23:59:59.999999'],
      draw.unless(0.3, later(draw, life.seconds, 200)),
    ),
  }
})
