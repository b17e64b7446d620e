import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import {
  newRunId,
  openLocalTarget,
  Publication,
  type PublicationOptions,
  type Published,
  type Target,
} from '../src/index.ts'
import { ID_SCHEMA, idBatch } from './record-batches.ts'
import { jsonLines } from './json-lines.ts'

/** Space that a folder in memory must have, in bytes: some containers have next to none. */
const ENOUGH_BYTES = 512 * 1024 * 1024

/** A new local target in a temporary folder, removed when disposed; in memory where possible. */
export async function temporaryTarget(): Promise<TemporaryTarget> {
  return new TemporaryTarget(await temporaryFolder())
}

/** A new folder in memory where possible: the tests sync tens of thousands of files. */
export async function temporaryFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined)
  const hasRoom = memory !== undefined && memory.bavail * memory.bsize > ENOUGH_BYTES
  return await mkdtemp(join(hasRoom ? '/dev/shm' : tmpdir(), 'publish-'))
}

export class TemporaryTarget implements AsyncDisposable {
  readonly folder: string
  readonly target: Target

  constructor(folder: string) {
    this.folder = folder
    this.target = openLocalTarget(`file:${folder}`)
  }

  /** All files below the folder, sorted, as keys. */
  files(): Promise<string[]> {
    return filesBelow(this.folder)
  }

  /** Files that hold data: neither protocol nor catalog. */
  async dataFiles(): Promise<string[]> {
    return (await this.files()).filter((file) => !file.startsWith('_'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
}

/** Begins a publication of the table `orders` with one column, `id`. */
export function beginOrders(
  target: Target,
  options: Partial<PublicationOptions> = {},
): Promise<Publication> {
  return Publication.begin({
    target,
    table: 'orders',
    schema: ID_SCHEMA,
    runId: newRunId(),
    format: jsonLines,
    ...options,
  })
}

/** Publishes a version of `orders` with these ids. */
export async function publishOrders(
  target: Target,
  ids: readonly number[],
  options: Partial<PublicationOptions> = {},
): Promise<Published> {
  await using publication = await beginOrders(target, options)
  await publication.append([], idBatch(ids))
  return await publication.publish()
}
