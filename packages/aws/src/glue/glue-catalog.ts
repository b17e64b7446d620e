import type { PartitionInput, Table } from '@aws-sdk/client-glue'
import {
  type Catalog,
  LoadError,
  partitionFolder,
  type Sink,
  type TableVersion,
} from '@carmilla/load'
import { factsOf, failureKind } from '../failure-kind.ts'
import type { GlueCalls, RefusedPartition } from './glue-calls.ts'
import { glueFailure } from './glue-failure.ts'
import {
  glueTableName,
  type PartitionMode,
  RECORD_PARAMETER,
  RUN_PARAMETER,
  storageOf,
  tableInput,
  VERSION_PARAMETER,
} from './glue-table.ts'
import { type VersionRecord, VersionRecords } from './version-records.ts'

/** How often a table is looked at again that somebody else changes, without publishing. */
const COMMIT_ATTEMPTS = 5

/** Versions that a record leads to: more than are ever kept. */
const MOST_BEFORE = 1000

export interface GlueCatalogOptions {
  readonly calls: GlueCalls
  /** Where the data lies, and the records of the versions. */
  readonly sink: Sink
  readonly partitions: PartitionMode
}

/**
 * A catalog of tables in Glue, that Athena reads.
 *
 * A table leads to the data and to the record of its current version. A commit is one `UpdateTable` with the
 * `VersionId` that was read: Glue takes it only if nobody was faster.
 */
export class GlueCatalog implements Catalog {
  readonly #calls: GlueCalls
  readonly #records: VersionRecords
  readonly #uri: string
  readonly #partitions: PartitionMode

  constructor({ calls, sink, partitions }: GlueCatalogOptions) {
    this.#calls = calls
    this.#records = new VersionRecords(sink)
    this.#uri = sink.uri
    this.#partitions = partitions
  }

