import { type ConnectionSettings, openClient } from '@carmilla/extract'
import { Client } from 'pg'
import { CodegenError } from '../errors.ts'

const CONNECT_TIMEOUT_MS = 10_000

/**
 * Runs `work` in one read-only transaction, so that all its queries see the same catalog.
 * Type names print the same whatever the search path of the role is.
 *
 * @throws {CodegenError} connection_failed, naming host and database but never the password
 * @throws {ExtractError} for a database that is given by settings: connection_failed,
 * authentication_failed
 */
export async function readCatalog<Result>(
  database: string | ConnectionSettings,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = await connectTo(database)
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    await client.query(`set local search_path to public`)
    return await work(client)
  } finally {
    await client.end()
  }
}

async function connectTo(database: string | ConnectionSettings): Promise<Client> {
  if (typeof database !== 'string') return (await openClient(database)).client
  const client = createClient(database)
  await connect(client)
  return client
}

function createClient(databaseUrl: string): Client {
  try {
    return new Client({
      connectionString: databaseUrl,
      application_name: 'carmilla codegen',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    })
  } catch {
    // The cause is dropped on purpose: `Invalid URL` errors hold the whole text, password included.
    throw new CodegenError(
      'connection_failed',
      'database url: cannot be parsed; expected postgres://user:password@host:port/database',
    )
  }
}

async function connect(client: Client): Promise<void> {
  // A server that goes away while idle must not end the process with an unhandled 'error' event.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    const { host, port, database = 'postgres' } = client
    throw new CodegenError(
      'connection_failed',
      `database \`${database}\` at ${host}:${port}: ${reasonOf(cause)}; is it running, and is DATABASE_URL right?`,
      { cause, retriable: true, context: { host, port, database } },
    )
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) {
    return cause.errors[0].message
  }
  return cause instanceof Error ? cause.message : String(cause)
}
