import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { WARES } from '../text/trade.ts'
import { jsonb } from '../values/json.ts'
import { sentence, slug } from '../values/text.ts'
import { lifetime } from '../values/time.ts'

export const inventories: Table = table('inventories', (draw, market) => {
  const life = lifetime(draw, market.rows('inventories'))
  const offer = {
    price: {
      amount: draw.int(1, 99_999) / 100,
      currency: 'USD',
      tiers: [
        [1, 9.5],
        [100, 7.25],
      ],
    },
    stock: draw.int(0, 1000),
    Größe: draw.pick(['S', 'M', null]),
    remarks: sentence(draw),
    dimensions: { w: 1e-7, h: 1e21, unit: 'cm' },
  }
  return {
    id: draw.id,
    inventory_group_id: draw.unless(0.1, market.anyOf(draw, 'inventory_groups')),
    data: jsonb(draw, offer, 0.05),
    created_at: life.created_at,
    updated_at: life.updated_at,
    uuid: draw.unless(0.1, draw.uuid()),
    product_name: draw.unless(0.05, draw.pick(WARES)),
    product_url: draw.unless(0.3, `https://shop.example/${slug(draw)}?q=a%20b&x="1"`),
    provider_id: draw.unless(0.05, market.anyOf(draw, 'providers')),
  }
})
