import type { Catalog, TableVersion } from './catalog.ts'
import { LoadError } from './errors.ts'
import { tableFolder } from './object-key.ts'
import { formatTableVersion, parseTableVersion } from './table-version-json.ts'
import type { VersionStore } from './version-store.ts'

/**
 * How many forgotten versions keep their number taken.
 *
 * A publisher that sleeps between looking and committing must not find the number of a forgotten
 * version free: it would believe that it published. It would have to sleep through this many
 * publishes.
 */
export const TAKEN_NUMBERS = 100

/**
 * A catalog of one entry for each version; the highest number is current.
 *
 * Committing is making an entry, whole, where none was: the store lets exactly one publisher do it. A
 * forgotten version is an empty entry for a while (see {@link TAKEN_NUMBERS}), then none.
 */
export class NumberedCatalog implements Catalog {
  readonly #store: VersionStore

  constructor(store: VersionStore) {
    this.#store = store
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
        throw corrupt(this.#placeOf(table, highest), 'the current version is empty')
      }
    }
  }

  async versions(table: string): Promise<readonly TableVersion[]> {
    const numbers = await this.#numbers(table)
    const read = await Promise.all(numbers.toReversed().map((number) => this.#read(table, number)))
    return read.filter((version) => version !== undefined)
  }

  async tables(): Promise<readonly string[]> {
    const folders = await this.#store.folders()
    const current = await Promise.all(folders.map((folder) => this.current(tableOf(folder))))
    return current
      .filter((version) => version !== undefined)
      .map((version) => version.table)
      .toSorted()
  }

  async commit(next: TableVersion): Promise<void> {
    const { table, version } = next
    const highest = (await this.#numbers(table)).at(-1) ?? 0
    if (highest !== version - 1) throw conflict(next, highest)
    const text = formatTableVersion(next)
    if (!(await this.#store.create(tableFolder(table), version, text)))
      throw conflict(next, version)
  }

  async forget(table: string, versions: readonly number[]): Promise<void> {
    const numbers = await this.#numbers(table)
    const highest = numbers.at(-1) ?? 0
    for (const number of versions) {
      if (number >= highest || !numbers.includes(number)) continue
      await this.#store.empty(tableFolder(table), number)
    }
    for (const number of numbers) {
      if (number > highest - TAKEN_NUMBERS) break
      await this.#removeEmpty(table, number)
    }
  }

  async #removeEmpty(table: string, number: number): Promise<void> {
    if ((await this.#read(table, number)) !== undefined) return
    await this.#store.remove(tableFolder(table), number)
  }

  /** Numbers of all versions, forgotten ones included, ascending. */
  #numbers(table: string): Promise<readonly number[]> {
    return this.#store.numbers(tableFolder(table))
  }

  /** One version, or `undefined` when it is forgotten. */
  async #read(table: string, number: number): Promise<TableVersion | undefined> {
    const text = (await this.#store.read(tableFolder(table), number)) ?? ''
    if (text === '') return undefined
    const path = this.#placeOf(table, number)
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

  #placeOf(table: string, number: number): string {
    return this.#store.placeOf(tableFolder(table), number)
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
    `\`${path}\`: not a catalog entry: ${reason}; restore it, or remove it to show the version before`,
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
