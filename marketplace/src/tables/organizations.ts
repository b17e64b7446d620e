import { table } from '../table.ts'
import type { Table } from '../table.ts'
import { company } from '../values/text.ts'
import { later, lifetime } from '../values/time.ts'

export const organizations: Table = table('organizations', (draw, market) => {
  const life = lifetime(draw, market.rows('organizations'))
  const number = draw.int(1, 99_999)
  return {
    id: draw.id,
    name: company(draw, 0.02),
    uuid: draw.unless(0.03, draw.uuid()),
    created_at: life.created_at,
    updated_at: life.updated_at,
    parent_id: draw.unless(0.7, draw.int(1, draw.id)),
    domain: draw.unless(0.2, draw.pick([`org${number}.example`, 'bücher.example', ''])),
    webstore: draw.chance(0.3),
    archived_at: draw.unless(0.9, later(draw, life.seconds, 700)),
  }
})
