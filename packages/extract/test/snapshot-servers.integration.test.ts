import { once } from 'node:events'
import { connect as connectSocket, createServer, type Server } from 'node:net'
import { startLocalPostgres, type LocalPostgres } from '@carmilla/local-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionSettings, openShardSnapshots, openSnapshot } from '../src/index.ts'

/** The same on both servers. */
const PASSWORD = 'reader'

let servers: readonly LocalPostgres[]
beforeAll(async () => {
  servers = await Promise.all([startLocalPostgres(), startLocalPostgres()])
  for (const server of servers) {
    const client = new Client(server.url)
    await client.connect()
    await client.query(`create role reader login password '${PASSWORD}'`)
    await client.end()
  }
}, 120_000)
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
})

/** A load balancer: every connection goes to the next server. */
async function balancer(): Promise<Server & AsyncDisposable> {
  let next = 0
  const server = createServer((client) => {
    const target = servers[next++ % servers.length]
    const upstream = connectSocket(target?.port ?? 0, '127.0.0.1')
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function through(server: Server): URL {
  const url = new URL(servers[0]?.url ?? '')
  url.username = 'reader'
  url.password = PASSWORD
  // One connection each: an attempt at TLS would be a turn of its own.
  url.searchParams.set('sslmode', 'disable')
  const address = server.address()
  if (address !== null && typeof address !== 'string') url.port = `${address.port}`
  return url
}

const ELSEWHERE = {
  code: 'snapshot_broken',
  message: expect.stringMatching(
    /^the snapshot is on the server that began at .* a further connection came to one that began at .*: a load balancer stands between; connect to one server directly/,
  ),
}

test('names a load balancer that brings a reader to a server without the snapshot', async () => {
  await using server = await balancer()
  const settings = connectionSettings({ url: through(server).href })
  await using snapshot = await openSnapshot(settings)
  await expect(snapshot.connect()).rejects.toMatchObject(ELSEWHERE)
})

test('reads on the server of the snapshot, and on no other, whatever snapshots that has', async () => {
  await using server = await balancer()
  const settings = connectionSettings({ url: through(server).href })
  await using first = await openSnapshot(settings)
  await using second = await openSnapshot(settings)
  expect(second.server.startedAt).not.toBe(first.server.startedAt)
  await using connection = await first.connect()
  expect(connection.backendPid).toBeGreaterThan(0)
  await expect(first.connect()).rejects.toMatchObject(ELSEWHERE)
  await expect(second.connect()).rejects.toMatchObject(ELSEWHERE)
})

test('reads from both where every shard has a snapshot of its own', async () => {
  await using server = await balancer()
  const settings = connectionSettings({ url: through(server).href })
  await using snapshot = await openShardSnapshots(settings)
  await using connection = await snapshot.connect()
  expect(await connection.describe({ sql: 'select 1 as one', parameters: [] })).toHaveLength(1)
})
