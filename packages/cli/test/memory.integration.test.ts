import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { etl, type Ended, jsonLines } from './etl-process.ts'
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
        '464MB',
        'export',
        '--query',
        query,
        '--as',
        'wide',
      )
      expect(ended).toMatchObject({ status: 0 })
      expect(peakMebibytes).toBeLessThan(464)
    })

    test('with 10,000 partitions', async () => {
      const { ended, peakMebibytes } = await run('512MB', 'run', 'readings', '--json')
      expect(ended).toMatchObject({ status: 0 })
      const [outcome = {}] = jsonLines(ended.stdout)
      expect(outcome['files']).toBeGreaterThan(10_000)
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
  expect(ended.stderr).toContain('--memory 96MB: expected at least 164MB for 1 worker; raise it')
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
  const ended = await etl([...words, '--memory', memory, '--workers', '1', '--config', config], {
    env,
  })
  return { ended, peakMebibytes: Number(await readFile(peakFile, 'utf8')) / 1024 }
}
