import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { WARES } from '../text/trade.ts'
import { paragraph, slug } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

export const wares: Table = table('wares', (draw, market) => {
  const life = lifetime(draw, market.rows('wares'))
  return {
    id: draw.id,
    name: draw.unless(0.01, `${draw.pick(WARES)} ${draw.int(1, 999)}`),
    created_at: life.created_at,
    updated_at: life.updated_at,
    slug: draw.unless(0.02, slug(draw)),
    description: paragraph(draw, 5, 0.15),
    ware_type: draw.unless(0.05, draw.pick(['CustomService', 'Product', 'Kit', ''])),
  }
})
