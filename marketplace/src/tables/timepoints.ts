import type { Row } from '../copy-text.ts'
import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { ownedTable } from '../owned-table.ts'
import type { Table } from '../table.ts'
import { slug } from '../values/text.ts'
import { OPENING_SECONDS, arrival, later, timestamp } from '../values/time.ts'

const NAMES = ['approval date', 'review date', 'submission date', 'completion date'] as const

const CASES = deck({
  none: 6,
  'one name twice': 5,
  'date missing': 3,
  'near misses only': 3,
  'no name': 2,
  'not of an order': 2,
  'some of the four': 40,
  'all four': 'rest',
})

export const timepoints: Table = ownedTable({
  name: 'timepoints',
  owners: ['order'],
  rowsOf(draw, owner, market) {
    const seconds = arrival(draw, market.rows('orders'), OPENING_SECONDS)
    const of = (name: string | null, order: number | null = owner.id): Row => ({
      name,
      date: later(draw, seconds, 120),
      slug: draw.unless(0.2, slug(draw)),
      order_id: order,
      uuid: draw.uuid(),
      created_at: draw.unless(0.02, timestamp(seconds, draw.int(0, 999_999))),
      updated_at: draw.unless(0.02, later(draw, seconds, 30)),
    })
    switch (draw.deal(CASES)) {
      case 'none':
        return []
      case 'one name twice': {
        const name = draw.pick(NAMES)
        return [...NAMES.map((each) => of(each)), of(name)]
      }
      case 'date missing':
        return NAMES.map((name) => ({ ...of(name), date: null }))
      case 'near misses only':
        return ['Approval Date', ' review date', 'submission_date', 'kick-off'].map((name) =>
          of(name),
        )
      case 'no name':
        return [of(null)]
      case 'not of an order':
        return NAMES.map((name) => of(name, null))
      case 'some of the four':
        return someOf(draw).map((name) => of(name))
      case 'all four':
        return NAMES.map((name) => of(name))
    }
  },
})

function someOf(draw: Draw): readonly string[] {
  return NAMES.filter(() => draw.chance(0.6))
}
