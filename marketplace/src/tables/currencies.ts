import type { Row } from '../copy-text.ts'
import { deck } from '../deck.ts'
import type { Draw } from '../draw.ts'
import { ownedTable, referenceTo } from '../owned-table.ts'
import type { Owner } from '../owned-table.ts'
import type { Table } from '../table.ts'
import { CURRENCIES } from '../text/trade.ts'
import { jsonb } from '../values/json.ts'
import { decimal } from '../values/number.ts'
import { sometime, timestamp } from '../values/time.ts'

const CASES = deck({
  none: 6,
  'two rates': 5,
  'three rates': 1,
  'no rate': 2,
  'no currency': 2,
  'neither rate nor currency': 1,
  'rate zero': 2,
  'rate one': 20,
  'one rate': 'rest',
})

export const currencies: Table = ownedTable({
  name: 'currencies',
  owners: ['proposal', 'purchase order', 'invoice', 'stranger'],
  rowsOf(draw, owner) {
    const usual = (): Row => currency(draw, owner, draw.pick(CURRENCIES), rate(draw))
    switch (draw.deal(CASES)) {
      case 'none':
        return []
      case 'two rates':
        return [usual(), usual()]
      case 'three rates':
        return [usual(), usual(), usual()]
      case 'no rate':
        return [currency(draw, owner, 'EUR', null)]
      case 'no currency':
        return [currency(draw, owner, null, rate(draw))]
      case 'neither rate nor currency':
        return [currency(draw, owner, null, null)]
      case 'rate zero':
        return [currency(draw, owner, 'GBP', '0.00000000')]
      case 'rate one':
        return [currency(draw, owner, 'USD', '1.00000000')]
      case 'one rate':
        return [usual()]
    }
  },
})

function currency(draw: Draw, owner: Owner, code: string | null, conversion: string | null): Row {
  const reference = referenceTo(draw, owner)
  const seconds = sometime(draw)
  const history = [
    { rate: 1.05, at: timestamp(seconds) },
    { rate: 0.97, at: null },
  ]
  return {
    exchangable_id: reference.id,
    exchangable_type: reference.type,
    currency: code,
    conversion_rate: conversion,
    conversion_set_at: draw.unless(0.1, timestamp(seconds, draw.int(0, 999_999))),
    conversion_history: jsonb(draw, history.slice(0, draw.int(0, 2)), 0.4),
    created_at: draw.unless(0.01, timestamp(seconds)),
    updated_at: draw.unless(0.01, timestamp(seconds, 1)),
  }
}

function rate(draw: Draw): string {
  const usual = decimal(draw.int(10_000_000, 200_000_000), 8)
  return draw.chance(0.02) ? draw.pick(RATES) : usual
}

/** The ends of `numeric(18,8)`, and rates by which a quotient never ends. */
const RATES = ['9999999999.99999999', '0.00000001', '-1.50000000', '3', '149.25', '0.33333333']
