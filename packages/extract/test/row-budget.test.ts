import { RowBudget } from '@carmilla/extract'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('rows are paid for after they came', () => {
  const budget = new RowBudget(1000, () => 0)
  expect(budget.take(500)).toBe(500)
  expect(budget.take(250)).toBe(750)
})

test('a reader that is slower than it may be never waits', () => {
  let nowMs = 0
  const budget = new RowBudget(1000, () => nowMs)
  budget.take(100)
  for (let batch = 0; batch < 10; batch++) {
    nowMs += 200
    expect(budget.take(100)).toBe(0)
  }
})

test('a reader catches up on a second, and not on more', () => {
  let nowMs = 0
  const budget = new RowBudget(1000, () => nowMs)
  budget.take(1)
  nowMs = 60_000
  expect(budget.take(1000)).toBe(0)
  expect(budget.take(1000)).toBe(1000)
})

test('whoever waits as told reads at most the rate, and one batch and a second to catch up', () => {
  const batches = fc.array(
    fc.record({
      rows: fc.integer({ min: 0, max: 9000 }),
      workMs: fc.integer({ min: 0, max: 3000 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 100_000 }), (steps, rowsPerSecond) => {
      let nowMs = 0
      let read = 0
      const budget = new RowBudget(rowsPerSecond, () => nowMs)
      for (const { rows, workMs } of steps) {
        // The batch itself is bounded by the rows of it.
        expect(read).toBeLessThanOrEqual((rowsPerSecond * (nowMs + 1000)) / 1000 + 1e-6)
        read += rows
        nowMs += budget.take(rows) + workMs
      }
    }),
  )
})

test('a reader that is always faster reads exactly the rate', () => {
  let nowMs = 0
  const budget = new RowBudget(3000, () => nowMs)
  for (let batch = 0; batch < 100; batch++) nowMs += budget.take(777)
  expect(nowMs).toBeCloseTo((77_700 / 3000) * 1000, 6)
})
