import type { Draw } from '../draw.ts'
import type { Market } from '../market.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { double } from '../values/number.ts'
import { lifetime } from '../values/time.ts'

/**
 * Who offers what to whom. Row n of both tables has the same offer, so that the write-back of
 * boosters meets its rows; parts of some are NULL on one side and match nothing.
 */
export const wpcs: Table = table('wpcs', (draw, market) => {
  const life = lifetime(draw, market.rows('wpcs'))
  const key = offer(draw.id, market)
  return {
    id: 3_000_000_000 + draw.id,
    ware_id: draw.unless(0.03, key.ware),
    provider_id: draw.unless(0.03, key.provider),
    required: draw.unless(0.2, draw.chance(0.1)),
    created_at: life.created_at,
    updated_at: life.updated_at,
    organization_id: draw.unless(0.1, key.organization),
    auto_assigned: draw.chance(0.5),
    booster: double(draw, 3),
  }
})

export const wareProviderConfigurations: Table = table(
  'ware_provider_configurations',
  (draw: Draw, market: Market) => {
    const key = offer(draw.id, market)
    return {
      ware_id: draw.unless(0.03, key.ware),
      provider_id: draw.unless(0.03, key.provider),
      organization_id: draw.unless(0.1, key.organization),
      booster: draw.rarely(['9.99', '-9.99', '0.00'], draw.unless(0.1, `1.${draw.int(10, 99)}`)),
    }
  },
)

/** The n-th offer; no two have the same ware and provider. */
function offer(
  n: number,
  market: Market,
): { ware: number; provider: number; organization: number } {
  const ware = market.nth('wares', n)
  const lap = Math.floor((n - 1) / market.rows('wares'))
  return {
    ware,
    provider: market.nth('providers', ware * 7 + lap),
    organization: market.nth('organizations', n * 13),
  }
}
