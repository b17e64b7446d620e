import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

const CONFIG = join(import.meta.dirname, 'fixtures/personal/etl.config.ts')

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch[Symbol.asyncDispose]())

test('plans what becomes of personal columns, and why', async () => {
  const { status, stdout } = await scratch.etl('plan', 'people', '--config', CONFIG)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^personal +tells +treatment +reason$/m)
  expect(stdout).toMatch(/^name +name +mask, keep first 1/m)
  expect(stdout).toMatch(/^email +email +reveal +customers are written to/m)
  expect(stdout).toMatch(/^other\.email +email +not written; functions may read it/m)

  const [plan] = jsonLines(
    (await scratch.etl('plan', 'people', '--config', CONFIG, '--json')).stdout,
  )
  expect(plan).toMatchObject({
    personal: [
      { column: 'name', category: 'name', treatment: { kind: 'mask', detail: 'keep first 1' } },
      {
        column: 'email',
        category: 'email',
        treatment: { kind: 'reveal', reason: 'customers are written to' },
      },
      { column: 'other.email', category: 'email', treatment: null },
    ],
  })
})

test('exports what looks personal, and says so', async () => {
  const { status, stderr } = await scratch.etl('export', 'customers', 'readings')
  expect(status).toBe(0)
  expect(stderr).toContain(
    'table public.customers: name (name), email (email) look personal, and are exported as in the database; a task or --query can leave out, hash or mask\n',
  )
  expect(stderr).not.toContain('table public.readings:')
  const query = await scratch.etl('export', '--query', 'select id, email as mail from customers')
  expect(query.stderr).toContain('the query: mail (email) looks personal, and is exported')
})
