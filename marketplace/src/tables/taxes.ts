import type { Row } from '../copy-text.ts'
import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { ownedTable, referenceTo } from '../owned-table.ts'
import type { Owner } from '../owned-table.ts'
import type { Table } from '../table.ts'
import { CURRENCIES } from '../text/trade.ts'
import { decimal, percent } from '../values/number.ts'
import { sentence } from '../values/text.ts'
import { sometime, timestamp } from '../values/time.ts'

const CASES = deck({
  none: 25,
  two: 4,
  'amount zero': 16,
  'other type only': 6,
  'retail then other type': 4,
  'no type': 2,
  'largest amount': 1,
  one: 'rest',
})

export const taxes: Table = ownedTable({
  name: 'taxes',
  owners: ['proposal', 'purchase order', 'invoice', 'stranger'],
  rowsOf(draw, owner) {
    const of = (type: string | null): Row => tax(draw, owner, type, decimal(draw.int(1, 50_000), 2))
    switch (draw.deal(CASES)) {
      case 'none':
        return []
      case 'two':
        return [of('Pg::RetailTax'), of('Pg::RetailTax')]
      case 'amount zero':
        return [tax(draw, owner, 'Pg::RetailTax', '0.00')]
      case 'other type only':
        return [of(draw.pick(['Pg::VatTax', 'Pg::WithholdingTax']))]
      case 'retail then other type':
        return [of('Pg::RetailTax'), of('Pg::VatTax')]
      case 'no type':
        return [of(null)]
      case 'largest amount':
        return [tax(draw, owner, 'Pg::RetailTax', '999999999999.99')]
      case 'one':
        return [of('Pg::RetailTax')]
    }
  },
})

function tax(draw: Draw, owner: Owner, type: string | null, amount: string): Row {
  const reference = referenceTo(draw, owner)
  const seconds = sometime(draw)
  return {
    taxable_id: reference.id,
    taxable_type: reference.type,
    amount,
    category: draw.unless(0.3, draw.pick(['sales', 'vat', 'gst', ''])),
    currency: draw.unless(0.1, draw.pick(CURRENCIES)),
    description: sentence(draw, 0.6),
    locale: draw.unless(0.2, draw.pick(['en-US', 'de-DE', 'pt-BR', 'ja-JP', 'US-CA'])),
    notes: sentence(draw, 0.9),
    percent_rate: percent(draw),
    created_at: draw.unless(0.01, timestamp(seconds, draw.int(0, 999_999))),
    updated_at: draw.unless(0.01, timestamp(seconds + 60)),
    type,
  }
}
