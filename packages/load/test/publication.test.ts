import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HIVE_NULL, isRunId, LoadError, newRunId } from '../src/index.ts'
import { jsonLines } from './json-lines.ts'
import { batchOf, idBatch, textVector } from './record-batches.ts'
import { withCommit } from './stepping-target.ts'
import { beginOrders, publishOrders, temporaryTarget } from './temporary-target.ts'

describe('a publication', () => {
  it('shows a version with its files, rows and bytes', async () => {
    await using temporary = await temporaryTarget()
    const { version } = await publishOrders(temporary.target, [1, 2, 3])
    expect(isRunId(version.runId)).toBe(true)
    expect(version).toMatchObject({ table: 'orders', version: 1, rows: 3, partitionKeys: [] })
    expect(version.location).toBe(`orders/${version.runId}/`)
    expect(await temporary.target.catalog.current('orders')).toEqual(version)
    expect(await temporary.target.catalog.tables()).toEqual(['orders'])
    expect(await temporary.dataFiles()).toEqual([`orders/${version.runId}/part-00000.jsonl`])
    const text = await readFile(join(temporary.folder, version.files[0]?.key ?? ''), 'utf8')
    expect(text).toBe('[1]\n[2]\n[3]\n{"rows":3,"columns":["id"]}\n')
    expect(version.bytes).toBe(text.length)
  })

  it('writes a manifest outside of the table, with checksums, notes and the version before', async () => {
    await using temporary = await temporaryTarget()
    await publishOrders(temporary.target, [1])
    await using publication = await beginOrders(temporary.target, {
      source: { snapshot: '00000003-0000001B-1' },
      expect: { rows: { min: 1 } },
    })
    await publication.append([], idBatch([1, 2]))
    const divided = { kind: 'null', reason: 'division by zero', count: 3 } as const
    publication.note({ column: 'rate', ...divided })
    const { manifestKey, version } = await publication.publish()
    expect(manifestKey).toBe(`_manifests/orders/${version.runId}.json`)
    const manifest: unknown = JSON.parse(
      await readFile(join(temporary.folder, manifestKey), 'utf8'),
    )
    expect(manifest).toMatchObject({
      version: 2,
      previousVersion: 1,
      rows: 2,
      notes: [{ column: 'rate', ...divided }],
      source: { snapshot: '00000003-0000001B-1' },
      gates: [{ gate: 'rows.min', found: '2 rows' }],
      files: [
        { key: version.files[0]?.key, rows: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
    })
  })

  it('publishes one file without rows for an empty table', async () => {
    await using temporary = await temporaryTarget()
    const { version } = await publishOrders(temporary.target, [])
    expect(version.rows).toBe(0)
    expect(version.files).toHaveLength(1)
  })

  it('publishes a version without files for an empty partitioned table', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target, { partitionKeys: ['dt'] })
    const { version } = await publication.publish()
    expect(version.files).toEqual([])
    expect(await temporary.target.catalog.current('orders')).toEqual(version)
  })

  it('puts each partition into a folder of its own', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target, {
      partitionKeys: ['dt', 'place'],
    })
    await publication.append(['2026-03-01', 'a/b'], idBatch([1]))
    await publication.append([null, 'é'], idBatch([2]))
    await publication.append(['2026-03-01', 'a/b'], idBatch([3]))
    const { version } = await publication.publish()
    expect(version.files.map(({ key, rows, partition }) => [key, rows, partition])).toEqual([
      [`${version.location}dt=2026-03-01/place=a%2Fb/part-00000.jsonl`, 2, ['2026-03-01', 'a/b']],
      [`${version.location}dt=${HIVE_NULL}/place=é/part-00000.jsonl`, 1, [null, 'é']],
    ])
  })

  it('begins a further file when one reaches its target', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await beginOrders(temporary.target, { fileBytes: 8 })
    for (const id of [1, 2, 3, 4, 5]) {
      await publication.append([], idBatch([id]))
    }
    const { version } = await publication.publish()
    expect(version.files.map((file) => file.rows)).toEqual([2, 2, 1])
    expect(version.files.at(-1)?.key).toMatch(/part-00002\.jsonl$/)
  })

  it('leaves nothing when it is given up', async () => {
    await using temporary = await temporaryTarget()
    const publication = await beginOrders(temporary.target, { fileBytes: 1 })
    await publication.append([], idBatch([1]))
    await publication.append([], idBatch([2]))
    expect(await temporary.dataFiles()).toHaveLength(2)
    await publication.abort()
    expect(await temporary.files()).toEqual([])
    await expect(publication.publish()).rejects.toMatchObject({ code: 'aborted' })
  })

  it('leaves nothing when a gate fails', async () => {
    await using temporary = await temporaryTarget()
    const failure = publishOrders(temporary.target, [1, 17, 17], { expect: { unique: ['id'] } })
    await expect(failure).rejects.toMatchObject({
      code: 'gate_failed',
      message:
        'table `orders`: column `id` is not unique, 2 rows have the value 17; nothing was published',
    })
    expect(await temporary.files()).toEqual([])
  })

  it('leaves nothing when a stored file is not what was written', async () => {
    await using temporary = await temporaryTarget()
    const format = { ...jsonLines, inspect: () => Promise.resolve({ rows: 2, columns: ['id'] }) }
    await expect(publishOrders(temporary.target, [1], { format })).rejects.toMatchObject({
      code: 'verification_failed',
      message: expect.stringMatching(/part-00000.jsonl`: expected 1 rows, got 2; nothing was/),
    })
    expect(await temporary.files()).toEqual([])
  })

  it('publishes nothing after a batch failed, even when it is told to', async () => {
    await using temporary = await temporaryTarget()
    {
      await using publication = await beginOrders(temporary.target)
      await publication.append([], idBatch([1]))
      await expect(publication.append([], batchOf(textVector(['x'])))).rejects.toThrow('int32 only')
      await expect(publication.publish()).rejects.toMatchObject({ code: 'aborted' })
    }
    expect(await temporary.files()).toEqual([])
  })

  it('has succeeded when the commit took effect although the catalog said otherwise', async () => {
    await using temporary = await temporaryTarget()
    const { sink, catalog } = temporary.target
    const target = withCommit({ sink, catalog }, async (next) => {
      await catalog.commit(next)
      throw new LoadError('commit_conflict', 'a retried call met its own first attempt')
    })
    const { version } = await publishOrders(target, [1])
    expect(await catalog.current('orders')).toEqual(version)
    expect(await temporary.dataFiles()).toHaveLength(1)
  })

  it('keeps its objects when nobody knows whether the commit took effect', async () => {
    await using temporary = await temporaryTarget()
    const { sink, catalog } = temporary.target
    const target = withCommit({ sink, catalog }, () => Promise.reject(new Error('socket hang up')))
    await expect(publishOrders(target, [1])).rejects.toMatchObject({
      code: 'commit_unknown',
      cause: { message: 'socket hang up' },
    })
    expect(await temporary.dataFiles()).toHaveLength(1)
  })

  it('refuses a schema whose columns readers cannot tell apart', async () => {
    await using temporary = await temporaryTarget()
    await expect(beginOrders(temporary.target, { partitionKeys: ['ID'] })).rejects.toMatchObject({
      code: 'schema_invalid',
      message: 'table `orders`: columns `id` and `ID` have the same name to readers',
    })
    expect(await temporary.files()).toEqual([])
  })

  it('refuses to begin a table twice in one run', async () => {
    await using temporary = await temporaryTarget()
    const runId = newRunId()
    await using publication = await beginOrders(temporary.target, { runId })
    await expect(beginOrders(temporary.target, { runId })).rejects.toMatchObject({
      code: 'object_exists',
    })
    await publication.append([], idBatch([1]))
    await publication.publish()
  })
})

describe('newRunId', () => {
  it('sorts by time and differs each time', () => {
    const early = newRunId(new Date('2026-03-01T12:00:00.123Z'))
    expect(early).toMatch(/^20260301T120000123Z-[0-9a-f]{12}$/)
    expect(newRunId(new Date('2026-03-01T12:00:00.124Z')) > early).toBe(true)
    const now = new Date()
    expect(new Set(Array.from({ length: 1000 }, () => newRunId(now))).size).toBe(1000)
  })
})
