import { inspect } from 'node:util'
import { connectionSettings, ExtractError, SSL_MODES } from '@carmilla/extract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

const SECRET = 'hunter2/%?#'

test('reads every part of a URL', () => {
  const settings = connectionSettings({
    url: `postgres://etl%40eu:${encodeURIComponent(SECRET)}@db.example.com:6543/sh%20op?sslmode=verify-full&sslrootcert=/ca.pem&sslcert=/c.pem&sslkey=/k.pem&application_name=nightly&connect_timeout=3&options=-c%20geqo%3Doff`,
  })
  expect(settings).toMatchObject({
    host: 'db.example.com',
    port: 6543,
    user: 'etl@eu',
    database: 'sh op',
    sslMode: 'verify-full',
    sslRootCertificate: '/ca.pem',
    sslCertificate: '/c.pem',
    sslKey: '/k.pem',
    applicationName: 'nightly',
    connectTimeoutMs: 3000,
    options: '-c geqo=off',
  })
  expect(settings.password?.()).toBe(SECRET)
})

test('keeps every password through percent-encoding', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
      const url = `postgres://u:${encodeURIComponent(password)}@h/d`
      expect(connectionSettings({ url }).password?.()).toBe(password)
    }),
  )
})

test.each([
  ['postgres://u@%2Fvar%2Frun%2Fpostgresql/shop', '/var/run/postgresql'],
  ['postgres:///shop?host=/var/run/postgresql', '/var/run/postgresql'],
  ['postgres://u@/shop', 'localhost'],
  ['postgres://u@[::1]:5433/shop', '::1'],
  ['postgresql://u@h/shop', 'h'],
])('takes the host of %s', (url, host) => {
  expect(connectionSettings({ url })).toMatchObject({ host, database: 'shop' })
})

test('reads the PG* variables, which a URL overrides', () => {
  const environment = {
    PGHOST: 'env.example.com',
    PGPORT: '5433',
    PGUSER: 'reader',
    PGPASSWORD: SECRET,
    PGSSLMODE: 'require',
    PGAPPNAME: '',
    PGCONNECT_TIMEOUT: '7',
  }
  const settings = connectionSettings({ environment, url: 'postgres://url.example.com' })
  expect(settings).toMatchObject({
    host: 'url.example.com',
    port: 5433,
    user: 'reader',
    database: 'reader',
    sslMode: 'require',
    applicationName: 'carmilla',
    connectTimeoutMs: 7000,
  })
  expect(settings.password?.()).toBe(SECRET)
})

test('does not show the password when it is logged', () => {
  const settings = connectionSettings({ environment: { PGPASSWORD: 'hunter2' } })
  expect(inspect(settings)).not.toContain('hunter2')
  expect(JSON.stringify(settings)).not.toContain('hunter2')
})

test.each([
  ['postgres://u:hunter2@h:port/d', 'connection url cannot be parsed'],
  ['postgres://u:hunter2%zz@h/d', 'password is not percent-encoded'],
  ['mysql://u:hunter2@h/d', 'begins with `mysql:`; expected postgres://'],
  ['postgres://u:hunter2@h/d?sslmod=require', 'unknown parameter `sslmod`; known are host,'],
  ['postgres://u:hunter2@h/d?sslmode=on', `expected one of ${SSL_MODES.join(', ')}`],
  ['postgres://u:hunter2@h/d?connect_timeout=1s', 'connect_timeout `1s`: expected a whole number'],
])('refuses %s without showing the password', (url, text) => {
  const error = thrown(() => connectionSettings({ url }))
  expect(error).toMatchObject({ code: 'connection_failed', retriable: false })
  expect(error.message).toContain(text)
  expect(inspect(error, { depth: 9 }).split('\n    at ')[0]).not.toContain('hunter2')
  expect(error.cause).toBeUndefined()
})

function thrown(action: () => unknown): ExtractError {
  try {
    action()
  } catch (error) {
    if (error instanceof ExtractError) return error
  }
  throw new Error('nothing was refused')
}
