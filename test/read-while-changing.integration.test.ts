import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { DuckDb, files } from './oracle/duckdb.ts'
import { type Ended, runEtl } from './oracle/etl-process.ts'
import { Postgres } from './oracle/postgres.ts'
import { publishedVersions } from './oracle/published-files.ts'
import { createTestDatabase, FaultProxy, type TestDatabase } from './support/index.ts'

/**
 * A database that never rests. Tick n, one transaction, sets the clock to n, rewrites the fiftieth of
 * the rows of `moving` with `id % 50 = n % 50` at another length, so that each moves to another place,
 * and pays 1 from a left account to a right one. What any instant looks like follows from its tick.
 */
const SCHEMA = `
  create table clock (id int primary key, tick int not null);
  insert into clock values (1, 0);
  create table moving (id int primary key, tick int not null, padding text not null);
  insert into moving select id, 0, repeat('x', 100) from generate_series(1, 20000) id;
  create table left_accounts (id int primary key, balance numeric(12,2) not null);
  insert into left_accounts select id, 1000 from generate_series(1, 5000) id;
  create table right_accounts (id int primary key, balance numeric(12,2) not null);
  insert into right_accounts select id, 1000 from generate_series(1, 5000) id;

  create procedure advance() language plpgsql as $$
    declare
      now_tick int;
    begin
      update clock set tick = tick + 1 returning tick into now_tick;
      update moving set tick = now_tick, padding = repeat('y', 50 + now_tick * 37 % 300)
        where id % 50 = now_tick % 50;
      update left_accounts set balance = balance - 1 where id = 1 + now_tick % 5000;
      update right_accounts set balance = balance + 1 where id = 1 + now_tick * 7 % 5000;
    end $$`

/** A row is moved every fifty ticks; after as many, each was moved once. */
const TICKS_PER_ROUND = 50

const CONFIG = `
import { tasks } from './generated/tasks.ts'
export default { tasks }
`

/** Joins in memory what is read later with what was read before. */
const WITNESSED = `
import { db } from '../generated/db.ts'
import { defineTask, int32, lookup, optional } from '@carmilla/transform'

export default defineTask({
  source: db.selectFrom('moving').select(['id', 'tick']),
  lookups: { clock: lookup(db.selectFrom('clock').select(['id', 'tick']), 'id') },
  record: ({ derive }) => ({
    id: int32(),
    tick: int32(),
    clock_tick: derive(optional(int32()), (_row, { clock }) => clock.get(1)?.tick ?? null),
  }),
})
`

const TABLES = ['clock', 'left_accounts', 'moving', 'right_accounts', 'witnessed']

/** Rounds to run: `ROUNDS=200` for an evening; the last test prints what they came to. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 10)

/**
 * Every round reads in another order: one table after the other, two at a time, all at once, and with
 * several workers to a table, each of whose shards is then begun and ended at other ticks.
 */
const WAYS = [
  { workers: '1', sharded: false },
  { workers: '4', sharded: true },
  { workers: '2', sharded: false },
  { workers: '2', sharded: true },
  { workers: '5', sharded: false },
  { workers: '3', sharded: true },
]
const RUNS = Array.from({ length: ROUNDS }, (_, round) => ({
  round,
  ...(WAYS[round % WAYS.length] ?? { workers: '1', sharded: false }),
}))

/** Small enough for `moving` to be worth four workers. */
const SHARD_BYTES = '300KB'

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let scratch: ScratchWorkspace
let folder: string
const runs: { readonly ended: Ended; readonly tickAfter: number }[] = []

beforeAll(
  async () => {
    database = await createTestDatabase()
    postgres = await Postgres.connect(database.url)
    await postgres.execute(SCHEMA)
    for (let tick = 0; tick < TICKS_PER_ROUND; tick++) await postgres.execute('call advance()')
    duckdb = await DuckDb.open()
    folder = await mkdtemp(join(tmpdir(), 'read-while-changing-'))
    scratch = await ScratchWorkspace.create()
    const catalog = await readCatalog(database.url, introspect)
    await scratch.write('tasks/witnessed.ts', WITNESSED)
    for (const { name } of catalog.tables) await createModel(scratch.workspace, catalog, name)
    await scratch.write('etl.config.ts', CONFIG)

    await using proxy = await FaultProxy.to(database.url)
    // So that a table takes a good number of ticks to read.
    proxy.set({ latencyMs: 5 })
    const ticking = new AbortController()
    const ticks = keepTicking(ticking.signal)
    try {
      for (const { workers, sharded } of RUNS) {
        const ended = await runEtl(
          [
            'run',
            '--all',
            '--workers',
            workers,
            '--shard-bytes',
            sharded ? SHARD_BYTES : '1GB',
            '--keep',
            `${ROUNDS}`,
            '--target',
            `file:${folder}`,
            '--json',
          ],
          { DATABASE_URL: proxy.through(database.url) },
          scratch.root,
        )
        const [clock] = await postgres.query<{ tick: number }>('select tick from clock')
        runs.push({ ended, tickAfter: clock?.tick ?? 0 })
      }
    } finally {
      ticking.abort()
      await ticks
    }
  },
  60_000 + ROUNDS * 30_000,
)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

