import { randomUUID } from 'node:crypto'
import type { RunningServer } from './test-server.ts'

/** The image that the integration tests run against; CARMILLA_TEST_IMAGE names another one. */
export const DEFAULT_IMAGE = 'postgres:17'

/** Where a Postgres image keeps its data by itself. */
const DATA_FOLDER = '/var/lib/postgresql/data'

/** Data of a test run is never worth a sync, and every extract needs a few connections. */
const SERVER_ARGUMENTS = ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'jit=off']

/** Starts Postgres in a container, its data in memory. */
export async function startDockerServer(): Promise<RunningServer> {
  // Loaded here, because it is large and a run with the embedded server never needs it.
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const container = await new PostgreSqlContainer(
    process.env['CARMILLA_TEST_IMAGE'] ?? DEFAULT_IMAGE,
  )
    // Not the library's own, which equals the user's name: tests look for it in what is printed.
    .withPassword(randomUUID())
    .withTmpFs({ [DATA_FOLDER]: 'rw' })
    .withEnvironment({ POSTGRES_INITDB_ARGS: '--no-sync', PGDATA: DATA_FOLDER })
    .withCommand(['postgres', ...SERVER_ARGUMENTS])
    .start()
  return {
    url: container.getConnectionUri(),
    stop: async () => {
      await container.stop()
    },
  }
}
