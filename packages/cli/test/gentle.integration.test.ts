import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ActivitySampler, FaultProxy } from '@carmilla/test'
import { escapeIdentifier } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { etl, jsonLines, sourceLine } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const COST = {
  longestQueryMs: expect.any(Number),
  longestTransactionMs: expect.any(Number),
  oldestXminAge: expect.any(Number),
  peakBackends: expect.any(Number),
  parallelWorkers: expect.any(Number),
  sentBytes: expect.any(Number),
  pausedMs: 0,
}

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch[Symbol.asyncDispose]())

test('every run tells what it cost the source, below its summary', async () => {
  const { stdout } = await scratch.etl('run', 'customers', 'orders')
  expect(stdout).toMatch(
    /\nsource: longest query \d+ ms, longest transaction [\d.]+ m?s, xmin held back [\d,]+ transactions?, 3 backends at most, [\d.]+ KB sent, never paused\n$/,
  )
})

test('a gentle run has one backend, and tells what others saw', async () => {
  const name = `gentle ${scratch.url}`.slice(0, 60)
  await using proxy = await FaultProxy.to(scratch.url)
  const sampler = await ActivitySampler.start(scratch.url, name)
  const { status, stdout, stderr } = await etl(
    ['run', 'everything_good', '--gentle', '--workers', '4', '--json'],
    { env: { ...scratch.env, DATABASE_URL: proxy.through(scratch.url), PGAPPNAME: name } },
  )
  await sampler[Symbol.asyncDispose]()
  expect(stderr).not.toContain('error')
  expect(status).toBe(0)
  expect(jsonLines(stdout)).toHaveLength(3)
  const source = sourceLine(stdout)
  expect(source).toEqual({ ...COST, peakBackends: 1, parallelWorkers: 0 })
  expect(sampler.seen.backends).toBe(1)
  expect(source['sentBytes']).toBe(proxy.sentBytes)
  expect(source['longestQueryMs']).toBeGreaterThanOrEqual(Math.floor(sampler.seen.queryMs))
  expect(source['longestQueryMs']).toBeLessThan(1000)
})

test('a gentle run publishes what any other does', async () => {
  await using other = await openScratch()
  const words = ['run', 'everything_good', '--json']
  const plain = jsonLines((await other.etl(...words)).stdout)
  const gentle = jsonLines((await other.etl(...words, '--gentle')).stdout)
  expect(facts(gentle)).toEqual(facts(plain))
})

test('a table that fails does not stop those after it', async () => {
  const { status, stdout } = await scratch.etl('run', 'renamed', 'secret', '--gentle', '--json')
  expect(status).toBe(1)
  expect(jsonLines(stdout).map(({ task, status: ended }) => [task, ended])).toEqual([
    ['renamed', 'failed'],
    ['secret', 'published'],
  ])
  expect(sourceLine(stdout)).toEqual({ ...COST, peakBackends: 1 })
})

test('the manifest of a table has what reading it cost', async () => {
  const { stdout } = await scratch.etl('run', 'orders', '--gentle', '--json')
  const run = String(jsonLines(stdout)[0]?.['location']).split('/').at(-2)
  const path = (await scratch.files()).find(
    (file) => file.includes(String(run)) && file.includes('manifest'),
  )
  const manifest: unknown = JSON.parse(await readFile(join(scratch.folder, path ?? ''), 'utf8'))
  expect(manifest).toMatchObject({
    source: {
      snapshot: expect.stringMatching(/^\d+:\d+:/),
      longestQueryMs: expect.any(Number),
      transactionMs: expect.any(Number),
      sentBytes: expect.any(Number),
      pausedMs: 0,
    },
  })
})

test.each([[[]], [['--gentle']]])('rows of a second are bounded, with %j', async (mode) => {
  const words = ['run', 'orders', 'readings', '--max-rows-per-second', '1000', '--workers', '1']
  const { stdout } = await scratch.etl(...words, '--json', ...mode)
  expect(jsonLines(stdout)).toMatchObject([
    { status: 'published', rows: 1000 },
    { status: 'published', rows: 32 },
  ])
  const { longestTransactionMs, pausedMs } = sourceLine(stdout)
  // The rows of the last fetch of the run are paid for by nobody.
  expect(longestTransactionMs).toBeGreaterThanOrEqual(1000)
  expect(pausedMs).toBeGreaterThan(300)
})