describe.each(RUNS)(
  'round $round, of $workers workers (sharded: $sharded) over tables that change all the time',
  ({ round: index, workers, sharded }) => {
    test('publishes all of them', () => {
      expect(runs[index]?.ended).toMatchObject({ status: 0 })
    })

    test('reads a large table with several workers', async () => {
      const version = (await publishedVersions(folder, 'moving'))[index]
      const files = version?.files.length
      // Rows move from block to block: a range may be without any, and then without a file.
      expect(files).toBeGreaterThan(sharded ? 1 : 0)
      expect(files).toBeLessThanOrEqual(sharded ? Number(workers) : 1)
    })

    test('was overtaken by many changes while it read', async () => {
      const tick = await tickOf(index)
      expect(tick).toBeGreaterThan(TICKS_PER_ROUND)
      expect((runs[index]?.tickAfter ?? 0) - tick).toBeGreaterThan(10)
      expect(tick).toBeGreaterThan(runs[index - 1]?.tickAfter ?? 0)
    })

    test('has every key of a table of moving rows exactly once', async () => {
      const found = await duckdb.query(
        `select count(*)::int as rows, count(distinct id)::int as ids, min(id) as least, max(id) as most
         from ${await versionOf('moving', index)}`,
      )
      expect(found).toEqual([{ rows: 20_000, ids: 20_000, least: 1, most: 20_000 }])
    })

    test('has every row as it was at one and the same tick', async () => {
      const tick = await tickOf(index)
      const lastTick = `${tick} - (${tick} - id % ${TICKS_PER_ROUND}) % ${TICKS_PER_ROUND}`
      const others = await duckdb.query(
        `select id, tick, ${lastTick} as expected from ${await versionOf('moving', index)}
         where tick <> ${lastTick} or length(padding) <> 50 + tick * 37 % 300 limit 5`,
      )
      expect(others).toEqual([])
    })

    test('joins lookups as they were at that tick', async () => {
      const found = await duckdb.query(
        `select distinct clock_tick from ${await versionOf('witnessed', index)}`,
      )
      expect(found).toEqual([{ clock_tick: await tickOf(index) }])
      const others = await duckdb.query(
        `select m.id from ${await versionOf('moving', index)} m
         full join ${await versionOf('witnessed', index)} w on w.id = m.id
         where m.tick is distinct from w.tick limit 5`,
      )
      expect(others).toEqual([])
    })

    test('keeps the sum of two tables between which money moves', async () => {
      const tick = await tickOf(index)
      const balance = async (side: string): Promise<unknown> => {
        const [sum] = await duckdb.query(
          `select sum(balance)::varchar as balance from ${await versionOf(`${side}_accounts`, index)}`,
        )
        return sum?.['balance']
      }
      expect(await balance('left')).toBe(`${5_000_000 - tick}.00`)
      expect(await balance('right')).toBe(`${5_000_000 + tick}.00`)
    })
  },
)

test('shows the same run in every table of a version', async () => {
  const versions = await Promise.all(TABLES.map((table) => publishedVersions(folder, table)))
  for (const index of RUNS.keys()) {
    const ids = new Set(versions.map((ofTable) => ofTable[index]?.runId))
    expect([...ids]).toEqual([expect.any(String)])
  }
})

test('has run every round that was asked for', async () => {
  const versions = await publishedVersions(folder, 'moving')
  const ticks = (runs.at(-1)?.tickAfter ?? 0) - TICKS_PER_ROUND
  process.stdout.write(
    `${runs.length} rounds, ${versions.length} versions of a table of moving rows, ${ticks} transactions that moved rows and money meanwhile\n`,
  )
  expect([runs.length, versions.length]).toEqual([ROUNDS, ROUNDS])
})

/** Changes the database until it is told to stop. */
async function keepTicking(signal: AbortSignal): Promise<void> {
  await using session = await Postgres.connect(database.url)
  while (!signal.aborted) await session.execute('call advance()')
}

/** The files of the version of a table that the run of this index published. */
async function versionOf(table: string, index: number): Promise<string> {
  const version = (await publishedVersions(folder, table))[index]
  return files((version?.files ?? []).map(({ key }) => join(folder, key)))
}

/** The tick whose instant a run shows. */
async function tickOf(index: number): Promise<number> {
  const [clock] = await duckdb.query(`select tick from ${await versionOf('clock', index)}`)
  return Number(clock?.['tick'])
}
