import { createServer } from 'node:net'
import { once } from 'node:events'
import { inspect } from 'node:util'
import { connect, connectionSettings, type ConnectionSettings } from '@carmilla/extract'
import { createTestDatabase, FaultProxy, type TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { execute, failureOf, open, readAll, sql } from './source-database.ts'

const PASSWORD = 'p@ss/w:rd %?#é'
const WRONG_PASSWORD = 'hunter2'

let database: TestDatabase
let user: string

beforeAll(async () => {
  database = await createTestDatabase()
  user = `${database.name}_etl`
  await execute(
    database.url,
    `set password_encryption = 'scram-sha-256'`,
    `create role "${user}" login password '${PASSWORD}'`,
  )
})
afterAll(async () => {
  await execute(database.url, `drop role "${user}"`)
  await database.drop()
})

test('logs in with a password of special characters', async () => {
  await using reader = await open(urlWith({ user, password: PASSWORD }))
  expect(await readAll(reader, sql('select current_user::text'))).toEqual([[user]])
})

test('names host, port and user of a wrong password, and never the password', async () => {
  const { host, port } = settingsOf(database.url)
  const failure = await refusal(urlWith({ user, password: WRONG_PASSWORD }))
  expect(failure).toMatchObject({
    code: 'authentication_failed',
    retriable: false,
    message: `cannot connect to postgres at ${host}:${port} as ${user}: password authentication failed; check PGPASSWORD or the URL`,
    context: { host, port, user, database: database.name },
  })
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(WRONG_PASSWORD)
})

test('asks for a password where none was given', async () => {
  const failure = await refusal(urlWith({ user, password: '' }))
  expect(failure).toMatchObject({ code: 'authentication_failed', retriable: false })
  expect(failure.message).toContain('none was given; set PGPASSWORD')
})

test('names an unknown role', async () => {
  const failure = await refusal(urlWith({ user: 'nobody', password: WRONG_PASSWORD }))
  expect(failure).toMatchObject({ code: 'authentication_failed', context: { user: 'nobody' } })
})

test('names an unknown database', async () => {
  const url = new URL(database.url)
  url.pathname = '/no_such_database'
  const failure = await refusal(url.href)
  expect(failure).toMatchObject({ code: 'connection_failed', retriable: false })
  expect(failure.message).toContain('database "no_such_database" does not exist')
})

test('says that a port is closed', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  server.close()
  await once(server, 'close')
  const failure = await refusal(`postgres://etl:${WRONG_PASSWORD}@127.0.0.1:${port}/shop`)
  expect(failure).toMatchObject({ code: 'connection_failed', retriable: true })
  expect(failure.message).toBe(
    `cannot connect to postgres at 127.0.0.1:${port} as etl: connection refused; check host and port, and whether the server runs`,
  )
})

test('says that a host does not exist', async () => {
  const failure = await refusal(`postgres://etl:${WRONG_PASSWORD}@no-such-host.invalid/shop`)
  expect(failure).toMatchObject({ code: 'connection_failed', retriable: true })
  expect(failure.message).toContain('no-such-host.invalid:5432 as etl: host name')
})

test('says that a socket does not exist', async () => {
  const failure = await refusal('postgres:///shop?host=/nonexistent&user=etl')
  expect(failure).toMatchObject({ code: 'connection_failed' })
  expect(failure.message).toContain('/nonexistent port 5432 as etl: no such socket')
})

test('gives up on a server that does not answer', async () => {
  await using proxy = await FaultProxy.to(database.url)
  proxy.set({ blackhole: true })
  const failure = await refusal(proxy.through(database.url), { connectTimeoutMs: 150 })
  expect(failure).toMatchObject({ code: 'connection_failed', retriable: true })
  expect(failure.message).toContain('no answer within 150 ms')
})

test('gives up when it is told to', async () => {
  await using proxy = await FaultProxy.to(database.url)
  proxy.set({ blackhole: true })
  const signal = AbortSignal.timeout(100)
  const failure = await failureOf(connect(settingsOf(proxy.through(database.url)), { signal }))
  expect(failure).toMatchObject({ code: 'aborted' })
})

test('says that something else answers at the port', async () => {
  await using stranger = await listening('HTTP/1.1 400 Bad Request\r\n\r\n')
  const failure = await refusal(stranger.url, { sslMode: 'disable' })
  expect(failure).toMatchObject({ code: 'protocol_violation' })
})

test('takes server settings from PGOPTIONS', async () => {
  await using reader = await open(database.url, { options: '-c geqo=off' })
  expect(await readAll(reader, sql(`select current_setting('geqo')`))).toEqual([['off']])
})

function urlWith({ user: name, password }: { user: string; password: string }): string {
  const url = new URL(database.url)
  url.username = name
  url.password = encodeURIComponent(password)
  return url.href
}

function settingsOf(url: string, overrides: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return connectionSettings({ url, overrides })
}

async function refusal(url: string, overrides: Partial<ConnectionSettings> = {}): Promise<Error> {
  return failureOf(connect(settingsOf(url, overrides)))
}

/** A server that says one thing to everybody. */
async function listening(answer: string): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.resume().end(answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `postgres://etl@127.0.0.1:${port}/shop`,
    [Symbol.asyncDispose]: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}
