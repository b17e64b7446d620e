import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { sentence } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

export const ratings: Table = table('ratings', (draw, market) => {
  const life = lifetime(draw, market.rows('ratings'))
  return {
    id: draw.id,
    value: draw.rarely([0, -1, 2_147_483_647], draw.int(1, 5)),
    ware_id: draw.unless(0.2, draw.hex(24)),
    spam: draw.chance(0.08),
    provider_id: draw.unless(0.04, market.anyOf(draw, 'providers')),
    created_at: life.created_at,
    ware_pg_id: draw.unless(0.3, market.anyOf(draw, 'wares')),
    request_id: draw.unless(0.2, market.anyOf(draw, 'requests')),
    order_id: draw.unless(0.2, market.anyOf(draw, 'orders')),
    comment: sentence(draw, 0.3),
    organization_id: draw.unless(0.1, market.anyOf(draw, 'organizations')),
    user_id: draw.unless(0.1, market.anyOf(draw, 'users')),
  }
})
