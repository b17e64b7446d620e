import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { TableVersion, Target } from '../src/index.ts'
import type { TemporaryTarget } from './temporary-target.ts'

/** Ids that the current version of `orders` shows, in file order; fails when a file is not whole. */
export async function shownIds({ folder, target }: TemporaryTarget): Promise<string> {
  const version = await target.catalog.current('orders')
  if (version === undefined) return 'none'
  return (await idsOf(folder, version)).join(',')
}

export async function idsOf(folder: string, version: TableVersion): Promise<number[]> {
  const ids: number[] = []
  for (const file of version.files) {
    const lines = (await readFile(join(folder, file.key), 'utf8')).trimEnd().split('\n')
    const footer = lines.pop()
    expect(footer).toBe(`{"rows":${file.rows},"columns":["id"]}`)
    expect(lines).toHaveLength(file.rows)
    ids.push(...lines.map((line) => Number(line.slice(1, -1))))
  }
  return ids
}

/** Checks that exactly the objects of kept versions are there, with their manifests and journals. */
export async function expectNoOrphans(
  temporary: TemporaryTarget,
  target: Target = temporary.target,
): Promise<void> {
  const versions = await target.catalog.versions('orders')
  const files = await temporary.files()
  const kept = new Set(versions.flatMap((version) => version.files.map((file) => file.key)))
  const runs = new Set(versions.map((version) => version.location.split('/').at(-2)))
  expect(files.filter((file) => !file.startsWith('_'))).toEqual([...kept].toSorted())
  expect(files.filter((file) => file.startsWith('_tmp/'))).toEqual([])
  const manifests = [...runs].map((run) => `_manifests/orders/${run}.json`).toSorted()
  expect(files.filter((file) => file.startsWith('_manifests/'))).toEqual(manifests)
  const journals = files.filter((file) => file.startsWith('_runs/'))
  expect(new Set(journals.map((file) => file.split('/')[2]))).toEqual(runs)
  expect(journals.filter((file) => file.includes('hold-'))).toEqual([])
}
