import { collectGarbage, LoadError, type Target } from '@carmilla/load'
import { describe, expect, test } from 'vitest'
import { publishOrders } from '../../load/test/temporary-target.ts'
import { CATALOG_KINDS, type CatalogKind, TemporaryLake } from './lake.ts'

/** Every call that a publication makes, and what can go wrong with each. */
const FAULTS = [
  { kind: 'error', status: 500, code: 'InternalError' },
  { kind: 'error', status: 503, code: 'SlowDown' },
  { kind: 'error', status: 400, code: 'ThrottlingException' },
  { kind: 'error', status: 400, code: 'ConcurrentModificationException' },
  { kind: 'error', status: 403, code: 'AccessDenied' },
  { kind: 'error', status: 409, code: 'ConditionalRequestConflict' },
  { kind: 'error', status: 412, code: 'PreconditionFailed' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'silence', when: 'after' },
] as const

/** Of one call: that many failures in a row are the end of it. */
const TRIES = 3

describe.each(CATALOG_KINDS)('every call that fails, with a catalog in %s', (kind) => {
  test.each(FAULTS)(
    '%o',
    async (fault) => {
      const calls = await callsOfPublish(kind)
      let checked = 0
      for (let call = 0; call < calls; call++) {
        const requestTimeoutMs = fault.kind === 'silence' ? 400 : 20_000
        await using lake = await TemporaryLake.open(kind, { requestTimeoutMs })
        await publishOrders(lake.target, [1])
        lake.bucket.aws.faults.clear()
        const times = fault.kind === 'silence' ? 1 : TRIES
        lake.bucket.aws.faults.add({ operation: '*', fault, skip: call, times })
        const outcome = await outcomeOf(publishOrders(lake.target, [2]))
        lake.bucket.aws.faults.clear()
        const shown = await lake.shownIds()
        expect(outcome === 'published' ? [[2]] : [[1], [2]]).toContainEqual(shown)
        await publishOrders(lake.target, [3])
        expect(await lake.shownIds()).toEqual([3])
        expect(await lake.bucket.openUploads()).toEqual([])
        checked++
      }
      process.stdout.write(`${kind}, ${JSON.stringify(fault)}: ${checked} calls\n`)
    },
    300_000,
  )
})

test('garbage of a publisher that was denied its clean-up goes with the next', async () => {
  await using lake = await TemporaryLake.open('glue')
  await publishOrders(lake.target, [1])
  lake.bucket.aws.faults.deny('glue:UpdateTable', 's3:DeleteObject')
  expect(await outcomeOf(publishOrders(lake.target, [2]))).toBe('target_not_writable')
  lake.bucket.aws.faults.clear()
  await collect(lake.target)
  expect(await lake.shownIds()).toEqual([1])
})

async function collect(target: Target): Promise<void> {
  await collectGarbage({ target, table: 'orders' })
}

/** Calls of a publication that nothing disturbs, after another. */
async function callsOfPublish(kind: CatalogKind): Promise<number> {
  await using lake = await TemporaryLake.open(kind)
  await publishOrders(lake.target, [1])
  lake.bucket.aws.faults.clear()
  await publishOrders(lake.target, [2])
  return lake.bucket.calls().length
}

async function outcomeOf(publishing: Promise<unknown>): Promise<string> {
  return publishing.then(
    () => 'published',
    (error: unknown) => (error instanceof LoadError ? error.code : String(error)),
  )
}
