import { describe, expect, test } from 'vitest'

import { deck } from '../src/deck.ts'
import { Draw } from '../src/draw.ts'

function sequence(seed: number, table: string, id: number): readonly number[] {
  const draw = new Draw(seed, table).at(id)
  return Array.from({ length: 20 }, () => draw.uint32())
}

describe('draw', () => {
  test('repeats the sequence of a row, whatever was drawn before', () => {
    const draw = new Draw(1, 'orders').at(6)
    draw.uint32()
    expect(draw.at(7).uint32()).toBe(sequence(1, 'orders', 7)[0])
  })

  test('gives other sequences to other seeds, tables and rows', () => {
    const all = [
      sequence(1, 'orders', 7),
      sequence(2, 'orders', 7),
      sequence(1, 'users', 7),
      sequence(1, 'orders', 8),
    ]
    expect(new Set(all.map(String)).size).toBe(4)
  })

  test('reaches both ends of a range and nothing beyond', () => {
    const draw = new Draw(1, 'ends').at(1)
    const seen = new Set(Array.from({ length: 500 }, () => draw.int(-1, 2)))
    expect([...seen].toSorted((left, right) => left - right)).toEqual([-1, 0, 1, 2])
  })

  test('makes version 4 UUIDs, no two alike', () => {
    const draw = new Draw(1, 'uuids')
    const uuids = Array.from({ length: 2000 }, (_, id) => draw.at(id).uuid())
    const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(uuids.filter((uuid) => !version4.test(uuid))).toEqual([])
    expect(new Set(uuids).size).toBe(2000)
  })

  test('deals each extreme to one of the first rows', () => {
    const draw = new Draw(9, 'extremes')
    expect([1, 2, 3].map((id) => draw.at(id).rarely(['a', 'b', 'c'], 'usual'))).toEqual([
      'a',
      'b',
      'c',
    ])
  })
})

describe('deck', () => {
  const cases = deck({ rare: 1, some: 9, usual: 'rest' })

  test('holds each case in its share of a hundred', () => {
    const count = (name: string): number => cases.cards.filter((card) => card === name).length
    expect([cases.cards.length, count('rare'), count('some')]).toEqual([100, 1, 9])
  })

  test('shows every case among the first hundred rows, whatever the seed', () => {
    const draw = new Draw(12_345, 'any')
    const dealt = new Set(Array.from({ length: 100 }, (_, index) => draw.at(index + 1).deal(cases)))
    expect(dealt).toEqual(new Set(['rare', 'some', 'usual']))
  })
})
