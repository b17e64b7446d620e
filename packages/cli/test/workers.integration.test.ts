import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ended, jsonLines, type Running, startEtl } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const SHARDED = fileURLToPath(new URL('fixtures/sharded', import.meta.url))
const TABLES = readFileSync(new URL('fixtures/sharded/schema.sql', import.meta.url), 'utf8')

/** Small enough that every table of the fixtures is worth four workers. */
const FOUR = ['--workers', '4', '--shard-bytes', '100KB', '--json']

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
  await scratch.sql(TABLES)
})
afterAll(() => scratch[Symbol.asyncDispose]())

function start(words: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  return startEtl(words, { cwd: SHARDED, env: { ...scratch.env, ...env } })
}

function run(...words: string[]): Promise<Ended> {
  return start(words).ended
}

/** Publishes, and tells what became of each table. */
async function outcomes(...words: string[]): Promise<Record<string, unknown>[]> {
  const { status, stdout, stderr } = await run(...words)
  expect(stderr).toMatch(/published \d+ tables?\n$/)
  expect(status).toBe(0)
  return jsonLines(stdout)
}

/** What a reader sees: how many rows, and whether each of them is there once. */
async function published(table: string): Promise<Record<string, unknown> | undefined> {
  return (await query(facts(table)))[0]
}

function facts(table: string): string {
  return `select count(*)::int as rows, count(distinct id)::int as ids, coalesce(min(id), 0)::int as least,
    coalesce(max(id), 0)::int as greatest, coalesce(sum(value), 0)::int as total from ${table}`
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const { stdout, stderr, status } = await run('query', sql, '--json')
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return jsonLines(stdout)
}

async function filesOf(table: string): Promise<readonly string[]> {
  return (await scratch.files()).filter((file) => file.startsWith(`${table}/`))
}

describe('each row of a table exactly once', () => {
  test.each([
    { table: 'plain', files: 4 },
    { table: 'no_rows', files: 1 },
    { table: 'emptied', files: 1 },
    { table: 'bloated', files: 4 },
    { table: 'partitioned', files: 4 },
    { table: 'multi_level', files: 4 },
    { table: 'inherited', files: 4 },
    { table: 'materialized', files: 4 },
  ])('$table, by where its rows lie', async ({ table, files }) => {
    const [four] = await outcomes('export', table, ...FOUR)
    const [wanted] = await scratch.sql(facts(table))
    expect(await published(table)).toEqual(wanted)
    expect(four).toMatchObject({ status: 'published', rows: wanted?.['rows'], files })

    await outcomes('export', table, '--workers', '1', '--json')
    expect(await published(table)).toEqual(wanted)
  })

  test.each(['snapshot', 'perShard'])(
    'a table that grows while it is read, with consistency %s',
    async (consistency) => {
      await scratch.sql(`
        drop table if exists growing;
        create table growing (id int primary key, value int not null, padding text not null);
        insert into growing select i, i, repeat('x', 200) from generate_series(1, 10000) i;
        analyze growing`)
      const running = start(['export', 'growing', '--consistency', consistency, ...FOUR])
      let greatest = 10_000
      while (running.child.exitCode === null) {
        await scratch.sql(
          `insert into growing select i, i, repeat('y', 200) from generate_series(${greatest + 1}, ${greatest + 200}) i`,
        )
        greatest += 200
      }
      expect((await running.ended).status).toBe(0)
      const found = await published('growing')
      expect(found).toMatchObject({ rows: found?.['ids'], least: 1 })
      // Each insert is there as a whole or not, and none without those before it.
      expect(found).toMatchObject({ greatest: found?.['rows'] })
      expect(Number(found?.['rows']) % 200).toBe(0)
      expect(found?.['rows']).toBeGreaterThanOrEqual(10_000)
      expect(found?.['rows']).toBeLessThan(greatest)
    },
  )

  test('a view, by the column that its task expects to be unique', async () => {
    const [outcome] = await outcomes('run', 'numbered', ...FOUR.with(3, '30KB'))
    expect(outcome).toMatchObject({ rows: 20_000, files: 4 })
    expect(await published('numbered')).toEqual((await scratch.sql(facts('numbered')))[0])
  })

  test('a join with parameters, raw conditions, lookups and derived columns', async () => {
    const rows = `select id, value, name, looked_up from joined order by id`
    const [four] = await outcomes('run', 'joined', ...FOUR)
    const inFour = await query(rows)
    const [one] = await outcomes('run', 'joined', '--workers', '1', '--json')
    expect(await query(rows)).toEqual(inFour)
    const wanted = await scratch.sql(`
      select p.id, p.value, g.name, g.name as looked_up
      from plain p left join groups g on g.id = p.id % 20
      where p.id > 5 and (p.id < 10000 or p.id > 10010) and p.id % 1000 <> 0 order by p.id`)
    expect(inFour).toEqual(wanted)
    expect(four).toMatchObject({ files: 4 })
    expect(one).toMatchObject({ files: 1, notes: four?.['notes'] })
  })
})

