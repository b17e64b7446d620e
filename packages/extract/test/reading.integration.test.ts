import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, connectionSettings, ExtractError, openSnapshot } from '@carmilla/extract'
import { createTestDatabase, FaultProxy, type TestDatabase } from '@carmilla/test'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest'
import { execute, failureOf, open, positionAt, readAll, sql } from './source-database.ts'

const MANY_ROWS = sql(
  'select i, repeat(i::text, 20) from (select generate_series(1, 3000000) as i) s',
)
const ENDLESS = sql('select pg_sleep(60)')

let database: TestDatabase
let connection: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(database.url, 'create table counted (n int4)', 'insert into counted values (1)')
})
afterAll(() => database.drop())
beforeEach(async () => {
  connection = await open(database.url)
})
afterEach(() => connection.close())

describe('a result', () => {
  test('may be empty', async () => {
    expect(await readAll(connection, sql('select 1 where false'))).toEqual([])
  })

  test('may be one row', async () => {
    expect(await readAll(connection, sql('select 1'))).toEqual([[1]])
  })

  test('may have no columns', async () => {
    let rows = 0
    for await (const batch of connection.batches(sql('select from generate_series(1, 30000)'))) {
      rows += batch.rows
    }
    expect(rows).toBe(30_000)
  })

  test('may have 1600 columns', async () => {
    const names = Array.from({ length: 1600 }, (_, column) => `i + ${column} as c${column}`)
    const query = sql(`select ${names.join(', ')} from generate_series(1, 2000) i`)
    let rows = 0
    for await (const batch of connection.batches(query)) {
      for (let row = 0; row < batch.rows; row++) {
        rows++
        expect(batch.view.getInt32(positionAt(batch, 0, row))).toBe(rows)
        expect(batch.view.getInt32(positionAt(batch, 1599, row))).toBe(rows + 1599)
      }
    }
    expect(rows).toBe(2000)
  })

  test('may have rows of 50 MB between short ones', async () => {
    const rows = await readAll(
      connection,
      sql(`select i, repeat('é', i) from unnest(array[1, 25000000, 2, 3]) i`),
    )
    expect(rows.map(([n, text]) => [n, String(text).length])).toEqual([
      [1, 1],
      [25_000_000, 25_000_000],
      [2, 2],
      [3, 3],
    ])
    expect(await readAll(connection, sql('select 4'))).toEqual([[4]])
  })

  test('comes whole and in order, whatever the network does to its pieces', async () => {
    await using proxy = await FaultProxy.to(database.url)
    await using reader = await open(proxy.through(database.url), { sslMode: 'disable' })
    proxy.set({ latencyMs: 1 })
    let rows = 0
    let notices = 0
    const query = sql('select i, repeat($1, i % 300) from generate_series(1, 50000) i', 'x')
    for await (const batch of reader.batches(query)) {
      notices++
      for (let row = 0; row < batch.rows; row++) {
        rows++
        expect(batch.view.getInt32(positionAt(batch, 0, row))).toBe(rows)
        expect(batch.view.getInt32(positionAt(batch, 1, row) - 4)).toBe(rows % 300)
      }
    }
    expect(rows).toBe(50_000)
    expect(notices).toBeGreaterThan(1)
  })

  test('is not read on while the reader holds a batch', async () => {
    const batches = connection.batches(MANY_ROWS)[Symbol.asyncIterator]()
    const first = await batches.next()
    const batch = first.value
    const before = Buffer.from(batch.bytes)
    await sleep(150)
    expect(Buffer.compare(before, batch.bytes)).toBe(0)
    await batches.return?.()
  })

  test('comes as text also from a database that is not in UTF-8', async () => {
    const name = `${database.name}_latin1`
    const latin1 = new URL(database.url)
    latin1.pathname = `/${name}`
    await execute(
      database.url,
      `create database ${name} template template0 encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'`,
    )
    try {
      await using reader = await open(latin1.href)
      expect(await readAll(reader, sql(`select chr(233), $1::text`, 'ü'))).toEqual([['é', 'ü']])
    } finally {
      await execute(database.url, `drop database ${name} with (force)`)
    }
  })
})

