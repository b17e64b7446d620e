import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HIVE_NULL, partitionFolder } from '../src/index.ts'
import { checkKey } from '../src/object-key.ts'
import { jsonLines } from './json-lines.ts'
import { idBatch } from './record-batches.ts'
import { beginOrders, temporaryTarget } from './temporary-target.ts'
import { expectNoOrphans } from './whole-table.ts'
import { steppingTarget } from './stepping-target.ts'

const PARTITIONS = 10_000

describe('partitions', () => {
  it(
    'may be ten thousand, each coming back, with few files open',
    { timeout: 120_000 },
    async () => {
      await using temporary = await temporaryTarget()
      let open = 0
      let mostOpen = 0
      const target = steppingTarget(temporary.target, (step) => {
        if (step.startsWith('after create')) mostOpen = Math.max(mostOpen, ++open)
        if (step.startsWith('after close')) open--
      })
      await using publication = await beginOrders(target, { partitionKeys: ['n'], openFiles: 20 })
      for (let id = 0; id < PARTITIONS; id++) {
        await publication.append([String(id)], idBatch([id]))
        // Every tenth partition has more rows later, when its file is closed.
        if (id >= 500 && id % 10 === 0) await publication.append([String(id - 500)], idBatch([id]))
      }
      const { version } = await publication.publish()
      // The open files, and a record of the journal.
      expect(mostOpen).toBeLessThanOrEqual(21)
      expect(version.rows).toBe(PARTITIONS + 950)
      expect(version.files).toHaveLength(PARTITIONS + 950)
      expect(new Set(version.files.map((file) => file.partition[0])).size).toBe(PARTITIONS)
      await expectNoOrphans(temporary)
    },
  )

  it('bound the memory of open files by closing the fullest', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target, {
      partitionKeys: ['n'],
      bufferedBytes: 1000,
      format: {
        ...jsonLines,
        open: (options) => ({
          bufferedBytes: 600,
          append: () => undefined,
          flush: async () => undefined,
          close: async () => {
            await options.output.write(Buffer.from('{"rows":1,"columns":["id"]}\n'))
            return { rows: 1, columns: [] }
          },
        }),
      },
    })
    await publication.append(['a'], idBatch([1]))
    expect(await temporary.dataFiles()).toHaveLength(0)
    await publication.append(['b'], idBatch([1]))
    expect(await temporary.dataFiles()).toHaveLength(1)
  })

  it('stop a run that would have more files than it has memory for', async () => {
    await using temporary = await temporaryTarget()
    const publication = await beginOrders(temporary.target, { partitionKeys: ['n'], mostFiles: 2 })
    await publication.append(['a'], idBatch([1]))
    await publication.append(['b'], idBatch([1]))
    await publication.append(['a'], idBatch([2]))
    await expect(publication.append(['c'], idBatch([1]))).rejects.toMatchObject({
      code: 'too_many_files',
      message: expect.stringContaining('expected at most 2 files'),
    })
    await publication[Symbol.asyncDispose]()
    await expectNoOrphans(temporary)
  })

  it('are named as Hive names them', () => {
    expect(partitionFolder(['dt', 'x'], ['2026-03-01', 'a b=c/d%e:f'])).toBe(
      'dt=2026-03-01/x=a b%3Dc%2Fd%25e%3Af/',
    )
    expect(partitionFolder(['x'], [null])).toBe(`x=${HIVE_NULL}/`)
    expect(partitionFolder(['x'], ['..'])).toBe('x=../')
    expect(partitionFolder([], [])).toBe('')
  })

  it.each(['', HIVE_NULL, 'a\0', '\ud800'])('refuse the value %j, which has no name', (value) => {
    expect(() => partitionFolder(['x'], [value])).toThrow('has no Hive name of its own')
  })

  it('of different values never share a folder, and stay below their table', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const values = fc
      .tuple(value, value)
      .filter((pair) => pair.every((text) => !text.includes('\0')))
    fc.assert(
      fc.property(values, values, (left, right) => {
        const folder = partitionFolder(['a', 'b'], left)
        expect(folder.split('/')).toHaveLength(3)
        checkKey(`orders/run/${folder}part-00000.zstd.parquet`)
        const same = folder === partitionFolder(['a', 'b'], right)
        expect(same).toBe(left[0] === right[0] && left[1] === right[1])
      }),
    )
  })
})
