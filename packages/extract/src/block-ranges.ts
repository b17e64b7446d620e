import type { CtidRange } from './shard-range.ts'

/**
 * Divides the blocks of a table into ranges that hold about as many blocks each.
 *
 * One range holds the blocks of these numbers of every child (partition, inheriting table), so its
 * boundaries are chosen by the sum over all children. The first range has no beginning and the last no
 * end: tables may have grown since they were measured.
 *
 * @param blocks - blocks of each child, or of the one table.
 * @param count - of ranges; fewer come back when there are fewer blocks.
 */
export function blockRanges(blocks: readonly number[], count: number): readonly CtidRange[] {
  const total = blocksBefore(blocks, Number.POSITIVE_INFINITY)
  const most = Math.max(0, ...blocks)
  const bounds: number[] = []
  for (let index = 1; index < count; index++) {
    const bound = firstBlock(blocks, most, (total * index) / count)
    if (bound > (bounds.at(-1) ?? 0) && bound < most) bounds.push(bound)
  }
  return [undefined, ...bounds].map((fromBlock, index) => {
    const beforeBlock = bounds[index]
    return {
      by: 'ctid',
      ...(fromBlock === undefined ? {} : { fromBlock }),
      ...(beforeBlock === undefined ? {} : { beforeBlock }),
    }
  })
}

/** The least block number that has `wanted` blocks of all children before it. */
function firstBlock(blocks: readonly number[], most: number, wanted: number): number {
  let [low, high] = [0, most]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (blocksBefore(blocks, middle) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function blocksBefore(blocks: readonly number[], bound: number): number {
  return blocks.reduce((sum, count) => sum + Math.min(count, bound), 0)
}
