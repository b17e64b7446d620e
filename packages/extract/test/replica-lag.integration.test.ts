import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectionSettings, openSingleSession, SourcePace, type Wait } from '@carmilla/extract'
import { type LocalPostgres, startLocalPostgres } from '@carmilla/local-postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from './source-database.ts'

const SETTINGS = { wal_level: 'replica', max_wal_senders: '4', wal_receiver_status_interval: '1s' }

let folder: string
let primary: LocalPostgres
let standby: LocalPostgres

/** A primary and its standby: the same data folder twice, copied while no server used it. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'carmilla-lag-'))
  chmodSync(folder, 0o777)
  const [first, second] = [join(folder, 'primary'), join(folder, 'standby')]
  await (await startLocalPostgres({ dataFolder: first, settings: SETTINGS })).stop()
  // With owners and modes, which Node.js does not copy; the server may have an account of its own.
  spawnSync('cp', ['-pR', first, second])
  const signal = join(second, 'data/standby.signal')
  writeFileSync(signal, '')
  const { uid, gid } = statSync(join(second, 'data'))
  chownSync(signal, uid, gid)
  primary = await startLocalPostgres({ dataFolder: first, settings: SETTINGS })
  const { port, password } = new URL(primary.url)
  standby = await startLocalPostgres({
    dataFolder: second,
    settings: {
      ...SETTINGS,
      primary_conninfo: `host=127.0.0.1 port=${port} user=postgres password=${password}`,
    },
  })
  await onServer(primary, 'create table busy (n int4)')
  await until(async () => (await onServer(primary, 'select from pg_stat_replication')).length === 1)
}, 120_000)
afterAll(async () => {
  await standby?.stop()
  await primary?.stop()
  rmSync(folder, { recursive: true })
})

test.each([
  { on: 'the primary', url: () => primary.url },
  { on: 'the standby', url: () => standby.url },
])('a reader on $on waits for a standby that is behind, until it is not', async ({ url }) => {
  await using snapshot = await openSingleSession(connectionSettings({ url: url() }), {
    limits: { maxReplicaLagMs: 1500 },
  })
  await using connection = await snapshot.connect()
  const waits: (Wait | undefined)[] = []
  const pace = new SourcePace({ fetches: true, limits: { maxReplicaLagMs: 1500 } })
  const reader = pace.of(connection, (wait) => waits.push(wait))

  expect(await drain(reader)).toBe(100)
  expect(waits).toEqual([])

  await onServer(standby, 'select pg_wal_replay_pause()')
  const writing = new AbortController()
  const written = write(writing.signal)
  try {
    await sleep(3000)
    const sinceMs = performance.now()
    const resumed = sleep(1500).then(() => onServer(standby, 'select pg_wal_replay_resume()'))
    expect(await drain(reader)).toBe(100)
    await resumed
    expect(performance.now() - sinceMs).toBeGreaterThan(1400)
  } finally {
    writing.abort()
    await written
  }
  expect(waits[0]).toMatchObject({ limit: 'maxReplicaLagMs' })
  const [first] = waits
  expect(first !== undefined && 'load' in first ? first.load.replicaLagMs : 0).toBeGreaterThan(1500)
  expect(waits.at(-1)).toBeUndefined()
})

async function drain(connection: ReturnType<SourcePace['of']>): Promise<number> {
  let rows = 0
  for await (const batch of connection.batches(sql('select generate_series(1, 100)'))) {
    rows += batch.rows
  }
  return rows
}

/** Gives the standby something to replay all the time. */
async function write(signal: AbortSignal): Promise<void> {
  const client = new Client(primary.url)
  await client.connect()
  while (!signal.aborted) {
    await client.query('insert into busy values (1)')
    await sleep(50)
  }
  await client.end()
}

async function onServer(server: LocalPostgres, statement: string): Promise<readonly unknown[]> {
  const client = new Client(server.url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50)
}
