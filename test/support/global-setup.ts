import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { dropDatabasesOfRun } from './test-database.ts'
import { startTestServer } from './test-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this run, for `createTestDatabase`. */
    testServer: { readonly url: string; readonly kind: string; readonly runId: string }
  }
}

/** Starts the server that every integration test of the run shares; Vitest calls it once, and only for a run with such tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  const runId = randomBytes(4).toString('hex')
  process.stdout.write(`test server: ${server.description}\n`)
  project.provide('testServer', { url: server.url, kind: server.kind, runId })
  return async () => {
    if (server.kind === 'given') await dropDatabasesOfRun(server.url, runId)
    await server[Symbol.asyncDispose]()
  }
}