test('names the files of a shard by its number, whoever reads it', async () => {
  const [first] = await outcomes('export', 'plain', '--as', 'named', ...FOUR)
  const files = await filesOf('named')
  expect(files.map((file) => file.split('/').at(-1))).toEqual(
    ['00000', '00001', '00002', '00003'].map((shard) => `part-${shard}-00000.zstd.parquet`),
  )
  const [second] = await outcomes('export', 'plain', '--as', 'named', ...FOUR)
  expect(second?.['bytes']).toBe(first?.['bytes'])
})

test('reads several tables under one cap', async () => {
  const running = start(['export', 'plain', 'partitioned', 'inherited', ...FOUR.with(1, '3')])
  let most = 0
  while (running.child.exitCode === null) most = Math.max(most, await sessions())
  expect((await running.ended).status).toBe(0)
  // One holds the snapshot.
  expect(most).toBeGreaterThan(2)
  expect(most).toBeLessThanOrEqual(4)
})

test('finds values that are twice in a table, in two shards', async () => {
  const { status, stdout } = await run('run', 'twice_id', 'twice_name', ...FOUR)
  expect(status).toBe(1)
  const errors = jsonLines(stdout).map((outcome) => JSON.stringify(outcome['error']))
  expect(errors).toHaveLength(2)
  expect(errors.join('\n')).toContain('column `id` is not unique, 2 rows have the value 1;')
  expect(errors.join('\n')).toContain(
    'column `name` is not unique, 2 rows have the value of a row that another worker read;',
  )
  expect(await filesOf('twice_id')).toEqual([])
  expect(await filesOf('twice_name')).toEqual([])
})

describe('when a worker does not get to the end', () => {
  let before: readonly string[]
  beforeAll(async () => {
    await outcomes('run', 'dying', ...FOUR)
    before = await scratch.files()
  })

  test.each([
    {
      how: 'exit',
      code: 'worker_died',
      says: 'the worker thread that read shard 3 of `dying` ended with exit code 3; run again',
    },
    { how: 'throw', code: 'derive_failed', says: 'told to fail' },
  ])('by $how: the version before stays, and nothing is left', async ({ how, code, says }) => {
    const { status, stdout } = await start(['run', 'dying', ...FOUR], { TEST_DIES: how }).ended
    expect(status).toBe(1)
    expect(jsonLines(stdout)[0]?.['error']).toMatchObject({
      code,
      message: expect.stringContaining(says),
    })
    expect(await scratch.files()).toEqual(before)
    expect(await published('dying')).toMatchObject({ rows: 20_000, ids: 20_000 })
    expect(await sessions()).toBe(0)
  })

  test('by SIGINT', async () => {
    const running = start(['run', 'slow', ...FOUR])
    while ((await sessions()) < 3) await sleep(20)
    await sleep(500)
    running.child.kill('SIGINT')
    const { status, stdout } = await running.ended
    expect(status).toBe(130)
    expect(jsonLines(stdout)).toMatchObject([{ task: 'slow', status: 'aborted' }])
    expect(await scratch.files()).toEqual(before)
    expect(await sessions()).toBe(0)
  })

  test.each([
    { flag: '--timeout', code: 'timed_out' },
    { flag: '--max-snapshot-age', code: 'snapshot_too_old' },
  ])('by $flag', async ({ flag, code }) => {
    const { status, stdout } = await run('run', 'slow', ...FOUR, flag, '1s')
    expect(status).toBe(1)
    expect(jsonLines(stdout)[0]?.['error']).toMatchObject({ code })
    expect(await scratch.files()).toEqual(before)
  })
})

async function sessions(): Promise<number> {
  const [found] = await scratch.sql(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and application_name = 'carmilla etl'`,
  )
  return Number(found?.['n'])
}

test('reads short transactions of a key each, when each shard has its own snapshot', async () => {
  const words = 'run numbered --consistency perShard --workers 1 --shard-bytes 20KB --json'
  const [outcome] = await outcomes(...words.split(' '))
  expect(Number(outcome?.['files'])).toBeGreaterThan(4)
  expect(await published('numbered')).toEqual((await scratch.sql(facts('numbered')))[0])
})