describe('giving up', () => {
  test('leaving the loop cancels the query, and the connection goes on', async () => {
    for await (const batch of connection.batches(MANY_ROWS)) {
      expect(batch.rows).toBeGreaterThan(0)
      break
    }
    expect(await activityOf(connection.backendPid)).not.toBe('active')
    expect(await readAll(connection, sql('select n from counted'))).toEqual([[1]])
  })

  test('a signal stops a query that sends nothing', async () => {
    const { signal } = delayed(100)
    const failure = await failureOf(drain(connection, ENDLESS.sql, signal))
    expect(failure).toMatchObject({ code: 'aborted', retriable: false })
    expect(await readAll(connection, sql('select 1'))).toEqual([[1]])
  })

  test('a signal stops a query between two batches', async () => {
    const controller = new AbortController()
    const failure = await failureOf(
      (async () => {
        const { signal } = controller
        for await (const batch of connection.batches(MANY_ROWS, { signal })) {
          expect(batch.rows).toBeGreaterThan(0)
          controller.abort(new Error('enough'))
        }
      })(),
    )
    expect(failure).toMatchObject({ code: 'aborted', cause: new Error('enough') })
  })

  test('a signal that is aborted already starts nothing', async () => {
    const failure = await failureOf(drain(connection, 'select 1', AbortSignal.abort()))
    expect(failure).toMatchObject({ code: 'aborted' })
  })

  test('closing the connection ends a running query', async () => {
    const running = failureOf(drain(connection, ENDLESS.sql))
    await sleep(100)
    await connection.close()
    expect(await running).toMatchObject({
      code: expect.stringMatching(/connection_lost|query_failed/),
    })
    expect(await activityOf(connection.backendPid)).toBeUndefined()
  })

  test('a connection refuses a second query while one runs', async () => {
    const running = drain(connection, 'select pg_sleep(0.2)')
    const failure = await failureOf(drain(connection, 'select 1'))
    expect(failure).toMatchObject({ code: 'query_failed' })
    expect(failure.message).toContain('busy with another query')
    await running
  })
})

describe('a failure', () => {
  test('of the query names what Postgres says, and the connection goes on', async () => {
    const failure = await failureOf(drain(connection, 'select nothing from counted'))
    expect(failure).toBeInstanceOf(ExtractError)
    expect(failure).toMatchObject({
      code: 'query_failed',
      retriable: false,
      message: 'query failed: column "nothing" does not exist',
      context: { sqlState: '42703', position: '8' },
    })
    expect(await readAll(connection, sql('select 1'))).toEqual([[1]])
  })

  test('in the middle of the rows arrives after them', async () => {
    const failure = await failureOf(
      drain(connection, 'select 1 / (50000 - i) from generate_series(1, 60000) i'),
    )
    expect(failure).toMatchObject({ code: 'query_failed', context: { sqlState: '22012' } })
  })

  test('of a parameter is told apart from one of the network', async () => {
    const cyclic: unknown[] = []
    const value = { cyclic }
    cyclic.push(value)
    const failure = await failureOf(readAllBatches(connection, [value]))
    expect(failure).toMatchObject({ code: 'query_failed' })
    expect(failure.message).toMatch(/^query parameters: /)
    expect(await readAll(connection, sql('select 1'))).toEqual([[1]])
  })

  test('of time is a timed-out statement', async () => {
    await using limited = await open(database.url, { statementTimeoutMs: 100 })
    const failure = await failureOf(drain(limited, ENDLESS.sql))
    expect(failure).toMatchObject({ code: 'statement_timed_out', retriable: true })
  })

  test.each([
    { of: 'the session', options: '-c statement_timeout=100' },
    { of: 'the session, in seconds', options: '-c statement_timeout=1s' },
  ])('of the time that $of has is one too', async ({ options }) => {
    await using limited = await open(database.url, { options })
    const failure = await failureOf(drain(limited, ENDLESS.sql))
    expect(failure).toMatchObject({ code: 'statement_timed_out', retriable: true })
    // The transaction that follows has the limit as well.
    expect(await failureOf(drain(limited, ENDLESS.sql))).toMatchObject({
      code: 'statement_timed_out',
    })
  })

  test.each([0, 30_000])(
    'of a query that somebody cancels is not, limit %i ms',
    async (limitMs) => {
      await using limited = await open(database.url, { statementTimeoutMs: limitMs })
      const running = failureOf(drain(limited, ENDLESS.sql))
      await sleep(100)
      await execute(database.url, `select pg_cancel_backend(${limited.backendPid})`)
      expect(await running).toMatchObject({
        code: 'query_failed',
        retriable: true,
        message: 'query failed: canceling statement due to user request',
      })
    },
  )

  test('of time is told by the time, as its message is translated', async () => {
    await execute(
      database.url,
      `create function cancelled() returns int language plpgsql as $$ begin
         raise exception 'canceling statement due to statement timeout' using errcode = '57014';
       end $$`,
    )
    await using limited = await open(database.url, { statementTimeoutMs: 30_000 })
    const failure = await failureOf(drain(limited, 'select cancelled()'))
    expect(failure).toMatchObject({ code: 'query_failed', context: { sqlState: '57014' } })
  })

  test('of the backend is a lost connection', async () => {
    const running = failureOf(drain(connection, ENDLESS.sql))
    await sleep(100)
    await execute(database.url, `select pg_terminate_backend(${connection.backendPid})`)
    expect(await running).toMatchObject({ code: 'connection_lost', retriable: true })
    const later = await failureOf(drain(connection, 'select 1'))
    expect(later).toMatchObject({ code: 'connection_lost' })
  })

  test('of the network in the middle of the rows is a lost connection', async () => {
    await using proxy = await FaultProxy.to(database.url)
    await using reader = await open(proxy.through(database.url), { sslMode: 'disable' })
    proxy.set({ cutAfterBytes: 3_000_000 })
    const failure = await failureOf(drain(reader, MANY_ROWS.sql))
    expect(failure).toMatchObject({ code: 'connection_lost', retriable: true })
  })
})

