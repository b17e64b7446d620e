import { startLocalPostgres } from '@carmilla/local-postgres'
import { Client } from 'pg'
import { startDockerServer } from './docker-server.ts'

/** Where the test server runs; `given` is the one that DATABASE_URL names. */
export type TestServerKind = 'embedded' | 'docker' | 'given'

/** A Postgres server for one test run. */
export interface TestServer extends AsyncDisposable {
  readonly kind: TestServerKind
  /** Superuser connection, or at least one that may create databases. */
  readonly url: string
  /** One line for people: what runs, and why this one. */
  readonly description: string
}

/** A server that runs, with the means to stop it. */
export interface RunningServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

/**
 * Starts the server that all integration tests of a run share. In this order:
 * `CARMILLA_TEST_SERVER=embedded` or `=docker` forces one; `DATABASE_URL` names one that runs
 * already; a Docker engine that answers and has, or can pull, the image; the embedded server.
 */
export async function startTestServer(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<TestServer> {
  const forced = environment['CARMILLA_TEST_SERVER']
  switch (forced) {
    case 'docker':
      return describe('docker', await startDockerServer(), 'CARMILLA_TEST_SERVER=docker')
    case 'embedded':
      return describe('embedded', await startEmbedded(), 'CARMILLA_TEST_SERVER=embedded')
    case undefined:
    case '':
      break
    default:
      throw new Error(
        `CARMILLA_TEST_SERVER: unknown server \`${forced}\`, expected embedded or docker`,
      )
  }

  const url = environment['DATABASE_URL']
  if (url !== undefined && url !== '') {
    return describe('given', { url, stop: () => Promise.resolve() }, 'DATABASE_URL is set')
  }
  try {
    return await describe('docker', await startDockerServer(), 'a Docker engine answers')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return describe('embedded', await startEmbedded(), `no container could be started: ${reason}`)
  }
}

async function startEmbedded(): Promise<RunningServer> {
  const server = await startLocalPostgres()
  return { url: server.url, stop: () => server.stop() }
}

async function describe(
  kind: TestServerKind,
  server: RunningServer,
  why: string,
): Promise<TestServer> {
  const client = new Client(server.url)
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return {
    kind,
    url: server.url,
    description: `${kind} Postgres ${rows[0]?.server_version} (${why})`,
    [Symbol.asyncDispose]: server.stop,
  }
}
