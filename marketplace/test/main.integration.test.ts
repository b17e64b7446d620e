import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { createTestDatabase } from '@carmilla/test'
import type { TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

test('prints the rows of each table, then finds the marketplace there, then refuses another', () => {
  const first = main(['seed', '--scale', '0.01'])
  expect([first.status, first.stderr]).toEqual([0, ''])
  expect(first.stdout).toMatch(/^events +250 rows +[0-9.]+ s$/m)
  expect(first.stdout).toMatch(/^all, with indexes, keys and statistics +4\d{3} rows/m)

  const second = main(['seed', '--scale', '0.01'])
  expect(second).toMatchObject({
    status: 0,
    stdout: 'database already holds the marketplace of scale 0.01, seed 1\n',
  })

  const other = main(['seed', '--scale', '0.01', '--seed', '2'])
  expect(other.status).toBe(1)
  expect(other.stderr).toMatch(/^not_empty: database holds \d+ tables/)
})

test.each([
  [['plant'], 2, /^usage: /],
  [[], 2, /^usage: /],
  [['seed', '--scale', 'big'], 1, /^invalid_option: scale: /],
  [['seed', '--size', '1'], 1, /--size/],
])('ends with a non-zero status on %j', (args, status, message) => {
  const ended = main(args)
  expect(ended.status).toBe(status)
  expect(ended.stderr).toMatch(message)
})

test('asks for DATABASE_URL', () => {
  expect(main(['seed'], '')).toMatchObject({ status: 2 })
  expect(main(['seed'], '').stderr).toMatch(/^DATABASE_URL is not set/)
})

function main(args: readonly string[], url: string = database.url) {
  return spawnSync(process.execPath, ['--conditions=source', MAIN, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: '' },
  })
}
