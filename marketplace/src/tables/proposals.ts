import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import type { CopyValue } from '../copy-text.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { anyNumeric, money } from '../values/number.ts'
import { paragraph, person, some } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

const REASONS = ['price', 'quality, proven', 'delivery "express"', 'Qualität', '唯一供应商', '']

const JUSTIFICATION_CASES = deck({ none: 4, empty: 15, 'null element': 3, some: 'rest' })

export const proposals: Table = table('proposals', (draw, market) => {
  const life = lifetime(draw, market.rows('proposals'))
  const author = person(draw)
  const cents = draw.int(100, 5_000_000)
  return {
    id: draw.id,
    active: draw.chance(0.85),
    description: paragraph(draw),
    obsoleted: draw.chance(0.1),
    proposal_type: draw.unless(0.05, draw.pick(['quote', 'sow', 'change_order'])),
    state: draw.unless(0.05, draw.pick(['draft', 'submitted', 'accepted', 'declined'])),
    exclude: draw.chance(0.03),
    justifications: justifications(draw),
    commission_rate: anyNumeric(draw, 20, 0.2),
    user_full_name: draw.unless(0.1, `${author.first} ${author.last}`),
    user_id: draw.unless(0.1, market.anyOf(draw, 'users')),
    uuid: draw.unless(0.03, draw.uuid()),
    created_at: life.created_at,
    updated_at: life.updated_at,
    subtotal_price: money(draw, cents),
    total_price: money(draw, cents + draw.int(0, 50_000)),
    provider_id: draw.unless(0.05, market.anyOf(draw, 'providers')),
    tax_category: draw.unless(0.4, draw.pick(['services', 'goods', ''])),
    order_id: draw.unless(0.06, market.orderOfProposal(draw.id)),
    type: draw.unless(0.02, draw.pick(['Pg::Proposal', 'Pg::QuoteProposal', 'Pg::Sow'])),
    ware_id: draw.unless(0.15, market.anyOf(draw, 'wares')),
    status: draw.unless(0.1, draw.pick(['open', 'won', 'lost'])),
  }
})

function justifications(draw: Draw): CopyValue {
  switch (draw.deal(JUSTIFICATION_CASES)) {
    case 'none':
      return null
    case 'empty':
      return []
    case 'null element':
      return ['price', null]
    case 'some':
      return some(draw, REASONS, 0.4)
  }
}
