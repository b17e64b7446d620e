import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import type { Market } from '../market.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { jsonb } from '../values/json.ts'
import { double } from '../values/number.ts'
import { lifetime } from '../values/time.ts'

const REQUEST_CASES = deck({ none: 4, purged: 4, kept: 'rest' })

const STATES = ['draft', 'proposal', 'work_in_progress', 'completed', 'completed', '']

export const orders: Table = table('orders', (draw, market) => {
  const life = lifetime(draw, market.rows('orders'))
  return {
    id: draw.id,
    provider_id: draw.unless(0.04, market.anyOf(draw, 'providers')),
    request_id: request(draw, market),
    client_id: draw.unless(0.1, draw.int(1, 50_000)),
    organization_id: draw.unless(0.06, market.anyOf(draw, 'organizations')),
    obligations: jsonb(
      draw,
      { steps: [{ name: 'ship', due: null }], done: draw.int(0, 5), 'ratio ½': 0.5 },
      0.3,
    ),
    state: draw.pick(STATES),
    declined: draw.chance(0.05),
    on_hold: draw.chance(0.05),
    order_cancelled: draw.chance(0.06),
    request_cancelled: draw.chance(0.04),
    last_computed_status: draw.unless(0.2, draw.pick(['Work in Progress', 'Completed', 'Späť'])),
    uuid: draw.uuid(),
    created_at: life.created_at,
    updated_at: life.updated_at,
    booster: double(draw, 3, 0.1),
  }
})

function request(draw: Draw, market: Market): number | null {
  switch (draw.deal(REQUEST_CASES)) {
    case 'none':
      return null
    case 'purged':
      return market.rows('requests') + draw.id
    case 'kept':
      return market.nth('requests', draw.id)
  }
}
