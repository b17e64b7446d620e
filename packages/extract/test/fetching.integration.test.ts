import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Connection,
  connectionSettings,
  type Fetched,
  type FetchPace,
  openSingleSession,
  openSnapshot,
  type Snapshot,
  SourceMeter,
  SourcePace,
  type SourceLimits,
  type SourcePaceOptions,
  type Wait,
} from '@carmilla/extract'
import { ActivitySampler, createTestDatabase, FaultProxy, type TestDatabase } from '@carmilla/test'
import { Client, escapeIdentifier } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { execute, open, positionAt, sql } from './source-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await execute(database.url, 'create table counted (n int4)', 'insert into counted values (1)')
})
afterAll(() => database.drop())

/** Fetches as many rows as it is told, and notes what came. */
class FixedPace implements FetchPace {
  readonly fetches: Fetched[] = []
  readonly #rows: number

  constructor(rows: number) {
    this.#rows = rows
  }

  next(): Promise<number> {
    return Promise.resolve(this.#rows)
  }

  fetched(fetched: Fetched): void {
    this.fetches.push(fetched)
  }
}

describe('a result that is fetched', () => {
  test.each([
    { rows: 10_000, each: 999, fetches: [...Array<number>(10).fill(999), 10] },
    { rows: 3000, each: 1000, fetches: [1000, 1000, 1000, 0] },
    { rows: 20_000, each: 20_001, fetches: [20_000] },
    { rows: 3, each: 1, fetches: [1, 1, 1, 0] },
    { rows: 0, each: 5, fetches: [0] },
  ])('has the same $rows rows in fetches of $each', async ({ rows, each, fetches }) => {
    await using connection = await open(database.url)
    const pace = new FixedPace(each)
    const query = sql(`select i, repeat('é', i % 40) from generate_series(1, $1::int) i`, rows)
    expect(await numbers(connection, query, pace)).toEqual(
      Array.from({ length: rows }, (_, index) => index + 1),
    )
    expect(pace.fetches.map((fetched) => fetched.rows)).toEqual(fetches)
    expect(await numbers(connection, sql('select n from counted'), pace)).toEqual([1])
  })

  test('may have no columns, and rows longer than the receive buffer', async () => {
    await using connection = await open(database.url)
    const none = new FixedPace(7000)
    let rows = 0
    const empty = sql('select from generate_series(1, 30000)')
    for await (const batch of connection.batches(empty, { fetches: none })) rows += batch.rows
    expect(rows).toBe(30_000)
    const long = sql(`select i, repeat('x', 3000000) from generate_series(1, 6) i`)
    expect(await numbers(connection, long, new FixedPace(4))).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('comes whole, whatever the network does to its pieces', async () => {
    await using proxy = await FaultProxy.to(database.url)
    await using connection = await open(proxy.through(database.url), { sslMode: 'disable' })
    proxy.set({ latencyMs: 1 })
    const query = sql(`select i, repeat('y', i % 900) from generate_series(1, 20000) i`)
    const found = await numbers(connection, query, new FixedPace(3000))
    expect(found).toHaveLength(20_000)
    expect(found.every((number, index) => number === index + 1)).toBe(true)
  })

  test('can be left between two fetches and within one, and another read', async () => {
    await using connection = await open(database.url)
    for (const leaveAt of [1, 10_000]) {
      let rows = 0
      const query = sql(`select i, repeat('z', 300) from generate_series(1, 100000) i`)
      for await (const batch of connection.batches(query, { fetches: new FixedPace(50_000) })) {
        rows += batch.rows
        if (rows >= leaveAt) break
      }
      expect(await numbers(connection, sql('select 5'), new FixedPace(1))).toEqual([5])
    }
  })

  test('lets other queries run on the session between two fetches', async () => {
    await using connection = await open(database.url)
    const seen: (string | null | undefined)[] = []
    const fetches: FetchPace = {
      next: async (ask) => {
        const [row] = await ask('select count(*)::text as n from counted')
        seen.push(row?.['n'])
        return 10
      },
      fetched: () => {},
    }
    let rows = 0
    const query = sql('select generate_series(1, 25)')
    for await (const batch of connection.batches(query, { fetches })) rows += batch.rows
    expect(rows).toBe(25)
    expect(seen).toEqual(['1', '1', '1'])
  })

  test('fails as a whole, and the connection goes on', async () => {
    await using connection = await open(database.url)
    const query = sql('select 1 / (500 - i) from generate_series(1, 1000) i')
    await expect(numbers(connection, query, new FixedPace(100))).rejects.toMatchObject({
      code: 'query_failed',
      context: { sqlState: '22012' },
    })
    expect(await numbers(connection, sql('select 5'), new FixedPace(1))).toEqual([5])
  })

  test('can be aborted while the next fetch waits, and while it runs', async () => {
    await using connection = await open(database.url)
    const pace = new SourcePace({ fetches: true, maxRowsPerSecond: 10 })
    const waiting = AbortSignal.timeout(150)
    const many = sql('select generate_series(1, 1000)')
    await expect(drain(pace.of(connection), many, waiting)).rejects.toMatchObject({
      code: 'aborted',
    })
    const running = AbortSignal.timeout(150)
    const endless = sql('select pg_sleep(60)')
    const gentle = new SourcePace({ fetches: true })
    await expect(drain(gentle.of(connection), endless, running)).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(await numbers(connection, sql('select 5'), new FixedPace(1))).toEqual([5])
  })

  test('is many short queries to Postgres, and no parallel one', async () => {
    await execute(
      database.url,
      `create table large as select i, repeat('p', 200) as t from generate_series(1, 2500) i`,
      'analyze large',
    )
    const query = sql(`select i, pg_sleep(0.001)::text from large where t like 'p%'`)
    const streamed = await watched('streamed', openSnapshot, { fetches: false }, query)
    expect(streamed.usage.peakBackends).toBe(2)
    // What this server makes of one query that may be parallel.
    expect(streamed.seen.backends).toBeGreaterThan(2)

    const fetched = await watched('fetched', openSingleSession, { fetches: true }, query)
    expect(fetched.usage.longestTransactionMs).toBeGreaterThan(2500)
    expect(fetched.usage.longestQueryMs).toBeLessThan(1000)
    expect(fetched.seen.queryMs).toBeLessThan(1000)
    expect(fetched.seen.queries).toBeGreaterThan(6)
    expect(fetched.seen.backends).toBe(1)
    expect(fetched.usage.peakBackends).toBe(1)
  })
})

describe('the one session of a run', () => {
  test('shows one instant, also after a query has failed', async () => {
    await using snapshot = await openSingleSession(connectionSettings({ url: database.url }))
    await execute(database.url, 'insert into counted values (2)')
    await expect(inOne(snapshot, 'select 1 / 0')).rejects.toMatchObject({ code: 'query_failed' })
    expect(await inOne(snapshot, 'select count(*)::int from counted')).toEqual([1])
    await expect(inOne(snapshot, 'select from nothing')).rejects.toMatchObject({
      code: 'query_failed',
    })
    await expect(
      inOne(snapshot, 'select pg_sleep(60)', AbortSignal.timeout(100)),
    ).rejects.toMatchObject({ code: 'aborted' })
    expect(await inOne(snapshot, 'select count(*)::int from counted')).toEqual([1])
    await execute(database.url, 'delete from counted where n = 2')
  })

  test('is lent to one reader at a time', async () => {
    await using snapshot = await openSingleSession(connectionSettings({ url: database.url }))
    const first = await snapshot.connect()
    await expect(snapshot.connect()).rejects.toThrow('the one session is in use')
    await first.close()
    await using second = await snapshot.connect()
    expect(second.backendPid).toBe(first.backendPid)
  })
})

describe('a limit on active backends', () => {
  test('holds a reader back while it is exceeded, and says why', async () => {
    const meter = new SourceMeter()
    await using snapshot = await openSingleSession({
      ...connectionSettings({ url: database.url }),
      meter,
    })
    await using connection = await snapshot.connect()
    const busy = await activeBackends()
    const waits: (Wait | undefined)[] = []
    const pace = new SourcePace({ fetches: true, limits: { maxActiveBackends: busy + 5 }, meter })
    const sleepers = Promise.all(
      Array.from({ length: 9 }, () => execute(database.url, 'select pg_sleep(1.5)')),
    )
    await sleep(300)
    const reader = pace.of(connection, (wait) => waits.push(wait))
    const sinceMs = performance.now()
    expect(await drain(reader, sql('select generate_series(1, 100)'))).toBe(100)
    const elapsedMs = performance.now() - sinceMs
    await sleepers
    expect(elapsedMs).toBeGreaterThan(900)
    expect(waits[0]).toMatchObject({ limit: 'maxActiveBackends' })
    expect(waits.at(-1)).toBeUndefined()
    const { pausedMs } = meter.usage()
    expect(pausedMs).toBeGreaterThan(900)
    expect(pausedMs).toBeLessThanOrEqual(elapsedMs)
  })

  test.each([
    [{ maxActiveBackends: 5 }, 'does not see what other backends do'],
    [{ maxReplicaLagMs: 5 }, 'does not see the lag of replicas'],
    [
      { maxActiveBackends: 5, maxReplicaLagMs: 5 },
      'does not see the lag of replicas, nor what other backends do',
    ],
  ] satisfies [SourceLimits, string][])(
    'that the role does not see is refused before anything is read: %o',
    async (limits, what) => {
      const role = `plain_${database.name}`
      await execute(database.url, `create role ${escapeIdentifier(role)} login password 'plain'`)
      try {
        const url = new URL(database.url)
        url.username = role
        url.password = 'plain'
        const settings = connectionSettings({ url: url.href })
        await expect(openSingleSession(settings, { limits })).rejects.toMatchObject({
          code: 'limit_not_visible',
          message: `role \`${role}\` ${what}, which must stay below a limit; grant it pg_monitor, or read without the limit`,
        })
        await execute(database.url, `grant pg_monitor to ${escapeIdentifier(role)}`)
        await using snapshot = await openSingleSession(settings, { limits })
        expect(snapshot.id).toMatch(/^\d+:\d+:/)
      } finally {
        await execute(database.url, `drop role ${escapeIdentifier(role)}`)
      }
    },
  )
})

/** Reads a query on a server that would use parallel workers for everything, and has it watched. */
async function watched(
  name: string,
  openSource: typeof openSnapshot,
  pace: SourcePaceOptions,
  query: ReturnType<typeof sql>,
) {
  const meter = new SourceMeter()
  const applicationName = `${database.name} ${name}`
  const options =
    '-c parallel_setup_cost=0 -c parallel_tuple_cost=0 -c min_parallel_table_scan_size=0'
  const overrides = { applicationName, meter, options }
  const sampler = await ActivitySampler.start(database.url, applicationName)
  try {
    await using snapshot = await openSource(connectionSettings({ url: database.url, overrides }))
    await using connection = await snapshot.connect()
    expect(await drain(new SourcePace(pace).of(connection), query)).toBe(2500)
  } finally {
    await sampler[Symbol.asyncDispose]()
  }
  return { usage: meter.usage(), seen: sampler.seen }
}

/** The first column, an int4, of all rows. */
async function numbers(
  connection: Connection,
  query: ReturnType<typeof sql>,
  fetches: FetchPace,
): Promise<number[]> {
  const found: number[] = []
  for await (const batch of connection.batches(query, { fetches })) {
    for (let row = 0; row < batch.rows; row++) {
      found.push(batch.view.getInt32(positionAt(batch, 0, row)))
    }
  }
  return found
}

async function drain(
  connection: Connection,
  query: ReturnType<typeof sql>,
  signal?: AbortSignal,
): Promise<number> {
  let rows = 0
  const options = signal === undefined ? {} : { signal }
  for await (const batch of connection.batches(query, options)) rows += batch.rows
  return rows
}

/** Reads in fetches on a connection of its own, as a task does. */
async function inOne(snapshot: Snapshot, text: string, signal?: AbortSignal): Promise<number[]> {
  await using connection = await snapshot.connect()
  if (signal === undefined) return await numbers(connection, sql(text), new FixedPace(10))
  await drain(new SourcePace({ fetches: true }).of(connection), sql(text), signal)
  return []
}

async function activeBackends(): Promise<number> {
  const client = new Client(database.url)
  await client.connect()
  const { rows } = await client.query<{ active: number }>(
    `select count(*)::int as active from pg_stat_activity where state = 'active'`,
  )
  await client.end()
  return rows[0]?.active ?? 0
}
