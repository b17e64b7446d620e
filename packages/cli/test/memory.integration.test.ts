import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DescendantPeaks } from './descendants.ts'
import { type Ended, jsonLines, startEtl } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const FIXTURE = new URL('fixtures/memory/', import.meta.url)

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
  // Ten thousand weeks of months.
  await scratch.sql(`
    insert into readings
    select g, timestamp '1850-01-01' + g * interval '6 days 6 hours', 1.5
    from generate_series(100000, 112000) g`)
  await scratch.sql(`
    insert into customers (id, name, email)
    select g, 'n' || g, repeat(md5(g::text), 4) from generate_series(1000000, 1400000) g`)
  const columns = Array.from({ length: 1600 }, (_, c) => `c${c}`)
  await scratch.sql(`
    create table distinct_texts as
    select g as id, md5(g::text) as a, md5((g * 7)::text) || md5(g::text) as b, md5((g / 3)::text) as c
    from generate_series(1, 600000) g;
    create table numbers (${columns.map((name) => `${name} int`).join(', ')});
    insert into numbers
    select ${columns.map((_, c) => `g * ${c} % 1000003`).join(', ')} from generate_series(1, 2000) g;
    -- Rows of 20 MB, far enough from each other for two shards.
    create table long_rows (id int, padding text, t text);
    insert into long_rows
    select g, repeat('x', 500), case when g % 1000 = 1 then repeat(md5(g::text), 655360) end
    from generate_series(1, 8000) g;
    analyze`)
})
afterAll(() => scratch[Symbol.asyncDispose]())

// The peak that counts is that of the whole process, which only Linux tells of itself.
describe.runIf(process.platform === 'linux')(
  'a run stays below its memory',
  { timeout: 180_000 },
  () => {
    test('with rows of 100 MB', async () => {
      const query =
        'select g as id, repeat(md5(g::text), 3276800) as t from generate_series(1, 3) g'
      const { ended, peakMebibytes } = await run('1GB', 'export', '--query', query, '--as', 'long')
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(1024)
    })

    test('with 1,600 columns of wide text', async () => {
      const columns = Array.from(
        { length: 1600 },
        (_, c) => `repeat(md5((g * ${c + 1})::text), 8) as c${c}`,
      )
      const query = `select ${columns.join(', ')} from generate_series(1, 300) g`
      const { ended, peakMebibytes } = await run(
        '480MB',
        'export',
        '--query',
        query,
        '--as',
        'wide',
      )
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(480)
    })

    test('with 10,000 partitions', async () => {
      const { ended, peakMebibytes } = await run('512MB', 'run', 'readings', '--json')
      expect(ended).toMatchObject({ status: 0 })
      const [outcome = {}] = jsonLines(ended.stdout)
      expect(outcome['files']).toBeGreaterThan(10_000)
      expect(peakMebibytes).toBeLessThan(512)
    })

    test('with 10,000 partitions that it has no room for: refused, and nothing is published', async () => {
      const { ended, peakMebibytes } = await run('192MB', 'run', 'readings', '--json')
      expect(ended.status).toBe(1)
      expect(jsonLines(ended.stdout)).toMatchObject([
        {
          status: 'failed',
          error: {
            code: 'too_many_files',
            message: expect.stringMatching(/expected at most \d+ files, .*; raise --memory, /),
          },
        },
      ])
      expect(peakMebibytes).toBeLessThan(192)
    })

    test.each([
      { workers: 1, memory: 184 },
      { workers: 1, memory: 320 },
      { workers: 2, memory: 320 },
      { workers: 4, memory: 488 },
    ])('with large dictionaries: $workers workers, $memory MB', async ({ workers, memory }) => {
      const words = ['export', 'distinct_texts', '--workers', `${workers}`, '--shard-bytes', '4MB']
      const { ended, peakMebibytes } = await run(`${memory}MB`, ...words, '--json')
      expect(ended).toMatchObject({ status: 0 })
      expect(jsonLines(ended.stdout)).toMatchObject([{ rows: 600_000, files: workers }])
      expect(peakMebibytes).toBeLessThan(memory)
    })

    test('with 1,600 columns, of two workers', async () => {
      const words = ['export', 'numbers', '--workers', '2', '--shard-bytes', '2MB', '--json']
      const { ended, peakMebibytes } = await run('912MB', ...words)
      expect(ended).toMatchObject({ status: 0 })
      expect(jsonLines(ended.stdout)).toMatchObject([{ rows: 2000, files: 2 }])
      expect(peakMebibytes).toBeLessThan(912)
    })

    test('with rows of 20 MB, of two workers', async () => {
      const words = ['export', 'long_rows', '--workers', '2', '--shard-bytes', '1MB', '--json']
      const { ended, peakMebibytes } = await run('640MB', ...words)
      expect(ended).toMatchObject({ status: 0 })
      expect(jsonLines(ended.stdout)).toMatchObject([{ rows: 8000, files: 2 }])
      expect(peakMebibytes).toBeLessThan(640)
    })

    test('with 10,000 partitions, of two workers', async () => {
      const words = ['run', 'readings', '--workers', '2', '--shard-bytes', '256KB', '--json']
      const { ended, peakMebibytes } = await run('640MB', ...words)
      expect(ended).toMatchObject({ status: 0 })
      expect(jsonLines(ended.stdout)[0]?.['files']).toBeGreaterThan(10_000)
      expect(peakMebibytes).toBeLessThan(640)
    })

    test('by the writer parquetjs', async () => {
      const words = ['export', 'distinct_texts', '--writer', 'parquetjs']
      const { ended, peakMebibytes } = await run('512MB', ...words)
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(512)
    })

    test('when a lookup does not fit, and says what to do', async () => {
      const { ended, peakMebibytes } = await run('192MB', 'run', 'customers_by_lookup')
      expect(ended.status).toBe(1)
      expect(ended.stderr).toMatch(
        /lookup `everyone` is larger than \d+ bytes; join the table in the source query instead/,
      )
      expect(peakMebibytes).toBeLessThan(192)
    })

    test('with the largest lookup that fits', async () => {
      const { ended, peakMebibytes } = await run('768MB', 'run', 'customers_by_lookup')
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(768)
    })

    test('with many rows, of which only a row group is held', async () => {
      const query =
        'select g as id, md5(g::text) as a, random() as b from generate_series(1, 1500000) g'
      const { ended, peakMebibytes } = await run(
        '192MB',
        'export',
        '--query',
        query,
        '--as',
        'many',
      )
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(192)
    })
  },
)

