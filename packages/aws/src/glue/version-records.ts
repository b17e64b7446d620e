import {
  CATALOG_FOLDER,
  entryName,
  formatTableVersion,
  LoadError,
  parseTableVersion,
  readJson,
  type Sink,
  tableFolder,
  type TableVersion,
  writeJson,
} from '@carmilla/load'

/** A version, and where those are that were kept when it was committed. */
export interface VersionRecord {
  readonly version: TableVersion
  /** Keys of their records, newest first. */
  readonly before: readonly string[]
}

/**
 * What Glue has no room for: the files of a version, and the versions before it. One object for each version,
 * `_catalog/<table>/0000000001-<runId>.json`; it counts only if the table in Glue leads to it.
 */
export class VersionRecords {
  readonly #sink: Sink

  constructor(sink: Sink) {
    this.#sink = sink
  }

  keyOf({ table, version, runId }: TableVersion): string {
    const name = entryName(version).replace('.json', `-${runId}.json`)
    return `${CATALOG_FOLDER}/${tableFolder(table)}/${name}`
  }

  async write({ version, before }: VersionRecord): Promise<void> {
    const text: unknown = JSON.parse(formatTableVersion(version))
    await writeJson(this.#sink, this.keyOf(version), { version: text, before })
  }

  /** A record; undefined when its version is forgotten. */
  async read(key: string): Promise<VersionRecord | undefined> {
    const value = await readJson(this.#sink, key)
    if (value === undefined) return undefined
    try {
      if (!isObject(value) || !Array.isArray(value['before'])) throw new Error('no `before`')
      return {
        version: parseTableVersion(JSON.stringify(value['version'])),
        before: value['before'].filter((before) => typeof before === 'string'),
      }
    } catch (error) {
      throw new LoadError(
        'catalog_corrupt',
        `\`${key}\`: not the record of a version: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error, context: { key } },
      )
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    await this.#sink.delete(keys)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