  async current(table: string): Promise<TableVersion | undefined> {
    return (await this.#currentRecord(await this.#table(table)))?.version
  }

  async versions(table: string): Promise<readonly TableVersion[]> {
    const current = await this.#currentRecord(await this.#table(table))
    if (current === undefined) return []
    const before = await Promise.all(current.before.map((key) => this.#records.read(key)))
    return [current.version, ...before.flatMap((record) => record?.version ?? [])]
  }

  async tables(): Promise<readonly string[]> {
    const tables = await this.#calls.tables().catch((error: unknown) => {
      throw glueFailure(error, { action: 'glue:GetTables', resource: this.#calls.database })
    })
    const published = tables.filter((table) => this.#isOurs(table))
    const records = await Promise.all(published.map((table) => this.#currentRecord(table)))
    return records.flatMap((record) => record?.version.table ?? []).toSorted()
  }

  async commit(next: TableVersion): Promise<void> {
    const record = this.#records.keyOf(next)
    const present = await this.#table(next.table)
    this.#checkNext(next, present)
    const before = await this.#currentRecord(present)
    const beforeKeys =
      before === undefined ? [] : [this.#records.keyOf(before.version), ...before.before]
    await this.#records.write({ version: next, before: beforeKeys.slice(0, MOST_BEFORE) })
    try {
      await this.#show(next, { record, present })
    } catch (error) {
      const unknown = error instanceof LoadError && error.code === 'commit_unknown'
      if (!unknown) await this.#records.delete([record])
      throw error
    }
    if (this.#partitions === 'registered') await this.#registerPartitions(next)
  }

  async forget(table: string, versions: readonly number[]): Promise<void> {
    const kept = await this.versions(table)
    const [current] = kept
    const leaving = kept.filter(
      ({ version }) => versions.includes(version) && version !== current?.version,
    )
    await this.#records.delete(leaving.map((version) => this.#records.keyOf(version)))
  }

  /** The one call that readers see, and what became of it. */
  async #show(
    next: TableVersion,
    seen: { readonly record: string; readonly present: Table | undefined },
  ): Promise<void> {
    let { present } = seen
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#put(next, { record: seen.record, present })
        return
      } catch (error) {
        const after = await this.#table(next.table).catch(() => 'unreadable' as const)
        if (after !== 'unreadable' && after?.Parameters?.[RUN_PARAMETER] === next.runId) return
        if (failureKind(error) === 'transient' || after === 'unreadable') {
          throw unknownOutcome(next, error)
        }
        if (!isRace(error)) {
          throw glueFailure(error, {
            action: present === undefined ? 'glue:CreateTable' : 'glue:UpdateTable',
            resource: this.#resourceOf(next.table),
          })
        }
        // Somebody changed the table, who may not have published: then what he changed is kept.
        this.#checkNext(next, after)
        if (attempt === COMMIT_ATTEMPTS) throw conflict(next, versionOf(after))
        present = after
      }
    }
  }

  async #put(
    next: TableVersion,
    { record, present }: { readonly record: string; readonly present: Table | undefined },
  ): Promise<void> {
    const options = { uri: this.#uri, partitions: this.#partitions, record }
    const input = tableInput(next, present, options)
    if (present !== undefined) await this.#calls.updateTable(input, present.VersionId)
    else {
      await this.#calls.createDatabase()
      await this.#calls.createTable(input)
    }
  }

  /** Tells those who do not read projections where the partitions are now, one after the other. */
  async #registerPartitions(version: TableVersion): Promise<void> {
    const { partitionKeys: keys, location } = version
    if (keys.length === 0) return
    const table = glueTableName(version.table)
    const wanted = new Map<string, PartitionInput>()
    for (const { partition } of version.files) {
      const folder = partitionFolder(keys, partition)
      wanted.set(folder, {
        Values: partition.map((value) => value ?? '__HIVE_DEFAULT_PARTITION__'),
        StorageDescriptor: storageOf(version, `${this.#uri}/${location}${folder}`),
      })
    }
    try {
      const present = await this.#calls.partitions(table)
      const presentKeys = new Set(present.map(({ Values }) => JSON.stringify(Values)))
      const all = [...wanted.values()]
      const isPresent = ({ Values }: PartitionInput) => presentKeys.has(JSON.stringify(Values))
      const wantedKeys = new Set(all.map(({ Values }) => JSON.stringify(Values)))
      const gone = present
        .map(({ Values }) => Values ?? [])
        .filter((values) => !wantedKeys.has(JSON.stringify(values)))
      const refusals = [
        ...(await this.#calls.createPartitions(
          table,
          all.filter((partition) => !isPresent(partition)),
        )),
        ...(await this.#calls.updatePartitions(table, all.filter(isPresent))),
        ...(await this.#calls.deletePartitions(table, gone)),
      ]
      checkRefusals(this.#resourceOf(version.table), refusals)
    } catch (error) {
      throw glueFailure(error, {
        action: 'glue:BatchCreatePartition',
        resource: this.#resourceOf(version.table),
      })
    }
  }

  async #table(table: string): Promise<Table | undefined> {
    return this.#calls.table(glueTableName(table)).catch((error: unknown) => {
      throw glueFailure(error, { action: 'glue:GetTable', resource: this.#resourceOf(table) })
    })
  }

  async #currentRecord(table: Table | undefined): Promise<VersionRecord | undefined> {
    const key = table?.Parameters?.[RECORD_PARAMETER]
    if (key === undefined || table === undefined || !this.#isOurs(table)) return undefined
    const record = await this.#records.read(key)
    if (record !== undefined) return record
    throw new LoadError(
      'catalog_corrupt',
      `glue table \`${this.#resourceOf(table.Name ?? '')}\`: leads to \`${this.#uri}/${key}\`, which is gone`,
      { context: { key } },
    )
  }

  /** Whether a table shows data of this target: another target may have published to the same database. */
  #isOurs(table: Table): boolean {
    return (
      table.Parameters?.[RECORD_PARAMETER] !== undefined &&
      (table.StorageDescriptor?.Location ?? '').startsWith(`${this.#uri}/`)
    )
  }

  #checkNext(next: TableVersion, present: Table | undefined): void {
    if (present !== undefined && !this.#isOurs(present)) {
      throw new LoadError(
        'target_not_writable',
        `glue table \`${this.#resourceOf(next.table)}\`: is there already, and was not published to ${this.#uri}; drop it, or choose another database`,
        { context: { table: next.table } },
      )
    }
    const current = versionOf(present)
    if (current !== next.version - 1) throw conflict(next, current)
  }

  #resourceOf(table: string): string {
    return `${this.#calls.database}.${glueTableName(table)}`
  }
}

function versionOf(table: Table | undefined): number {
  return Number(table?.Parameters?.[VERSION_PARAMETER] ?? 0)
}

/** Whether somebody else was there between looking and writing. */
function isRace(error: unknown): boolean {
  const { name } = factsOf(error)
  return failureKind(error) === 'conflict' || name === 'AlreadyExistsException'
}

function conflict(next: TableVersion, current: number): LoadError {
  return new LoadError(
    'commit_conflict',
    `table \`${next.table}\`: expected version ${next.version - 1} to be current, got ${current}; another publisher was first, run again`,
    { retriable: true, context: { table: next.table, version: next.version, current } },
  )
}

function unknownOutcome(next: TableVersion, cause: unknown): LoadError {
  return new LoadError(
    'commit_unknown',
    `table \`${next.table}\`: Glue did not say whether version ${next.version} is live; look at the table before running again`,
    { cause, context: { table: next.table, version: next.version } },
  )
}

function checkRefusals(resource: string, refusals: readonly RefusedPartition[]): void {
  const [first] = refusals
  if (first === undefined) return
  throw new LoadError(
    'write_failed',
    `glue table \`${resource}\` partition ${first.values.join('/')}: ${first.code}: ${first.message}; the version is live, ${refusals.length} of its partitions are not as they should be, run again`,
    { retriable: true, context: { resource, partitions: refusals.length } },
  )
}
