import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { HIVE_NULL, isRunId } from '../src/index.ts'
import { idBatch } from './record-batches.ts'
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
    publication.note('division by zero', 2)
    publication.note('division by zero', 1)
    const { manifestKey, version } = await publication.publish()
    expect(manifestKey).toBe(`_manifests/orders/${version.runId}.json`)
    const manifest: unknown = JSON.parse(
      await readFile(join(temporary.folder, manifestKey), 'utf8'),
    )
    expect(manifest).toMatchObject({
      version: 2,
      previousVersion: 1,
      rows: 2,
      notes: { 'division by zero': 3 },
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
      // oxlint-disable-next-line no-await-in-loop
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
})
