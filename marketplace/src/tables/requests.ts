import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import type { CopyValue } from '../copy-text.ts'
import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { WARES } from '../text/trade.ts'
import { paragraph, sentence } from '../values/text.ts'
import { later, lifetime } from '../values/time.ts'

const FILTER_CASES = deck({
  none: 15,
  empty: 8,
  one: 10,
  two: 10,
  'null element': 6,
  'only nulls': 2,
  'four or more': 10,
  'two-dimensional': 1,
  three: 'rest',
})

const FILTERS = [
  'chemistry',
  'in-vivo',
  'rush',
  'Größe "L"',
  'a, b',
  'back\\slash',
  '',
  'NULL',
  '冷凍',
]

export const requests: Table = table('requests', (draw, market) => {
  const life = lifetime(draw, market.rows('requests'))
  const cancelled = draw.chance(0.08)
  return {
    id: draw.id,
    name: draw.unless(0.01, `${draw.pick(WARES)} #${draw.id}`),
    description: paragraph(draw, 5, 0.1),
    quantity: draw.rarely([0, -1, 2_147_483_647, -2_147_483_648], draw.int(1, 500)),
    request_type: draw.unless(0.03, draw.pick(['quote', 'order', 'sample'])),
    reason_for_cancelling: cancelled ? sentence(draw, 0.2) : null,
    filters: filters(draw),
    closed: draw.chance(0.4),
    cancelled,
    on_hold: draw.chance(0.05),
    status: draw.unless(0.05, draw.pick(['draft', 'open', 'quoted', 'ordered', 'done'])),
    exclude: draw.chance(0.02),
    ordered_at: draw.unless(0.3, later(draw, life.seconds, 60)),
    user_id: draw.unless(0.05, market.anyOf(draw, 'users')),
    ware_id: draw.unless(0.1, market.anyOf(draw, 'wares')),
    organization_id: draw.unless(0.05, market.anyOf(draw, 'organizations')),
    uuid: draw.uuid(),
    created_at: life.created_at,
    updated_at: life.updated_at,
  }
})

function filters(draw: Draw): CopyValue {
  const any = (): string => draw.pick(FILTERS)
  switch (draw.deal(FILTER_CASES)) {
    case 'none':
      return null
    case 'empty':
      return []
    case 'one':
      return [any()]
    case 'two':
      return [any(), any()]
    case 'null element':
      return [any(), null, any()]
    case 'only nulls':
      return [null, null, null]
    case 'four or more':
      return [any(), any(), any(), any(), 'fifth']
    case 'two-dimensional':
      return '{{chemistry,rush},{in-vivo,NULL}}'
    case 'three':
      return [any(), any(), any()]
  }
}
