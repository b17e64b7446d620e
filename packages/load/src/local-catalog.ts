import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { unlink } from 'node:fs/promises'
import type { Catalog, TableVersion } from './catalog.ts'
import { LoadError } from './errors.ts'
import { localReadFailure, localWriteFailure, systemCode } from './local-failure.ts'
import { tableFolder } from './object-key.ts'
import { StagingArea } from './staging-area.ts'
import { formatTableVersion, parseTableVersion } from './table-version-json.ts'

/** Folder of the catalog below a local target. */
export const CATALOG_FOLDER = '_catalog'

/**
 * How many forgotten versions keep their number taken.
 *
 * A publisher that sleeps between looking and committing must not find the number of a forgotten
 * version free: it would believe that it published. It would have to sleep through this many
 * publishes.
 */
export const TAKEN_NUMBERS = 100

/**
 * A catalog of one file per version, `_catalog/<table>/0000000001.json`; the highest number is
 * current.
 *
 * Committing is making that file, whole, where none was: the file system lets exactly one publisher
 * do it. A forgotten version is an empty file for a while (see {@link TAKEN_NUMBERS}), then none.
 */
export class LocalCatalog implements Catalog {
  readonly #root: string
  readonly #staging: StagingArea

  constructor(directory: string) {
    this.#root = join(resolve(directory), CATALOG_FOLDER)
    this.#staging = new StagingArea(resolve(directory))
  }

  async current(table: string): Promise<TableVersion | undefined> {
    for (;;) {
      const numbers = await this.#numbers(table)
      const highest = numbers.at(-1)
      if (highest === undefined) return undefined
      const version = await this.#read(table, highest)
      if (version !== undefined) return version
      // Forgotten since: then there is a higher one. If there is none, the file was emptied.
      if ((await this.#numbers(table)).at(-1) === highest) {
        throw corrupt(this.#path(table, highest), 'the current version is empty')
      }
    }
  }

  async versions(table: string): Promise<readonly TableVersion[]> {
    const numbers = await this.#numbers(table)
    const read = await Promise.all(numbers.toReversed().map((number) => this.#read(table, number)))
    return read.filter((version) => version !== undefined)
  }

  async tables(): Promise<readonly string[]> {
    const folders = await listFolder(this.#root)
    const current = await Promise.all(folders.map((folder) => this.current(tableOf(folder))))
    return current
      .filter((version) => version !== undefined)
      .map((version) => version.table)
      .toSorted()
  }

  async commit(next: TableVersion): Promise<void> {
    const path = this.#path(next.table, next.version)
    const highest = (await this.#numbers(next.table)).at(-1) ?? 0
    if (highest !== next.version - 1) throw conflict(next, highest)
    const file = await this.#staging.create()
    try {
      await file.write(Buffer.from(formatTableVersion(next)))
      if (!(await file.linkTo(path))) throw conflict(next, next.version)
    } catch (error) {
      await file.discard()
      if (!file.placed) throw localWriteFailure(error, path)
      throw new LoadError(
        'commit_unknown',
        `\`${path}\`: written, but the disk did not confirm it; look at the table before running again`,
        { cause: error, context: { table: next.table, version: next.version } },
      )
    }
  }

  async forget(table: string, versions: readonly number[]): Promise<void> {
    const numbers = await this.#numbers(table)
    const highest = numbers.at(-1) ?? 0
    for (const number of versions) {
      if (number >= highest || !numbers.includes(number)) continue
      await this.#empty(this.#path(table, number))
    }
    for (const number of numbers) {
      if (number > highest - TAKEN_NUMBERS) break
      await this.#removeEmpty(table, number)
    }
  }

  async #empty(path: string): Promise<void> {
    const file = await this.#staging.create()
    try {
      await file.replace(path)
    } catch (error) {
      await file.discard()
      throw localWriteFailure(error, path)
    }
  }

  async #removeEmpty(table: string, number: number): Promise<void> {
    const path = this.#path(table, number)
    if ((await this.#read(table, number)) !== undefined) return
    await unlink(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw localWriteFailure(error, path)
    })
  }

  /** Numbers of all versions, forgotten ones included, ascending. */
  async #numbers(table: string): Promise<number[]> {
    const names = await listFolder(join(this.#root, tableFolder(table)))
    return names
      .filter((name) => /^\d{10}\.json$/.test(name))
      .map((name) => Number(name.slice(0, 10)))
      .toSorted((left, right) => left - right)
  }

  /** One version, or `undefined` when it is forgotten. */
  async #read(table: string, number: number): Promise<TableVersion | undefined> {
    const path = this.#path(table, number)
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return ''
      throw localReadFailure(error, path)
    })
    if (text === '') return undefined
    let version: TableVersion
    try {
      version = parseTableVersion(text)
    } catch (error) {
      throw corrupt(path, error instanceof Error ? error.message : String(error), error)
    }
    if (version.table !== table) {
      throw corrupt(
        path,
        `expected table ${JSON.stringify(table)}, got ${JSON.stringify(version.table)}`,
      )
    }
    if (version.version !== number) {
      throw corrupt(path, `expected version ${number}, got ${version.version}`)
    }
    return version
  }

  #path(table: string, number: number): string {
    const name = `${number.toString().padStart(10, '0')}.json`
    return join(this.#root, tableFolder(table), name)
  }
}

function conflict(next: TableVersion, highest: number): LoadError {
  return new LoadError(
    'commit_conflict',
    `table \`${next.table}\`: expected version ${next.version - 1} to be current, got ${highest}; another publisher was first, run again`,
    { retriable: true, context: { table: next.table, version: next.version, current: highest } },
  )
}

function corrupt(path: string, reason: string, cause?: unknown): LoadError {
  return new LoadError(
    'catalog_corrupt',
    `\`${path}\`: not a catalog entry: ${reason}; restore the file, or remove it to show the version before`,
    { cause, context: { path } },
  )
}

/** Inverse of {@link tableFolder}. */
function tableOf(folder: string): string {
  const bytes: number[] = []
  for (let index = 0; index < folder.length; index++) {
    if (folder[index] === '%') {
      bytes.push(Number.parseInt(folder.slice(index + 1, index + 3), 16))
      index += 2
    } else {
      bytes.push(folder.charCodeAt(index))
    }
  }
  return Buffer.from(bytes).toString('utf8')
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // ENOTDIR: a part of the path is a file; whoever writes there says so.
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw localReadFailure(error, folder)
  }
}
