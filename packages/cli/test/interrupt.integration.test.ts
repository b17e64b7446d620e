import { setTimeout as sleep } from 'node:timers/promises'
import { FaultProxy } from '@carmilla/test'
import { expect, test } from 'vitest'
import { jsonLines, startEtl } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

/** Resolves when the command reads from the server. */
async function reading(scratch: Scratch): Promise<void> {
  const active = `select from pg_stat_activity where application_name = 'carmilla etl' and state = 'active' and query like '%"endless"%'`
  while (
    (await scratch.sql(`${active} and datname = current_database() and pid <> pg_backend_pid()`))
      .length === 0
  ) {
    await sleep(50)
  }
  // Long enough for rows to be on their way to a file.
  await sleep(500)
}

test.each([
  { signal: 'SIGINT', status: 130 },
  { signal: 'SIGTERM', status: 143 },
] as const)('cleans up after $signal, and exits with $status', async ({ signal, status }) => {
  await using scratch = await openScratch()
  expect((await scratch.etl('run', 'customers')).status).toBe(0)
  const before = await scratch.files()

  const running = scratch.start('run', 'customers', 'endless', '--workers', '1', '--json')
  await reading(scratch)
  running.child.kill(signal)
  const ended = await running.ended

  expect(ended.status).toBe(status)
  expect(ended.stderr).toContain(`${signal}: stopping, and cleaning up`)
  expect(ended.stderr).toMatch(/published 1 of 2 tables; run again to finish\n$/)
  expect(jsonLines(ended.stdout)).toContainEqual(
    expect.objectContaining({
      task: 'endless',
      status: 'aborted',
      error: { code: 'interrupted', message: expect.stringContaining(signal) },
    }),
  )
  const after = await scratch.files()
  expect(after.filter((file) => file.includes('endless'))).toEqual([])
  expect(after).toEqual(expect.arrayContaining([...before]))
  const left = await scratch.sql(
    `select from pg_stat_activity where datname = current_database() and application_name = 'carmilla etl'`,
  )
  expect(left).toEqual([])
})

test('ends at once at the second signal', async () => {
  await using scratch = await openScratch()
  await using proxy = await FaultProxy.to(scratch.url)
  const env = { ...scratch.env, DATABASE_URL: proxy.through(scratch.url) }
  const { child, ended } = startEtl(['run', 'endless'], { env })
  await reading(scratch)
  // A clean-up that gets no answer from the server takes seconds.
  proxy.set({ blackhole: true })
  child.kill('SIGINT')
  // Not so soon that it would be the same key press.
  await sleep(700)
  expect(child.exitCode).toBeNull()
  child.kill('SIGINT')
  const { status, stderr } = await ended
  expect(status).toBe(130)
  expect(stderr).toContain('SIGINT: stopping')
  expect(stderr).not.toContain('nothing was published')
})

test('cleans up when the server ends the session, and publishes the others', async () => {
  await using scratch = await openScratch()
  const running = scratch.start('run', 'endless', 'customers', '--workers', '1', '--json')
  await reading(scratch)
  await scratch.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like '%"endless"%' and state = 'active' and datname = current_database() and pid <> pg_backend_pid()`,
  )
  const { status, stdout, stderr } = await running.ended
  expect(status).toBe(1)
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ task: 'customers', status: 'published' }),
    expect.objectContaining({
      task: 'endless',
      status: 'failed',
      error: { code: 'connection_lost', message: expect.stringContaining('task `endless`: ') },
    }),
  ])
  expect(stderr).toMatch(/published 1 of 2 tables; run again to finish\n$/)
  expect((await scratch.files()).filter((file) => file.includes('endless'))).toEqual([])
})

test('takes signals in quick succession for one key press', async () => {
  await using scratch = await openScratch()
  const { child, ended } = scratch.start('run', 'endless')
  await reading(scratch)
  child.kill('SIGINT')
  child.kill('SIGTERM')
  const { status, stderr } = await ended
  expect([130, 143]).toContain(status)
  expect(stderr).toMatch(/nothing was published\n$/)
  expect((await scratch.files()).filter((file) => file.endsWith('.parquet'))).toEqual([])
})
