import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { idBatch } from './record-batches.ts'
import { beginOrders, temporaryTarget } from './temporary-target.ts'
import { expectNoOrphans } from './whole-table.ts'

const ROUNDS = 100

class Child implements Disposable {
  readonly #process: ChildProcess

  constructor(program: string, folder: string) {
    this.#process = fork(join(import.meta.dirname, program), [folder], {
      execArgv: ['--conditions=source'],
    })
  }

  async ask(command: string): Promise<unknown> {
    this.#process.send(command)
    return await this.answer()
  }

  async answer(): Promise<unknown> {
    const [answer]: unknown[] = await once(this.#process, 'message')
    return answer
  }

  [Symbol.dispose](): void {
    this.#process.kill()
  }
}

describe('two publishers at once', () => {
  it(
    'let exactly one win each time, and the loser leaves nothing',
    { timeout: 120_000 },
    async () => {
      await using temporary = await temporaryTarget()
      using first = new Child('rival-publisher.ts', temporary.folder)
      using second = new Child('rival-publisher.ts', temporary.folder)
      const wins = [0, 0]
      for (let round = 1; round <= ROUNDS; round++) {
        const begun = await Promise.all([first.ask('begin'), second.ask('begin')])
        expect(begun).toEqual(['begun', 'begun'])
        const outcomes = await Promise.all([first.ask('publish'), second.ask('publish')])
        expect(outcomes.map(String).toSorted()).toEqual(['commit_conflict', 'published'])
        const winner = outcomes.indexOf('published')
        wins[winner] = (wins[winner] ?? 0) + 1
        expect(await temporary.target.catalog.current('orders')).toMatchObject({ version: round })
        await expectNoOrphans(temporary)
      }
      expect((wins[0] ?? 0) + (wins[1] ?? 0)).toBe(ROUNDS)
    },
  )
})

describe('a reader', () => {
  it('sees only whole versions while others are published', { timeout: 120_000 }, async () => {
    await using temporary = await temporaryTarget()
    using reader = new Child('polling-reader.ts', temporary.folder)
    expect(await reader.answer()).toBe('ready')
    for (let version = 1; version <= ROUNDS; version++) {
      await using publication = await beginOrders(temporary.target, { fileBytes: 1 })
      for (let file = 0; file < 1 + (version % 4); file++) {
        await publication.append([], idBatch([version, version]))
      }
      await publication.publish()
    }
    const report: unknown = await reader.ask('stop')
    expect(report).toMatchObject({ faults: [] })
    expect(report).toHaveProperty(
      'versions',
      expect.toSatisfy((seen: number) => seen > 20),
    )
  })
})
