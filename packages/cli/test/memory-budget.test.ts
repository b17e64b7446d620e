import type { Task } from '@carmilla/transform'
import { describe, expect, test } from 'vitest'
import {
  MemoryBudget,
  PROCESS_BYTES,
  READER_BYTES,
  THREAD_BYTES,
} from '../src/memory/memory-budget.ts'

const MIB = 1024 * 1024

function task(columns: number, lookups: number): Pick<Task, 'lookups' | 'schema'> {
  return {
    lookups: Array.from({ length: lookups }, (_, index) => `lookup_${index}`),
    schema: Array.from({ length: columns }, (_, index) => ({
      name: `c${index}`,
      type: { kind: 'text' },
      optional: true,
    })),
  }
}

describe('a memory budget', () => {
  test.each([
    [256, 1, 10, 0],
    [512, 2, 10, 2],
    [1024, 4, 500, 1],
    [2048, 1, 1600, 3],
  ])('of %i MiB for %i readers never hands out more', (mebibytes, readers, columns, lookups) => {
    const budget = new MemoryBudget(mebibytes * MIB, readers)
    const share = budget.share(task(columns, lookups))
    const perReader = 3 * budget.rowBytes + share.bufferedBytes + lookups * share.lookupBytes
    const threadBytes = (readers - 1) * THREAD_BYTES
    expect(PROCESS_BYTES + threadBytes + readers * (READER_BYTES + perReader)).toBeLessThanOrEqual(
      mebibytes * MIB,
    )
    expect(share.rowGroupBytes).toBeLessThan(share.bufferedBytes)
  })

  test.each([1, 2, 8, 64])('has room for whole row groups of %i readers by default', (readers) => {
    const { rowGroupBytes } = new MemoryBudget(undefined, readers).share(task(8, 0))
    expect(rowGroupBytes).toBeGreaterThan(64 * MIB)
  })

  test('refuses no record when nobody named a ceiling', () => {
    const { rowGroupBytes } = new MemoryBudget(undefined, 2).share(task(1600, 0))
    expect(rowGroupBytes).toBeGreaterThan(8 * MIB)
  })

  test('refuses what cannot work, and says what would', () => {
    expect(() => new MemoryBudget(96 * MIB, 1)).toThrow(
      '--memory 96MB: expected at least 164MB for 1 worker; raise it',
    )
    expect(() => new MemoryBudget(164 * MIB, 1)).not.toThrow()
    expect(() => new MemoryBudget(164 * MIB, 2)).toThrow(
      '--memory 164MB: expected at least 248MB for 2 workers; raise it, or lower --workers',
    )
    expect(() => new MemoryBudget(256 * MIB, 1).share(task(1600, 0))).toThrow(
      '--memory 256MB: expected at least 464MB for 1 worker and 1600 columns; raise it',
    )
  })
})
