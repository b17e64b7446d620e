import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inParallel } from '../src/in-parallel.ts'
import { idBatch } from './record-batches.ts'
import {
  beginOrders,
  temporaryFolder,
  TemporaryTarget,
  temporaryTarget,
} from './temporary-target.ts'
import { expectNoOrphans, shownIds } from './whole-table.ts'

const PROGRAM = join(import.meta.dirname, 'killed-publisher.ts')

/** Children at once; each is mostly the start of Node. */
const CHILDREN = 3

async function runChild(folder: string, action: string, stopAt: number): Promise<ChildOutcome> {
  const child = spawn(
    process.execPath,
    ['--conditions=source', PROGRAM, folder, action, String(stopAt)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  const [status, signal]: unknown[] = await once(child, 'close')
  return { status, signal, steps: Number(output) }
}

interface ChildOutcome {
  readonly status: unknown
  readonly signal: unknown
  readonly steps: number
}

describe('a publisher that is killed', () => {
  let template: TemporaryTarget

  // Three versions, so that the fourth also forgets and deletes the first.
  beforeAll(async () => {
    template = await temporaryTarget()
    for (const id of [1, 2, 3]) {
      await using publication = await beginOrders(template.target, { partitionKeys: ['dt'] })
      await publication.append(['day'], idBatch([id]))
      await publication.publish()
    }
  })
  afterAll(() => rm(template.folder, { recursive: true, force: true }))

  async function copy(): Promise<TemporaryTarget> {
    const folder = await temporaryFolder()
    await cp(template.folder, folder, { recursive: true })
    return new TemporaryTarget(folder)
  }

  it.each([
    ['publishing', 'publish', '3', '100,101,102'],
    ['rolling back', 'rollback', '3', '2'],
  ])(
    'leaves the old or the new version at every step of %s, and the next run cleans up',
    { timeout: 120_000 },
    async (_what, action, before, after) => {
      await using rehearsal = await copy()
      const { status, steps } = await runChild(rehearsal.folder, action, 0)
      expect(status).toBe(0)
      expect(await shownIds(rehearsal)).toBe(after)
      await expectNoOrphans(rehearsal)

      const shown = new Set<string>()
      const all = Array.from({ length: steps }, (_, index) => index + 1)
      await inParallel(all, CHILDREN, async (step) => {
        await using temporary = await copy()
        const { signal } = await runChild(temporary.folder, action, step)
        expect(signal).toBe('SIGKILL')
        const ids = await shownIds(temporary)
        expect([before, after], `after step ${step}`).toContain(ids)
        shown.add(ids)

        // The child publishes partitions, and this run none.
        await using publication = await beginOrders(temporary.target, { allowBreaking: true })
        await publication.append([], idBatch([200]))
        const { cleanUpErrors } = await publication.publish()
        expect(cleanUpErrors).toEqual([])
        expect(await shownIds(temporary)).toBe('200')
        await expectNoOrphans(temporary)
      })
      expect([...shown].toSorted()).toEqual([before, after].toSorted())
    },
  )
})
