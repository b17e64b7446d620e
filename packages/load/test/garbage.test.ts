import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { collectGarbage, rollback } from '../src/index.ts'
import { UNKNOWN_PROCESS_MS } from '../src/process-identity.ts'
import { idBatch } from './record-batches.ts'
import { withCommit } from './stepping-target.ts'
import { beginOrders, publishOrders, temporaryTarget } from './temporary-target.ts'
import { expectNoOrphans, shownIds } from './whole-table.ts'

const DAY_MS = 24 * 60 * 60 * 1000

describe('retention', () => {
  it('keeps the newest versions and deletes exactly the objects of the others', async () => {
    await using temporary = await temporaryTarget()
    const { version: first } = await publishOrders(temporary.target, [1])
    await publishOrders(temporary.target, [2])
    await publishOrders(temporary.target, [3])
    // A stranger's file below a version's own prefix: nobody wrote down that it may be deleted.
    const stranger = join(temporary.folder, first.location, 'notes.txt')
    await writeFile(stranger, 'mine')
    const { collected } = await publishOrders(temporary.target, [4])
    expect(collected).toEqual({ forgotten: [1], deleted: [first.files[0]?.key] })
    expect(await readdir(dirname(stranger))).toEqual(['notes.txt'])
    const versions = await temporary.target.catalog.versions('orders')
    expect(versions.map((version) => version.version)).toEqual([4, 3, 2])
  })

  it('keeps a version that was replaced a moment ago', async () => {
    await using temporary = await temporaryTarget()
    const retention = { versions: 1, supersededMs: DAY_MS }
    await publishOrders(temporary.target, [1], { retention })
    await publishOrders(temporary.target, [2], { retention })
    expect(await temporary.target.catalog.versions('orders')).toHaveLength(2)
    const tomorrow = (): Date => new Date(Date.now() + DAY_MS + 1000)
    const { target } = temporary
    const collected = await collectGarbage({ target, table: 'orders', retention, now: tomorrow })
    expect(collected.forgotten).toEqual([1])
    await expectNoOrphans(temporary)
  })

  it('never deletes what a rollback shows', async () => {
    await using temporary = await temporaryTarget()
    const { target } = temporary
    await publishOrders(target, [1])
    await publishOrders(target, [2])
    await rollback({ target, table: 'orders', toVersion: 1 })
    await collectGarbage({ target, table: 'orders', retention: { versions: 1, supersededMs: 0 } })
    expect(await shownIds(temporary)).toBe('1')
    await expectNoOrphans(temporary)
  })
})

describe('collecting garbage', () => {
  it('spares the data that a rollback is about to show', async () => {
    await using temporary = await temporaryTarget()
    const { target } = temporary
    for (const id of [1, 2, 3]) {
      await publishOrders(target, [id])
    }
    const aboutToCommit = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const paused = withCommit(target, async (next) => {
      aboutToCommit.resolve()
      await goOn.promise
      await target.catalog.commit(next)
    })
    const rollingBack = rollback({ target: paused, table: 'orders', toVersion: 1 })
    await aboutToCommit.promise
    const retention = { versions: 1, supersededMs: 0 }
    const { forgotten, deleted } = await collectGarbage({ target, table: 'orders', retention })
    expect(forgotten).toEqual([2, 1])
    expect(deleted).toHaveLength(1)
    goOn.resolve()
    await rollingBack
    expect(await shownIds(temporary)).toBe('1')
    await expectNoOrphans(temporary)
  })

  it('leaves a run alone that is in progress', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target, { fileBytes: 1 })
    await publication.append([], idBatch([1]))
    await collectGarbage({ target: temporary.target, table: 'orders' })
    await publication.publish()
    expect(await shownIds(temporary)).toBe('1')
  })

  it('takes a run of another machine for dead after a day without a sign of life', async () => {
    await using temporary = await temporaryTarget()
    const { target, folder } = temporary
    const location = 'orders/20260301T120000123Z-9f3a6c01d2e4/'
    const owner = { host: 'elsewhere', bootId: 'b', pidNamespace: '1', pid: 1, startTicks: '1' }
    const atMs = Date.now()
    const journal = `_runs/${location}`
    const key = `${location}part-00000.jsonl`
    await put(folder, `${journal}begun.json`, JSON.stringify({ owner, atMs }))
    await put(folder, `${journal}keys-00000.json`, JSON.stringify({ keys: [key], atMs }))
    await put(folder, key, 'half')
    const collect = (sinceMs: number): Promise<unknown> =>
      collectGarbage({ target, table: 'orders', now: () => new Date(atMs + sinceMs) })
    expect(await collect(UNKNOWN_PROCESS_MS)).toEqual({ forgotten: [], deleted: [] })
    expect(await collect(UNKNOWN_PROCESS_MS + 1)).toEqual({ forgotten: [], deleted: [key] })
    expect(await temporary.files()).toEqual([])
  })

  it('keeps a run that was taken for dead from publishing', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target)
    const runId = (await readdir(join(temporary.folder, '_runs/orders')))[0] ?? ''
    await put(temporary.folder, `_runs/orders/${runId}/sealed.json`, JSON.stringify({ atMs: 1 }))
    await expect(publication.publish()).rejects.toMatchObject({ code: 'aborted', retriable: true })
    expect(await shownIds(temporary)).toBe('none')
    expect(await temporary.dataFiles()).toEqual([])
  })

  it('believes no journal that names the objects of others', async () => {
    await using temporary = await temporaryTarget()
    const { version } = await publishOrders(temporary.target, [1])
    const journal = '_runs/orders/20260301T120000123Z-9f3a6c01d2e4/keys-00000.json'
    const keys = [version.files[0]?.key]
    await put(temporary.folder, journal, JSON.stringify({ keys, atMs: 1 }))
    await expect(
      collectGarbage({ target: temporary.target, table: 'orders' }),
    ).rejects.toMatchObject({ code: 'catalog_corrupt' })
    expect(await shownIds(temporary)).toBe('1')
    // A later run says so and publishes all the same.
    const { cleanUpErrors } = await publishOrders(temporary.target, [2])
    expect(cleanUpErrors[0]?.message).toContain(journal)
    expect(await shownIds(temporary)).toBe('2')
  })
})

async function put(folder: string, key: string, text: string): Promise<void> {
  const path = join(folder, key)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}
