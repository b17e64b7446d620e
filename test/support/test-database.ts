import { randomBytes } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'
import { inject } from 'vitest'

/** A database to copy from: built once per run, whatever the number of test files that ask for it. */
export interface DatabaseTemplate {
  /** Names the content; two templates of one name are the same template. */
  readonly name: string
  /** Fills the new, empty database at `url`; must have closed its connections when it is done. */
  readonly build: (url: string) => Promise<void>
}

/** What {@link createTestDatabase} may be told. */
export interface TestDatabaseOptions {
  readonly template?: DatabaseTemplate
}

/** A database that only its creator knows. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly name: string
  /** Drops the database, cutting connections that are still open. */
  drop(): Promise<void>
}

/**
 * Creates a database on the run's server: empty, or a copy of a template. One per test file is the
 * rule, so that files run side by side without seeing each other.
 *
 * @example
 * let database: TestDatabase
 * beforeAll(async () => { database = await createTestDatabase({ template: marketplace }) })
 * afterAll(() => database.drop())
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { url: serverUrl, runId } = inject('testServer')
  const name = `${prefixOf(runId)}${randomBytes(6).toString('hex')}`
  await withClient(serverUrl, async (client) => {
    const template =
      options.template === undefined
        ? 'template0'
        : await openTemplate(client, options.template, { serverUrl, runId })
    await client.query(
      `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`,
    )
  })
  const drop = () =>
    withClient(serverUrl, async (client) => {
      await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
    })
  return { url: urlOf(serverUrl, name), name, drop, [Symbol.asyncDispose]: drop }
}

/** Drops what a run has left on a server that lives on, templates included. */
export async function dropDatabasesOfRun(serverUrl: string, runId: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefixOf(runId)],
    )
    for (const { datname } of rows) {
      await client.query(`drop database if exists ${escapeIdentifier(datname)} with (force)`)
    }
  })
}

/**
 * Gives the database of a template, building it when this is the first test file to ask. The others
 * wait at an advisory lock; a template gets its name when it is whole, so they never see half of one.
 */
async function openTemplate(
  client: Client,
  template: DatabaseTemplate,
  run: { readonly serverUrl: string; readonly runId: string },
): Promise<string> {
  const name = `${prefixOf(run.runId)}template_${template.name}`
  const unfinished = `${prefixOf(run.runId)}building_${template.name}`
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
  try {
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount === 1) return name

    await client.query(`drop database if exists ${escapeIdentifier(unfinished)} with (force)`)
    await client.query(`create database ${escapeIdentifier(unfinished)} template template0`)
    await template.build(urlOf(run.serverUrl, unfinished))
    // Nobody can connect to a finished template: a connection would stop it from being copied.
    await client.query(`alter database ${escapeIdentifier(unfinished)} allow_connections false`)
    await client.query(
      `alter database ${escapeIdentifier(unfinished)} rename to ${escapeIdentifier(name)}`,
    )
    return name
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
  }
}

function prefixOf(runId: string): string {
  return `carmilla_test_${runId}_`
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