test('a row for which there is no memory stops its task before it is received', async () => {
  const query = "select repeat('x', 100000000) as t"
  const ended = await scratch.etl(
    'export',
    '--query',
    query,
    '--as',
    'refused',
    '--workers',
    '1',
    '--memory',
    '192MB',
  )
  expect(ended.status).toBe(1)
  expect(ended.stderr).toMatch(
    /error\[row_too_large\]: .*a row has 100000\d+ bytes, but there is memory for rows of up to \d+; raise --memory, or lower --workers/,
  )
})

test('too little memory is a usage error, and nothing is begun', async () => {
  const ended = await scratch.etl('export', 'customers', '--workers', '1', '--memory', '96MB')
  expect(ended.status).toBe(2)
  expect(ended.stderr).toContain('--memory 96MB: expected at least 180MB for 1 worker; raise it')
})

test.each([
  ['--workers 8', '816MB for 8 workers; raise it, or lower --workers'],
  ['--workers 1 --writer parquetjs', '500MB for 1 worker with writer parquetjs; raise it'],
])('a bound too small for %s is refused by name', async (words, says) => {
  const ended = await scratch.etl('export', 'customers', '--memory', '256MB', ...words.split(' '))
  expect(ended.status).toBe(2)
  expect(ended.stderr).toContain(`--memory 256MB: expected at least ${says}`)
  const files = await scratch.files()
  expect(files.filter((file) => file.startsWith('customers/'))).toEqual([])
})

async function run(
  memory: string,
  ...words: readonly string[]
): Promise<{ readonly ended: Ended; readonly peakMebibytes: number }> {
  const peakFile = join(dirname(scratch.folder), 'peak')
  const env = {
    ...scratch.env,
    NODE_OPTIONS: `--import=${new URL('peak.mjs', FIXTURE).href}`,
    PEAK_FILE: peakFile,
  }
  const config = new URL('etl.config.ts', FIXTURE).pathname
  const count = words.includes('--workers') ? [] : ['--workers', '1']
  const { child, ended } = startEtl([...words, '--memory', memory, ...count, '--config', config], {
    env,
  })
  using descendants = new DescendantPeaks(child.pid ?? 0)
  const done = await ended
  // A worker is a thread of the process, which has no other; were there one, it would count.
  const kibibytes = Number(await readFile(peakFile, 'utf8')) + descendants.kibibytes
  return { ended: done, peakMebibytes: kibibytes / 1024 }
}
