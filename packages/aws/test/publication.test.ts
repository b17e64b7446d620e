import { setTimeout as sleep } from 'node:timers/promises'
import { LoadError, rollback } from '@carmilla/load'
import { describe, expect, test } from 'vitest'
import { idBatch } from '../../load/test/record-batches.ts'
import { beginOrders, publishOrders } from '../../load/test/temporary-target.ts'
import { CATALOG_KINDS, TemporaryLake } from './lake.ts'

const ROUNDS = 40
const PUBLISHES = 30
const READERS = 8
/** Readers leave the publisher, which is of the same process, some time. */
const READ_EVERY_MS = 10

describe.each(CATALOG_KINDS)('a target with a catalog in %s', (kind) => {
  test('shows what was published last, and keeps what was before', async () => {
    await using lake = await TemporaryLake.open(kind)
    const { catalog } = lake.target
    expect(await catalog.current('orders')).toBeUndefined()
    expect(await catalog.tables()).toEqual([])
    for (const id of [1, 2, 3, 4]) await publishOrders(lake.target, [id])
    expect(await lake.shownIds()).toEqual([4])
    expect(await catalog.tables()).toEqual(['orders'])
    const versions = await catalog.versions('orders')
    expect(versions.map(({ version }) => version)).toEqual([4, 3, 2])
    await rollback({ target: lake.target, table: 'orders' })
    expect(await lake.shownIds()).toEqual([3])
    expect(await lake.orphans()).toEqual([])
  })

  test('lets exactly one of two publishers win each round, and the loser leaves nothing', async () => {
    await using lake = await TemporaryLake.open(kind)
    for (let round = 1; round <= ROUNDS; round++) {
      const rivals = await Promise.all([1, 2].map(() => beginOrders(lake.target)))
      await Promise.all(rivals.map((rival, id) => rival.append([], idBatch([round, id]))))
      const outcomes = await Promise.all(rivals.map((rival) => outcomeOf(rival.publish())))
      expect(outcomes.toSorted()).toEqual(['commit_conflict', 'published'])
      expect(await lake.shownIds()).toEqual([round, outcomes.indexOf('published')])
    }
    expect(await lake.orphans()).toEqual([])
  }, 300_000)

  test('shows readers whole versions only, while others are published', async () => {
    await using lake = await TemporaryLake.open(kind)
    const publishes = async () => {
      for (let id = 1; id <= PUBLISHES; id++) await publishOrders(lake.target, [id, -id])
    }
    let done = false
    const publishing = publishes().finally(() => (done = true))
    const reads = await Promise.all(
      Array.from({ length: READERS }, async () => {
        let count = 0
        while (!done) {
          const ids = (await lake.shownIds()) ?? [0, 0]
          if (ids.length !== 2 || ids[0] !== -(ids[1] ?? 0)) throw new Error(`saw ${ids.join()}`)
          count++
          await sleep(READ_EVERY_MS)
        }
        return count
      }),
    )
    await publishing
    expect(Math.min(...reads)).toBeGreaterThan(1)
    expect(await lake.shownIds()).toEqual([PUBLISHES, -PUBLISHES])
  }, 300_000)
})

async function outcomeOf(publishing: Promise<unknown>): Promise<string> {
  return publishing.then(
    () => 'published',
    (error: unknown) => (error instanceof LoadError ? error.code : String(error)),
  )
}
