import type { Writer } from '@carmilla/load'
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

function budgetOf(
  mebibytes: number | undefined,
  workers: number,
  writer: Writer = 'carmilla',
): MemoryBudget {
  const bound = mebibytes === undefined ? {} : { memoryBytes: mebibytes * MIB }
  return new MemoryBudget({ ...bound, workers, writer })
}

describe('a memory budget', () => {
  test.each([
    [256, 1, 10, 0],
    [512, 2, 10, 2],
    [1024, 4, 500, 1],
    [2048, 1, 1600, 3],
  ])('of %i MiB for %i readers never hands out more', (mebibytes, readers, columns, lookups) => {
    const budget = budgetOf(mebibytes, readers)
    const share = budget.share(task(columns, lookups))
    const perReader = 3 * budget.rowBytes + share.bufferedBytes + lookups * share.lookupBytes
    const threadBytes = readers === 1 ? 0 : readers * THREAD_BYTES
    expect(PROCESS_BYTES + threadBytes + readers * (READER_BYTES + perReader)).toBeLessThanOrEqual(
      mebibytes * MIB,
    )
    expect(share.rowGroupBytes).toBeLessThan(share.bufferedBytes)
  })

  test.each([1, 2, 8, 64])('has room for whole row groups of %i readers by default', (readers) => {
    const { rowGroupBytes } = budgetOf(undefined, readers).share(task(8, 0))
    expect(rowGroupBytes).toBeGreaterThan(64 * MIB)
  })

  test('refuses no record when nobody named a ceiling', () => {
    const { rowGroupBytes } = budgetOf(undefined, 2).share(task(1600, 0))
    expect(rowGroupBytes).toBeGreaterThan(8 * MIB)
  })

  test('refuses what cannot work, and says what would', () => {
    expect(() => budgetOf(96, 1)).toThrow(
      '--memory 96MB: expected at least 180MB for 1 worker; raise it',
    )
    expect(() => budgetOf(180, 1)).not.toThrow()
    expect(() => budgetOf(180, 2)).toThrow(
      '--memory 180MB: expected at least 312MB for 2 workers; raise it, or lower --workers',
    )
    expect(() => budgetOf(312, 2)).not.toThrow()
    expect(() => budgetOf(512, 16)).toThrow(
      '--memory 512MB: expected at least 1488MB for 16 workers; raise it, or lower --workers',
    )
    expect(() => budgetOf(256, 1).share(task(1600, 0))).toThrow(
      '--memory 256MB: expected at least 480MB for 1 worker and 1600 columns; raise it',
    )
    expect(() => budgetOf(256, 1, 'parquetjs')).toThrow(
      '--memory 256MB: expected at least 500MB for 1 worker with writer parquetjs; raise it',
    )
  })

  test('bounds the files of a version only where somebody named a ceiling', () => {
    expect(budgetOf(undefined, 2).share(task(8, 0)).mostFiles).toBeUndefined()
    expect(budgetOf(512, 1).share(task(3, 0)).mostFiles).toBeGreaterThan(12_000)
    expect(budgetOf(192, 1).share(task(3, 0)).mostFiles).toBeLessThan(2000)
  })
})
