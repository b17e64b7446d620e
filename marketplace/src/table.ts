import { Draw } from './draw.ts'
import type { Row } from './copy-text.ts'
import { HOUSE_ACCOUNTS } from './market.ts'
import type { Market } from './market.ts'

/** How the rows of one table are made. */
export interface Table {
  /** Name as SQL writes it, quoted and with its schema where needed. */
  readonly name: string
  /** Makes the rows one after the other; holds no more than a few at a time. */
  rows(market: Market): Iterable<Row>
}

/** A table of one row per id, from 1 (house accounts: 0) to the row count that the market gives. */
export function table(name: string, row: (draw: Draw, market: Market) => Row): Table {
  return {
    name,
    *rows(market) {
      const draw = new Draw(market.seed, name)
      const rows = market.rows(name)
      if (HOUSE_ACCOUNTS.has(name)) yield row(draw.at(0), market)
      for (let place = 1; place <= rows; place += 1) yield row(draw.at(idAt(place, rows)), market)
    },
  }
}

/**
 * The id stored at a place of the table. Two in sixteen change places, as after an update: the order
 * of the heap must not be taken for the order of the keys.
 */
function idAt(place: number, rows: number): number {
  if (place % 16 === 13 && place < rows) return place + 1
  if (place % 16 === 14) return place - 1
  return place
}
