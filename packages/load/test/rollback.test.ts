import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rollback } from '../src/index.ts'
import {
  beginOrders,
  publishOrders,
  temporaryTarget,
  type TemporaryTarget,
} from './temporary-target.ts'
import { expectNoOrphans, shownIds } from './whole-table.ts'

async function withVersions(count: number): Promise<TemporaryTarget> {
  const temporary = await temporaryTarget()
  for (let id = 1; id <= count; id++) {
    await publishOrders(temporary.target, [id])
  }
  return temporary
}

describe('a rollback', () => {
  it('shows the version before as a new version, and twice the one before that', async () => {
    await using temporary = await withVersions(3)
    const { target } = temporary
    expect(await rollback({ target, table: 'orders' })).toMatchObject({
      version: 4,
      rolledBackTo: 2,
    })
    expect(await shownIds(temporary)).toBe('2')
    expect(await rollback({ target, table: 'orders' })).toMatchObject({
      version: 5,
      rolledBackTo: 1,
    })
    expect(await shownIds(temporary)).toBe('1')
    await expect(rollback({ target, table: 'orders' })).rejects.toMatchObject({
      code: 'unknown_version',
      message: 'table `orders`: no version before 1; nothing was changed, kept are 5, 4, 3, 2, 1',
    })
    await expectNoOrphans(temporary)
  })

  it('goes forward again when told to, to the data of whatever version is named', async () => {
    await using temporary = await withVersions(3)
    const { target } = temporary
    await rollback({ target, table: 'orders', toVersion: 1 })
    await rollback({ target, table: 'orders', toVersion: 3 })
    expect(await shownIds(temporary)).toBe('3')
    const again = await rollback({ target, table: 'orders', toVersion: 4 })
    expect(again).toMatchObject({ version: 6, rolledBackTo: 1 })
    expect(await shownIds(temporary)).toBe('1')
  })

  it('names the kept versions when the wanted one is not among them', async () => {
    await using temporary = await withVersions(4)
    await expect(
      rollback({ target: temporary.target, table: 'orders', toVersion: 1 }),
    ).rejects.toMatchObject({
      code: 'unknown_version',
      message: 'table `orders`: version 1 is not kept; nothing was changed, kept are 4, 3, 2',
    })
  })

  it('refuses a table that was never published', async () => {
    await using temporary = await temporaryTarget()
    await expect(rollback({ target: temporary.target, table: 'orders' })).rejects.toMatchObject({
      code: 'unknown_table',
    })
  })

  it('refuses a version whose data is gone, and changes nothing', async () => {
    await using temporary = await withVersions(2)
    const [, first] = await temporary.target.catalog.versions('orders')
    await rm(join(temporary.folder, first?.files[0]?.key ?? ''))
    await expect(rollback({ target: temporary.target, table: 'orders' })).rejects.toMatchObject({
      code: 'object_missing',
    })
    expect(await shownIds(temporary)).toBe('2')
  })

  it('makes a run that began before it a conflict', async () => {
    await using temporary = await withVersions(2)
    await using publication = await beginOrders(temporary.target)
    await rollback({ target: temporary.target, table: 'orders' })
    await expect(publication.publish()).rejects.toMatchObject({ code: 'commit_conflict' })
    expect(await shownIds(temporary)).toBe('1')
    await expectNoOrphans(temporary)
  })
})
