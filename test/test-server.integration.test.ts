import { expect, inject, test } from 'vitest'
import { startTestServer } from './support/index.ts'

test('takes the server that DATABASE_URL names', async () => {
  const { url } = inject('testServer')
  await using server = await startTestServer({ DATABASE_URL: url })
  expect(server).toMatchObject({ kind: 'given', url })
  expect(server.description).toMatch(/^given Postgres \d+\.\d+ .*\(DATABASE_URL is set\)$/)
})

test('starts the embedded server when told to, whatever DATABASE_URL says', async () => {
  await using server = await startTestServer({
    CARMILLA_TEST_SERVER: 'embedded',
    DATABASE_URL: 'postgres://nobody.invalid/none',
  })
  expect(server.kind).toBe('embedded')
  expect(server.description).toMatch(
    /^embedded Postgres \d+\.\d+ \(CARMILLA_TEST_SERVER=embedded\)$/,
  )
})

test('refuses a choice that it does not know', async () => {
  await expect(startTestServer({ CARMILLA_TEST_SERVER: 'sqlite' })).rejects.toThrow(
    'CARMILLA_TEST_SERVER: unknown server `sqlite`, expected embedded or docker',
  )
})
