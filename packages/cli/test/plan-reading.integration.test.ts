import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines, startEtl } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const SHARDED = fileURLToPath(new URL('fixtures/sharded', import.meta.url))
const TABLES = readFileSync(new URL('fixtures/sharded/schema.sql', import.meta.url), 'utf8')

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
  await scratch.sql(TABLES)
})
afterAll(() => scratch[Symbol.asyncDispose]())

async function plan(words: string): Promise<string> {
  const { ended } = startEtl(['plan', ...words.split(' ')], { cwd: SHARDED, env: scratch.env })
  const { status, stdout, stderr } = await ended
  expect(stderr).toMatch(/\d ready\n$/)
  expect(status).toBe(0)
  return stdout
}

const SNAPSHOT = { consistency: 'snapshot', gentle: false }
const WHOLE = { shards: 1, by: null, column: null, workers: 1 }

test.each([
  {
    words: 'grouped numbered slow unkeyed --workers 4 --shard-bytes 30KB',
    readings: [
      { ...SNAPSHOT, ...WHOLE, whole: 'query' },
      { ...SNAPSHOT, shards: 4, by: 'key', column: 'id', whole: null, workers: 4 },
      { ...SNAPSHOT, shards: 4, by: 'ctid', column: null, whole: null, workers: 4 },
      { ...SNAPSHOT, ...WHOLE, whole: 'no_key' },
    ],
  },
  {
    words: 'slow --workers 4',
    readings: [{ ...SNAPSHOT, ...WHOLE, whole: 'small' }],
  },
  {
    words: 'slow --gentle --workers 4 --shard-bytes 100KB',
    readings: [{ ...WHOLE, whole: 'one_worker', consistency: 'snapshot', gentle: true }],
  },
  {
    words: 'slow --consistency perShard --workers 2 --shard-bytes 1MB',
    readings: [
      {
        shards: 4,
        by: 'key',
        column: 'id',
        whole: null,
        workers: 2,
        consistency: 'perShard',
        gentle: false,
      },
    ],
  },
])('a plan says how a run would read: $words', async ({ words, readings }) => {
  const planned = jsonLines(await plan(`${words} --json`))
  expect(planned.map(({ reading }) => reading)).toEqual(readings)
})

test('a run reads as its plan says', async () => {
  const words = ['dying', '--workers', '3', '--shard-bytes', '100KB']
  expect((await plan(words.join(' '))).split('\n')).toContain(
    'read in 3 shards by 3 workers, by where rows lie (ctid)',
  )
  const run = startEtl(['run', ...words, '--json'], { cwd: SHARDED, env: scratch.env })
  expect(jsonLines((await run.ended).stdout)).toMatchObject([{ files: 3 }])
})
