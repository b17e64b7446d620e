import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Connection,
  type ConnectionSettings,
  connectionSettings,
  openSingleSession,
  openSnapshot,
  SourceMeter,
  SourcePace,
  type SourceUsage,
} from '@carmilla/extract'
import {
  ActivitySampler,
  createTestDatabase,
  FaultProxy,
  type SeenActivity,
  type TestDatabase,
} from '@carmilla/test'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from './source-database.ts'

/** Between two looks of the sampler, and until a machine under load gets to either of us. */
const TOLERANCE_MS = 250

/** More than the sockets of both sides and of the proxy hold: who does not read it keeps the server. */
const LARGE = 'select i, repeat(md5(i::text), 20) as t from generate_series(1, 150000) i'
const WIDE = sql(`select i, repeat(md5(i::text), 10) as t from generate_series(1, 60000) i`)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

describe('what a run has cost is what others saw of it', () => {
  test('with several connections, one of which reads slowly', async () => {
    const { usage, seen, sentBytes } = await measured('several', async (settings) => {
      await using snapshot = await openSnapshot(settings)
      await using slow = await snapshot.connect()
      await Promise.all([
        drain(slow, 900, LARGE),
        (async () => {
          await using quick = await snapshot.connect()
          await drain(quick)
          await burnTransactions(60)
        })(),
      ])
    })
    expect(usage.peakBackends).toBe(3)
    expectSeen(usage, seen)
    expect(usage.longestQueryMs).toBeGreaterThan(900)
    expect(usage.oldestXminAge).toBeGreaterThanOrEqual(60)
    expect(usage.sentBytes).toBe(sentBytes)
    expect(usage.pausedMs).toBe(0)
  })

  test('in one session that reads in fetches', async () => {
    const { usage, seen, sentBytes } = await measured('single', async (settings) => {
      const pace = new SourcePace({ fetches: true })
      await using snapshot = await openSingleSession(settings)
      for (let table = 0; table < 3; table++) {
        await using connection = await snapshot.connect()
        await drain(pace.of(connection), 300)
        await burnTransactions(10)
      }
    })
    expect(usage.peakBackends).toBe(1)
    expectSeen(usage, seen)
    // A reader that takes 300 ms over one batch does not keep the server in a query for as long.
    expect(usage.longestTransactionMs).toBeGreaterThan(900)
    expect(usage.oldestXminAge).toBeGreaterThanOrEqual(30)
    expect(usage.sentBytes).toBe(sentBytes)
  })

  test('with a query that failed, one that was given up, and a session that was cut', async () => {
    const { usage, seen } = await measured('broken', async (settings) => {
      await using snapshot = await openSnapshot(settings)
      await using failing = await snapshot.connect()
      await expect(drain(failing, 0, 'select 1 / 0')).rejects.toMatchObject({
        code: 'query_failed',
      })
      for await (const batch of failing.batches(WIDE)) {
        expect(batch.rows).toBeGreaterThan(0)
        await sleep(300)
        break
      }
      await using cut = await snapshot.connect()
      await execute(`select pg_terminate_backend(${cut.backendPid})`)
      await expect(drain(cut)).rejects.toMatchObject({ code: 'connection_lost' })
    })
    expect(usage.peakBackends).toBe(3)
    expectSeen(usage, seen)
    expect(usage.longestQueryMs).toBeGreaterThanOrEqual(300)
  })
})

test('a pace of rows is kept over all readers, and told as a pause', async () => {
  const meter = new SourceMeter()
  const settings = { ...connectionSettings({ url: database.url }), meter }
  const pace = new SourcePace({ fetches: false, maxRowsPerSecond: 40_000, meter })
  const sinceMs = performance.now()
  {
    await using snapshot = await openSnapshot(settings)
    await using one = await snapshot.connect()
    await using two = await snapshot.connect()
    const query = 'select generate_series(1, 30000)'
    const rows = await Promise.all([drain(pace.of(one), 0, query), drain(pace.of(two), 0, query)])
    expect(rows).toEqual([30_000, 30_000])
  }
  const elapsedMs = performance.now() - sinceMs
  expect(elapsedMs).toBeGreaterThan(1450)
  expect(elapsedMs).toBeLessThan(1500 + 2 * TOLERANCE_MS)
  const { pausedMs } = meter.usage()
  expect(pausedMs).toBeGreaterThan(1300)
  expect(pausedMs).toBeLessThan(2 * elapsedMs)
})

test('a reader is measured from when it began', async () => {
  const meter = new SourceMeter()
  await using snapshot = await openSingleSession({
    ...connectionSettings({ url: database.url }),
    meter,
  })
  const before = await snapshot.connect()
  await drain(before, 0, 'select pg_sleep(0.3)')
  await before.close()
  await using connection = await snapshot.connect()
  const cost = meter.reading(connection)
  await drain(connection, 0, 'select repeat($$x$$, 100000)')
  expect(cost().longestQueryMs).toBeLessThan(250)
  expect(cost().transactionMs).toBeGreaterThanOrEqual(300)
  expect(cost().sentBytes).toBeGreaterThan(100_000)
  expect(cost().sentBytes).toBeLessThan(101_000)
})

interface Measured {
  readonly usage: SourceUsage
  readonly seen: SeenActivity
  /** What went through the proxy. */
  readonly sentBytes: number
}

/** Reads through a proxy that counts, while somebody else looks. */
async function measured(
  name: string,
  read: (settings: ConnectionSettings) => Promise<void>,
): Promise<Measured> {
  const applicationName = `${database.name} ${name}`
  await using proxy = await FaultProxy.to(database.url)
  const meter = new SourceMeter()
  const settings = connectionSettings({
    url: proxy.through(database.url),
    overrides: { applicationName, sslMode: 'disable', meter },
  })
  const sampler = await ActivitySampler.start(database.url, applicationName)
  try {
    await read(settings)
  } finally {
    await sampler[Symbol.asyncDispose]()
  }
  return { usage: meter.usage(), seen: sampler.seen, sentBytes: proxy.sentBytes }
}

/** What is told is what was seen, or what happened between two looks. */
function expectSeen(usage: SourceUsage, seen: SeenActivity): void {
  expect(usage.peakBackends).toBe(seen.backends)
  expect(usage.longestQueryMs).toBeGreaterThanOrEqual(Math.floor(seen.queryMs))
  expect(usage.longestQueryMs).toBeLessThan(seen.queryMs + TOLERANCE_MS)
  expect(usage.longestTransactionMs).toBeGreaterThanOrEqual(Math.floor(seen.transactionMs))
  expect(usage.longestTransactionMs).toBeLessThan(seen.transactionMs + TOLERANCE_MS)
  // Other tests of the run use up transactions too.
  expect(usage.oldestXminAge).toBeGreaterThanOrEqual(seen.xminAge)
}

/** Reads all rows; takes its time over one batch in the middle. */
async function drain(
  connection: Connection,
  stallMs = 0,
  text: string = WIDE.sql,
): Promise<number> {
  let rows = 0
  let stalled = stallMs === 0
  for await (const batch of connection.batches(sql(text))) {
    rows += batch.rows
    if (stalled || rows < 10_000) continue
    stalled = true
    await sleep(stallMs)
  }
  return rows
}

async function burnTransactions(count: number): Promise<void> {
  const client = new Client(database.url)
  await client.connect()
  for (let transaction = 0; transaction < count; transaction++) {
    await client.query('select pg_current_xact_id()')
  }
  await client.end()
}

async function execute(statement: string): Promise<void> {
  const client = new Client(database.url)
  await client.connect()
  await client.query(statement)
  await client.end()
}
