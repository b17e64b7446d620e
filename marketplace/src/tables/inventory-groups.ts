import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { jsonb } from '../values/json.ts'
import { anyNumeric } from '../values/number.ts'
import { later, lifetime } from '../values/time.ts'

export const inventoryGroups: Table = table('inventory_groups', (draw, market) => {
  const life = lifetime(draw, market.rows('inventory_groups'))
  const metadata = { carrier: draw.pick(['DHL', 'UPS', '顺丰']), currency: 'EUR', kg: 2.5 }
  return {
    id: draw.id,
    index: draw.int(0, 12),
    metadata: jsonb(draw, metadata, 0.1),
    shipping_cost: anyNumeric(draw, 100_000),
    created_at: life.created_at,
    updated_at: life.updated_at,
    uuid: draw.unless(0.04, draw.uuid()),
    deleted_at: draw.unless(0.85, later(draw, life.seconds, 300)),
  }
})