describe('a snapshot', () => {
  test('shows one instant on every connection', async () => {
    await using snapshot = await openSnapshot(connectionSettings({ url: database.url }))
    const count = sql('select count(*) from counted')
    await using first = await snapshot.connect()
    expect(await readAll(first, count)).toEqual([[1n]])
    await execute(database.url, 'insert into counted values (2)')
    await using second = await snapshot.connect()
    expect(await readAll(second, count)).toEqual([[1n]])
    expect(await readAll(first, count)).toEqual([[1n]])

    await failureOf(drain(first, 'select 1 / 0'))
    expect(await readAll(first, count), 'after a failed query').toEqual([[1n]])
    await execute(database.url, 'delete from counted where n = 2')
  })

  test('says what it is', async () => {
    await using snapshot = await openSnapshot(connectionSettings({ url: database.url }))
    expect(snapshot.id).toMatch(/^[0-9A-F]+-[0-9A-F]+-\d+$/)
    expect(Math.abs(Date.parse(snapshot.takenAt) - Date.now())).toBeLessThan(60_000)
    expect(snapshot.serverVersion).toMatch(/^\d+/)
  })

  test('reads only, under its own name and settings', async () => {
    await using snapshot = await openSnapshot(connectionSettings({ url: database.url }))
    await using reader = await snapshot.connect()
    const failure = await failureOf(drain(reader, 'insert into counted values (3) returning n'))
    expect(failure).toMatchObject({ context: { sqlState: '25006' } })
    expect(
      await readAll(
        reader,
        sql(`select current_setting('application_name'), current_setting('timezone'),
                    current_setting('synchronize_seqscans'), current_setting('client_encoding')`),
      ),
    ).toEqual([['carmilla', 'UTC', 'off', 'UTF8']])
  })

  test('is lost with the session that holds it, but not for who reads in it', async () => {
    await using snapshot = await openSnapshot(
      connectionSettings({ url: database.url, overrides: { applicationName: 'holder' } }),
    )
    await using reader = await snapshot.connect()
    await execute(
      database.url,
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity
       where application_name = 'holder' and pid <> ${reader.backendPid}`,
    )
    expect(await readAll(reader, sql('select count(*) from counted'))).toEqual([[1n]])
    expect(await failureOf(snapshot.connect())).toMatchObject({
      code: 'connection_lost',
      retriable: true,
      message: expect.stringContaining('the session that held the snapshot has ended'),
    })
  })

  test('ends every session when it is disposed of, whatever they do', async () => {
    const snapshot = await openSnapshot(connectionSettings({ url: database.url }))
    const idle = await snapshot.connect()
    const busy = await snapshot.connect()
    const running = failureOf(drain(busy, ENDLESS.sql))
    await sleep(50)
    await snapshot[Symbol.asyncDispose]()
    expect(await running).toBeInstanceOf(ExtractError)
    // The server sees the end of a connection when it comes to it.
    await expect.poll(() => activityOf(idle.backendPid)).toBeUndefined()
    await expect.poll(() => activityOf(busy.backendPid)).toBeUndefined()
    await expect(snapshot.connect()).rejects.toBeInstanceOf(ExtractError)
  })
})

async function drain(reader: Connection, text: string, signal?: AbortSignal): Promise<number> {
  let rows = 0
  const options = signal === undefined ? {} : { signal }
  for await (const batch of reader.batches(sql(text), options)) rows += batch.rows
  return rows
}

async function readAllBatches(reader: Connection, parameters: readonly unknown[]): Promise<void> {
  for await (const batch of reader.batches({ sql: 'select $1::text', parameters })) {
    expect(batch.rows).toBe(0)
  }
}

function delayed(delayMs: number): AbortController {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), delayMs)
  return controller
}

/** State of a backend, undefined once it has ended; waits a little for it to end. */
async function activityOf(pid: number): Promise<string | undefined> {
  const client = new Client(database.url)
  await client.connect()
  try {
    let state: string | undefined
    for (let attempt = 0; attempt < 40; attempt++) {
      const { rows } = await client.query<{ state: string }>(
        'select state from pg_stat_activity where pid = $1',
        [pid],
      )
      state = rows[0]?.state
      if (state !== 'active') break
      await sleep(25)
    }
    return state
  } finally {
    await client.end()
  }
}
