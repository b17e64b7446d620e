import { expect, test } from 'vitest'

import { Market } from '../src/market.ts'
import { TABLES } from '../src/tables.ts'

function rows(scale: number): number {
  const market = new Market(scale, 1)
  let made = 0
  for (const table of TABLES) for (const _ of table.rows(market)) made += 1
  return made
}

test('makes about 250 000 rows at scale 1, and half as many at half the scale', () => {
  const atScale1 = rows(1)
  expect(Math.abs(atScale1 / 250_000 - 1)).toBeLessThan(0.05)
  expect(Math.abs(rows(0.5) / atScale1 - 0.5)).toBeLessThan(0.01)
})

test('makes at least a hundred rows of each table, however small the scale', () => {
  const market = new Market(0.000_1, 1)
  const small = TABLES.filter((table) => Array.from(table.rows(market)).length < 100)
  expect(small.map((table) => table.name)).toEqual([])
})

test.each([
  [0, 1, 'scale: expected a number above 0 and up to 20000, got 0'],
  [Number.NaN, 1, 'scale: expected a number above 0 and up to 20000, got NaN'],
  [1, 1.5, 'seed: expected a whole number from 0 to 4294967295, got 1.5'],
  [1, -1, 'seed: expected a whole number from 0 to 4294967295, got -1'],
])('refuses scale %d with seed %d', (scale, seed, message) => {
  expect(() => new Market(scale, seed)).toThrow(message)
})
