import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch[Symbol.asyncDispose]())

test('publishes a group, and tells it in one JSON line a task', async () => {
  const { status, stdout } = await scratch.etl('run', 'everything_good', '--json')
  expect(status).toBe(0)
  const outcomes = jsonLines(stdout)
  expect(outcomes).toHaveLength(3)
  expect(outcomes).toContainEqual({
    task: 'orders',
    status: 'published',
    rows: 1000,
    bytes: expect.any(Number),
    files: 1,
    location: expect.stringMatching(/^file:.*\/out\/orders\/[^/]+\/$/),
    version: expect.any(Number),
    seconds: expect.any(Number),
    notes: [{ column: 'converted', kind: 'null', reason: 'no rate', count: 250 }],
  })
  // Thirty-one days from the first of March are five weeks of the month; NULL is a sixth partition.
  expect(outcomes).toContainEqual(expect.objectContaining({ task: 'readings', rows: 32, files: 6 }))
  const keys = ['task', 'status', 'rows', 'bytes', 'files', 'location', 'version', 'seconds']
  for (const outcome of outcomes) expect(Object.keys(outcome)).toEqual(expect.arrayContaining(keys))
})

test('prints a summary for people, and what state the data is in', async () => {
  const { status, stdout, stderr } = await scratch.etl('run', 'customers', 'orders')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^task +status +rows +bytes +files +version +time\n/)
  expect(stdout).toMatch(/orders +published +1,000 /)
  expect(stdout).toContain('orders.converted: NULL in 250 rows: no rate')
  expect(stderr).toMatch(/published 2 tables\n$/)
})

test.each([
  { words: ['--table', 'orders', '--json'], tasks: ['orders'] },
  { words: ['--table=customers,orders', '--json'], tasks: ['customers', 'orders'] },
  {
    words: ['--json', '--table', 'customers', '--table', 'orders'],
    tasks: ['customers', 'orders'],
  },
  { words: ['run', 'nightly', 'orders', '--json'], tasks: ['customers', 'orders'] },
])('takes $words for $tasks', async ({ words, tasks }) => {
  const { status, stdout } = await scratch.etl(...words)
  expect(status).toBe(0)
  const published = jsonLines(stdout).map(({ task }) => String(task))
  expect(published.toSorted()).toEqual(tasks)
})

test('takes --table all for --all', async () => {
  const { stdout } = await scratch.etl('--table', 'all', '--dry-run', '--json')
  expect(jsonLines(stdout)).toHaveLength(6)
})

test('reports a task that fails, and publishes the others', async () => {
  const { status, stdout, stderr } = await scratch.etl('run', 'renamed', 'customers', '--json')
  expect(status).toBe(1)
  const outcomes = jsonLines(stdout)
  expect(outcomes).toContainEqual(
    expect.objectContaining({ task: 'customers', status: 'published' }),
  )
  expect(outcomes).toContainEqual(
    expect.objectContaining({
      task: 'renamed',
      status: 'failed',
      rows: null,
      version: null,
      error: { code: expect.any(String), message: expect.stringContaining('old_name') },
    }),
  )
  expect(stderr).toMatch(/^error\[\w+\]: task `renamed`.*old_name/m)
  expect(stderr).toMatch(/published 1 of 2 tables; run again to finish\n$/)
})

test('refuses unknown tasks before anything runs, with near names', async () => {
  const before = await scratch.files()
  const { status, stdout, stderr } = await scratch.etl('run', 'orders', 'custmers')
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    'error[unknown_task]: no task or group `custmers`; did you mean customers?\nnothing was published\n',
  )
  expect(await scratch.files()).toEqual(before)
})

test('wants to be told what to run', async () => {
  const { status, stderr } = await scratch.etl('run')
  expect(status).toBe(2)
  expect(stderr).toContain('error[usage]: no task is named; name tasks or groups')
})

test('writes nothing in a dry run, and finds the task that would fail', async () => {
  await using empty = await openScratch()
  const { status, stdout, stderr } = await empty.etl('run', '--all', '--dry-run', '--json')
  expect(status).toBe(1)
  const statuses = jsonLines(stdout).map(
    ({ task, status: found }) => `${String(task)} ${String(found)}`,
  )
  expect(statuses.toSorted()).toEqual([
    'customers checked',
    'endless checked',
    'orders checked',
    'readings checked',
    'renamed failed',
    'secret checked',
  ])
  expect(stderr).toContain('dry run: 5 of 6 tasks can be run; nothing was read or written')
  expect(await empty.files()).toEqual([])
})

test('keeps as many versions as it is told', async () => {
  await using kept = await openScratch()
  for (let round = 0; round < 3; round++) await kept.etl('run', 'customers', '--keep', '2')
  const { stdout } = await kept.etl('versions', 'customers', '--json')
  const versions = jsonLines(stdout).map(({ version }) => version)
  expect(versions).toEqual([3, 2])
})

test('stops a task that takes too long, and publishes the others', async () => {
  const { status, stdout } = await scratch.etl(
    'run',
    'endless',
    'customers',
    '--timeout',
    '1s',
    '--json',
  )
  expect(status).toBe(1)
  expect(jsonLines(stdout)).toContainEqual(
    expect.objectContaining({
      task: 'endless',
      status: 'failed',
      error: {
        code: 'timed_out',
        message: 'task `endless`: not finished after 1 s; raise --timeout, or read less',
      },
    }),
  )
  expect(jsonLines(stdout)).toContainEqual(
    expect.objectContaining({ task: 'customers', status: 'published' }),
  )
})

test('compresses with the codec that it is told', async () => {
  const { status } = await scratch.etl('run', 'customers', '--codec', 'snappy')
  expect(status).toBe(0)
  expect((await scratch.files()).some((file) => file.endsWith('.snappy.parquet'))).toBe(true)
})
