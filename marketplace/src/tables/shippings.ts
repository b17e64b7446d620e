import type { Row } from '../copy-text.ts'
import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { ownedTable, referenceTo } from '../owned-table.ts'
import type { Owner } from '../owned-table.ts'
import type { Table } from '../table.ts'
import { CURRENCIES } from '../text/trade.ts'
import { decimal } from '../values/number.ts'
import { sentence } from '../values/text.ts'
import { sometime, timestamp } from '../values/time.ts'

const CASES = deck({ none: 4, two: 5, free: 25, refund: 1, largest: 1, one: 'rest' })
const PROPOSAL_CASES = deck({ none: 40, two: 5, free: 15, refund: 1, largest: 1, one: 'rest' })

export const shippings: Table = ownedTable({
  name: 'shippings',
  owners: ['proposal', 'purchase order', 'invoice', 'stranger'],
  rowsOf(draw, owner) {
    const usual = (): Row => shipping(draw, owner, decimal(draw.int(1, 90_000), 2))
    switch (draw.deal(owner.kind === 'proposal' ? PROPOSAL_CASES : CASES)) {
      case 'none':
        return []
      case 'two':
        return [usual(), usual()]
      case 'free':
        return [shipping(draw, owner, '0.00')]
      case 'refund':
        return [shipping(draw, owner, '-12.50')]
      case 'largest':
        return [shipping(draw, owner, '999999999999.99')]
      case 'one':
        return [usual()]
    }
  },
})

function shipping(draw: Draw, owner: Owner, cost: string): Row {
  const reference = referenceTo(draw, owner)
  const seconds = sometime(draw)
  return {
    shipable_id: reference.id,
    shipable_type: reference.type,
    cost,
    free_shipping: cost === '0.00',
    currency: draw.unless(0.1, draw.pick(CURRENCIES)),
    notes: sentence(draw, 0.7),
    created_at: draw.unless(0.01, timestamp(seconds, draw.int(0, 999_999))),
    updated_at: draw.unless(0.01, timestamp(seconds + 60)),
  }
}
