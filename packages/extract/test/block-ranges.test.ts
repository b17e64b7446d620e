import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockRanges } from '../src/block-ranges.ts'

test('has every block number in exactly one range, beyond the end too', () => {
  const blocks = fc.array(fc.nat(10_000), { maxLength: 20 })
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 12 }), fc.nat(20_000), (sizes, count, block) => {
      const ranges = blockRanges(sizes, count)
      expect(ranges.length).toBeLessThanOrEqual(count)
      const holders = ranges.filter(
        ({ fromBlock = 0, beforeBlock = Number.POSITIVE_INFINITY }) =>
          fromBlock <= block && block < beforeBlock,
      )
      expect(holders).toHaveLength(1)
      expect(ranges[0]?.fromBlock).toBeUndefined()
      expect(ranges.at(-1)?.beforeBlock).toBeUndefined()
    }),
  )
})

test('balances the sum over all children, and not their block numbers', () => {
  // 1000 blocks below number 100, and 900 above: half of them are before 95.
  expect(blockRanges([1000, ...Array.from({ length: 9 }, () => 100)], 2)).toEqual([
    { by: 'ctid', beforeBlock: 95 },
    { by: 'ctid', fromBlock: 95 },
  ])
})

test('gives fewer ranges when there are fewer blocks', () => {
  expect(blockRanges([], 4)).toEqual([{ by: 'ctid' }])
  expect(blockRanges([0, 0], 4)).toEqual([{ by: 'ctid' }])
  expect(blockRanges([2], 4)).toEqual([
    { by: 'ctid', beforeBlock: 1 },
    { by: 'ctid', fromBlock: 1 },
  ])
})
