import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { marketplaceTemplate } from '../../marketplace/src/index.ts'
import { createTestDatabase, type TestDatabase } from '../support/index.ts'
import { DuckDb, files } from './duckdb.ts'
import { type Ended, type Running, startEtl } from './etl-process.ts'
import { Postgres } from './postgres.ts'
import { currentFiles, publishedVersions, strayFiles } from './published-files.ts'

const POLL_MS = 10

/** Each row of `currencies` takes this long to read; there are over a thousand. */
const SLOW_ROW_SECONDS = 0.002

/** A marketplace and a folder that holds version 1 of its tables: what faults must not hurt. */
export class Victim implements AsyncDisposable {
  readonly folder: string
  readonly database: TestDatabase
  readonly postgres: Postgres
  readonly duckdb: DuckDb

  private constructor(
    folder: string,
    parts: {
      readonly database: TestDatabase
      readonly postgres: Postgres
      readonly duckdb: DuckDb
    },
  ) {
    this.folder = folder
    this.database = parts.database
    this.postgres = parts.postgres
    this.duckdb = parts.duckdb
  }

  /** @param published a folder with version 1, copied; without it nothing is published yet. */
  static async open(published?: string): Promise<Victim> {
    const folder = await mkdtemp(join(tmpdir(), 'faults-'))
    if (published !== undefined) await cp(published, folder, { recursive: true })
    const database = await createTestDatabase({ template: marketplaceTemplate() })
    const postgres = await Postgres.connect(database.url)
    return new Victim(folder, { database, postgres, duckdb: await DuckDb.open() })
  }

  start(words: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    return startEtl(['run', ...words, '--json', '--verbose'], {
      DATABASE_URL: this.database.url,
      CARMILLA_TARGET: `file:${this.folder}`,
      ...env,
    })
  }

  run(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(words, env).ended
  }

  /** Makes reading `currencies` last for seconds. */
  async slowDown(): Promise<void> {
    await this.postgres.execute(`
      alter table currencies rename to quick_currencies;
      create view currencies as select quick.* from quick_currencies quick,
        lateral (select pg_sleep(${SLOW_ROW_SECONDS} + 0 * quick.id)) slow`)
  }

  async speedUp(): Promise<void> {
    await this.postgres.execute(
      'drop view currencies; alter table quick_currencies rename to currencies',
    )
  }

  /** Resolves to the server's process once the command reads `currencies`. */
  async readerOfCurrencies(): Promise<number> {
    for (;;) {
      const [session] = await this.postgres.query<{ pid: number }>(`
        select pid from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
          and wait_event = 'PgSleep' and query like '%"currencies"%'`)
      if (session !== undefined) return session.pid
      await sleep(POLL_MS)
    }
  }

  /** Resolves when no session of the command is left on the server. */
  async sessionsEnded(): Promise<void> {
    const sessions = `select from pg_stat_activity where datname = current_database()
      and application_name = 'carmilla etl'`
    while ((await this.postgres.query(sessions)).length > 0) await sleep(POLL_MS)
  }

  /** Numbers of the versions that the catalog has of a table. */
  async versions(table: string): Promise<readonly number[]> {
    return (await publishedVersions(this.folder, table)).map(({ version }) => version)
  }

  /** Files that a reader sees who does not ask the catalog but takes all that there are. */
  async globbed(table: string): Promise<readonly string[]> {
    const found = await this.duckdb.query(
      `select file from glob('${this.folder}/${table}/**/*.parquet') order by file`,
    )
    return found.map(({ file }) => String(file))
  }

  /**
   * What is not as before a failed run: readers must see version 1 of these tables and no more, and
   * no file may be left over. Empty when all is well.
   */
  async harm(...tables: readonly string[]): Promise<readonly string[]> {
    const harm: string[] = []
    for (const table of tables) {
      const versions = await this.versions(table)
      if (versions.join() !== '1') harm.push(`${table} has versions ${versions.join()}`)
      harm.push(...(await this.#unreadable(table)))
      const seen = await this.globbed(table)
      const current = (await currentFiles(this.folder, table)).toSorted()
      if (seen.join() !== current.join()) harm.push(`a glob of ${table} sees ${seen.join()}`)
    }
    return [...harm, ...(await strayFiles(this.folder))]
  }

  /** Runs again, and tells what that did not mend. Empty when all is well. */
  async runAgain(...tables: readonly string[]): Promise<readonly string[]> {
    const { status, stderr } = await this.run(tables)
    const harm = status === 0 ? [] : [stderr]
    for (const table of tables) harm.push(...(await this.#unreadable(table)))
    return [...harm, ...(await strayFiles(this.folder))]
  }

  /** Whether the files of the current version hold the rows that the catalog says. */
  async #unreadable(table: string): Promise<readonly string[]> {
    const current = await currentFiles(this.folder, table)
    if (current.length === 0) return [`${table} has no files`]
    const [read] = await this.duckdb.query(`select count(*)::int as rows from ${files(current)}`)
    const version = (await publishedVersions(this.folder, table)).at(-1)
    return read?.['rows'] === version?.rows ? [] : [`${table} has ${String(read?.['rows'])} rows`]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.duckdb[Symbol.dispose]()
    await this.postgres[Symbol.asyncDispose]()
    await this.database.drop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
