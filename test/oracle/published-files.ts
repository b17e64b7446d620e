import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface CatalogEntry {
  readonly version: number
  readonly location: string
  readonly runId: string
  readonly rows: number
  readonly files: readonly { readonly key: string; readonly rows: number }[]
}

/**
 * The versions that the catalog of a local target names, oldest first. Read here as any stranger
 * would read the folder, not with the code that wrote it.
 */
export async function publishedVersions(
  folder: string,
  table: string,
): Promise<readonly CatalogEntry[]> {
  const entries = join(folder, '_catalog', table)
  const names = (await readdir(entries).catch(() => [])).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(
    names.toSorted().map((name) => readFile(join(entries, name), 'utf8')),
  )
  return texts.filter((text) => text !== '').map((text): CatalogEntry => JSON.parse(text))
}

/** Paths of the files of the version that is current. */
export async function currentFiles(folder: string, table: string): Promise<readonly string[]> {
  const version = (await publishedVersions(folder, table)).at(-1)
  return (version?.files ?? []).map(({ key }) => join(folder, key))
}

/** The manifest of the version that is current. */
export async function manifestOf(folder: string, table: string): Promise<unknown> {
  const version = (await publishedVersions(folder, table)).at(-1)
  const path = join(folder, '_manifests', table, `${version?.runId}.json`)
  return JSON.parse(await readFile(path, 'utf8'))
}

/** Paths below a folder of every file in it, sorted. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}

/** Files that nothing in the catalog accounts for: what a clean target has none of. */
export async function strayFiles(folder: string): Promise<readonly string[]> {
  const files = await filesBelow(folder)
  const tables = await readdir(join(folder, '_catalog')).catch(() => [])
  const accounted = new Set<string>()
  const runs: string[] = []
  for (const table of tables) {
    for (const version of await publishedVersions(folder, table)) {
      for (const { key } of version.files) accounted.add(key)
      accounted.add(`_manifests/${table}/${version.runId}.json`)
      runs.push(`_runs/${table}/${version.runId}/`)
    }
  }
  return files.filter(
    (file) =>
      !accounted.has(file) &&
      !file.startsWith('_catalog/') &&
      !runs.some((run) => file.startsWith(run)),
  )
}