test('says why it waits, and for how long it did', async () => {
  const sleepers = Promise.all(Array.from({ length: 8 }, () => scratch.sql('select pg_sleep(4)')))
  const { status, stdout, stderr } = await scratch.etl(
    'run',
    'customers',
    '--max-active-backends',
    '7',
  )
  await sleepers
  expect(status).toBe(0)
  expect(stderr).toMatch(/^customers: waits, \d+ backends active$/m)
  expect(stderr).toMatch(/^customers: reads on after \d+\.\d s$/m)
  expect(stdout).toMatch(/, 1 backend at most, .*, paused \d+\.\d s\n$/)
})

test('a limit that the role cannot see stops the run before it reads', async () => {
  const role = `gentle_${new URL(scratch.url).pathname.slice(1)}`
  await scratch.sql(`create role ${escapeIdentifier(role)} login password 'plain'`)
  const url = new URL(scratch.url)
  url.username = role
  url.password = 'plain'
  try {
    const { status, stderr } = await etl(['run', 'customers', '--max-replica-lag', '10s'], {
      env: { ...scratch.env, DATABASE_URL: url.href },
    })
    expect(status).toBe(1)
    expect(stderr).toContain(
      `error[limit_not_visible]: role \`${role}\` does not see the lag of replicas, which must stay below a limit; grant it pg_monitor, or read without the limit\n`,
    )
    expect(stderr).toMatch(/nothing was published\n$/)
  } finally {
    await scratch.sql(`drop role ${escapeIdentifier(role)}`)
  }
})

test.each([
  { words: ['--workers', '2'], backends: 3 },
  { words: ['--workers', '2', '--consistency', 'perShard'], backends: 2 },
  { words: ['--gentle', '--consistency', 'perShard'], backends: 1 },
])(
  'shards in threads, or with snapshots of their own, are counted: $words',
  async ({ words, backends }) => {
    await scratch.sql(`
    drop table if exists large;
    create table large as
      select i as id, repeat(md5(i::text), 8) as t from generate_series(1, 100000) i;
    alter table large add primary key (id);
    analyze large`)
    const name = `shards ${scratch.url} ${words.join('')}`.slice(-60)
    await using proxy = await FaultProxy.to(scratch.url)
    // So that the shards of two threads last long enough to be seen together.
    proxy.set({ latencyMs: 2 })
    const sampler = await ActivitySampler.start(scratch.url, name)
    const { status, stdout } = await etl(
      ['export', 'large', '--shard-bytes', '4MB', '--json', ...words],
      { env: { ...scratch.env, DATABASE_URL: proxy.through(scratch.url), PGAPPNAME: name } },
    )
    await sampler[Symbol.asyncDispose]()
    expect(status).toBe(0)
    expect(jsonLines(stdout)).toMatchObject([{ status: 'published', rows: 100_000 }])
    const source = sourceLine(stdout)
    expect(source['peakBackends']).toBe(backends)
    expect(sampler.seen.backends).toBe(backends)
    expect(source['sentBytes']).toBe(proxy.sentBytes)
    expect(source['longestQueryMs']).toBeGreaterThanOrEqual(Math.floor(sampler.seen.queryMs))
    expect(source['longestTransactionMs']).toBeGreaterThanOrEqual(
      Math.floor(sampler.seen.transactionMs),
    )
    const path = (await scratch.files()).find((file) =>
      /large.*manifest|manifest.*large/.test(file),
    )
    const manifest = JSON.parse(await readFile(join(scratch.folder, path ?? ''), 'utf8'))
    expect(manifest.source.sentBytes).toBeGreaterThan(100_000 * 256)
    expect(manifest.source.sentBytes).toBeLessThan(proxy.sentBytes)
  },
)

test('an export is as gentle, and counts the session that finds the tables', async () => {
  const { status, stdout } = await scratch.etl('export', 'customers', '--gentle', '--json')
  expect(status).toBe(0)
  expect(sourceLine(stdout)).toEqual({ ...COST, peakBackends: 1 })
})

/** What a version is, but where it is and how long it took. */
function facts(outcomes: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  return outcomes
    .map(({ task, status, rows, bytes, files, notes }) => {
      return { task, status, rows, bytes, files, notes }
    })
    .toSorted((left, right) => String(left.task).localeCompare(String(right.task)))
}
