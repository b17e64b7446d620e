import type { Row } from '../copy-text.ts'
import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { ownedTable, referenceTo } from '../owned-table.ts'
import type { Owner } from '../owned-table.ts'
import type { Table } from '../table.ts'
import { sometime, timestamp } from '../values/time.ts'

const DAY_SECONDS = 86_400

const CASES = deck({
  none: 15,
  two: 4,
  'no min': 3,
  'no max': 3,
  'no units': 3,
  'all null': 2,
  largest: 1,
  one: 'rest',
})

export const turnAroundTimes: Table = ownedTable({
  name: 'turn_around_times',
  owners: ['proposal', 'stranger'],
  rowsOf(draw, owner) {
    const min = draw.int(0, 30) * DAY_SECONDS
    const max = min + draw.int(0, 30) * DAY_SECONDS
    const units = draw.pick(['days', 'business_days', 'weeks', ''])
    const of = (values: Row): Row => turnAroundTime(draw, owner, values)
    switch (draw.deal(CASES)) {
      case 'none':
        return []
      case 'two':
        return [of({ min, max, units }), of({ min: max, max: max * 2, units: 'hours' })]
      case 'no min':
        return [of({ min: null, max, units })]
      case 'no max':
        return [of({ min, max: null, units })]
      case 'no units':
        return [of({ min, max, units: null })]
      case 'all null':
        return [of({ min: null, max: null, units: null })]
      case 'largest':
        return [of({ min: '-9223372036854775808', max: '9223372036854775807', units })]
      case 'one':
        return [of({ min, max, units })]
    }
  },
})

function turnAroundTime(draw: Draw, owner: Owner, values: Row): Row {
  const reference = referenceTo(draw, owner)
  const seconds = sometime(draw)
  return {
    turnaroundable_id: reference.id,
    turnaroundable_type: reference.type,
    min: values['min'] ?? null,
    max: values['max'] ?? null,
    display_units: values['units'] ?? null,
    created_at: draw.unless(0.02, timestamp(seconds, draw.int(0, 999_999))),
    updated_at: draw.unless(0.02, timestamp(seconds + 3600)),
  }
}
