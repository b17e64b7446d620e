import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ConnectionSettings,
  connectionSettings,
  SourceMeter,
  SourcePace,
} from '@carmilla/extract'
import { type LocalPostgres, startLocalPostgres } from '@carmilla/local-postgres'
import { createTestDatabase, FaultProxy, type TestDatabase } from '@carmilla/test'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, open, positionAt, readAll, sql } from './source-database.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl)
  process.stdout.write('tls.integration.test.ts: openssl is not installed, skipped\n')
const ENCRYPTED = sql('select ssl from pg_stat_ssl where pid = pg_backend_pid()')

describe.skipIf(!hasOpenssl)('with a server that offers TLS', () => {
  let folder: string
  let server: LocalPostgres

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carmilla-tls-'))
    // The server, which may have an account of its own, makes its socket here.
    chmodSync(folder, 0o777)
    makeCertificate('localhost')
    makeCertificate('other')
    server = await startLocalPostgres({ settings: { unix_socket_directories: folder } })
    // The server reads the files as its own account, out of its own folder.
    await withServer(async (client) => {
      for (const file of ['localhost.crt', 'localhost.key']) {
        const bytes = readFileSync(join(folder, file))
        await client
          .query('select lo_from_bytea(0, $1) as oid', [bytes])
          .then(({ rows }) =>
            client.query('select lo_export($1, current_setting($2) || $3)', [
              rows[0].oid,
              'data_directory',
              `/${file}`,
            ]),
          )
      }
    })
    await restrictKey()
    await withServer(async (client) => {
      await client.query(`alter system set ssl_cert_file = 'localhost.crt'`)
      await client.query(`alter system set ssl_key_file = 'localhost.key'`)
      await client.query('alter system set ssl = on')
      await client.query('select pg_reload_conf()')
    })
  })
  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true })
  })

  test.each([
    ['disable', false],
    ['allow', false],
    ['prefer', true],
    ['require', true],
  ] as const)('sslmode %s: encrypted is %s', async (sslMode, encrypted) => {
    await using reader = await open(localhost(), { sslMode })
    expect(await readAll(reader, ENCRYPTED)).toEqual([[encrypted]])
  })

  test.each(['disable', 'require'] as const)(
    'with sslmode %s, the bytes that came over the wire are counted',
    async (sslMode) => {
      await using proxy = await FaultProxy.to(server.url)
      const meter = new SourceMeter()
      {
        await using reader = await open(proxy.through(server.url), { sslMode, meter })
        const query = sql('select repeat(i::text, 100) from generate_series(1, 30000) i')
        for await (const batch of reader.batches(query)) expect(batch.rows).toBeGreaterThan(0)
        for await (const batch of new SourcePace({ fetches: true }).of(reader).batches(query)) {
          expect(batch.rows).toBeGreaterThan(0)
        }
      }
      expect(proxy.sentBytes).toBeGreaterThan(20_000_000)
      expect(meter.usage().sentBytes).toBe(proxy.sentBytes)
    },
  )

  test('a Unix socket is never encrypted, whatever the sslmode', async () => {
    const url = new URL(server.url)
    url.searchParams.set('host', folder)
    await using reader = await open(url.href, { sslMode: 'require' })
    expect(await readAll(reader, ENCRYPTED)).toEqual([[false]])
    for await (const batch of reader.batches(sql('select generate_series(1, 3000000)'))) {
      expect(batch.rows).toBeGreaterThan(0)
      break
    }
    expect(await readAll(reader, sql('select 1'))).toEqual([[1]])
  })

  test.each(['require', 'verify-ca', 'verify-full'] as const)(
    'sslmode %s trusts the root certificate it is given, and no other',
    async (sslMode) => {
      await using reader = await open(localhost(), {
        sslMode,
        sslRootCertificate: certificate('localhost'),
      })
      expect(await readAll(reader, ENCRYPTED)).toEqual([[true]])
      const failure = await failureOf(
        open(localhost(), { sslMode, sslRootCertificate: certificate('other') }),
      )
      expect(failure).toMatchObject({ code: 'connection_failed', retriable: false })
      expect(failure.message).toContain("the server's certificate is not trusted")
    },
  )

  test('verify-full compares the host with the certificate, verify-ca does not', async () => {
    const sslRootCertificate = certificate('localhost')
    const failure = await failureOf(
      open(server.url, { sslMode: 'verify-full', sslRootCertificate }),
    )
    expect(failure).toMatchObject({ code: 'connection_failed' })
    expect(failure.message).toContain("the server's certificate is not trusted")
    await using reader = await open(server.url, { sslMode: 'verify-ca', sslRootCertificate })
    expect(await readAll(reader, ENCRYPTED)).toEqual([[true]])
  })

  test('verify-full does not trust an unknown certificate, verify-ca needs one', async () => {
    expect(await failureOf(open(localhost(), { sslMode: 'verify-full' }))).toMatchObject({
      code: 'connection_failed',
    })
    const failure = await failureOf(open(localhost(), { sslMode: 'verify-ca' }))
    expect(failure.message).toContain('needs the file of a root certificate')
  })

  test('reads columns in binary and as printed beside each other', async () => {
    await using reader = await open(localhost(), { sslMode: 'require' })
    expect(await readAll(reader, sql(`select 1, inet '10.0.0.1', $1::int4`, 2))).toEqual([
      [1, '10.0.0.1', 2],
    ])
  })

  test('reads rows in order, short and long, and gives up in between', async () => {
    await using reader = await open(localhost(), { sslMode: 'require' })
    const query = sql(
      `select i, repeat('x', case when i % 20000 = 0 then 3000000 else i % 100 end)
       from generate_series(1, 100000) i`,
    )
    let rows = 0
    let batches = 0
    for await (const batch of reader.batches(query)) {
      batches++
      for (let row = 0; row < batch.rows; row++) {
        rows++
        expect(batch.view.getInt32(positionAt(batch, 0, row))).toBe(rows)
      }
    }
    expect(rows).toBe(100_000)
    // Far fewer than the records of 16 KiB that TLS hands over.
    expect(batches).toBeLessThan(300)

    for await (const batch of reader.batches(query)) {
      expect(batch.rows).toBeGreaterThan(0)
      break
    }
    expect(await readAll(reader, sql('select 1'))).toEqual([[1]])
  })

  function makeCertificate(name: string): void {
    const key = join(folder, `${name}.key`)
    const made = spawnSync(
      'openssl',
      `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=DNS:${name} -keyout ${key} -out ${certificate(name)}`.split(
        ' ',
      ),
      { encoding: 'utf8' },
    )
    if (made.status !== 0) throw new Error(made.stderr)
  }

  function certificate(name: string): string {
    return join(folder, `${name}.crt`)
  }

  function localhost(): string {
    return server.url.replace('127.0.0.1', 'localhost')
  }

  /** Postgres insists that nobody else may read its key. */
  async function restrictKey(): Promise<void> {
    await withServer(async (client) => {
      await client.query('create temp table done (line text)')
      await client.query(
        `do $$ begin execute format('copy done from program %L',
           'chmod 600 ' || current_setting('data_directory') || '/localhost.key'); end $$`,
      )
    })
  }

  async function withServer(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: server.url, ssl: false })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }
})

describe('with a server that offers no TLS', () => {
  let database: TestDatabase

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  test.each(['allow', 'prefer'] as const)('sslmode %s goes on in the clear', async (sslMode) => {
    await using reader = await open(database.url, { sslMode })
    expect(await readAll(reader, ENCRYPTED)).toEqual([[false]])
  })

  test('sslmode require refuses', async () => {
    const settings: Partial<ConnectionSettings> = { sslMode: 'require' }
    const { host, port, user } = connectionSettings({ url: database.url })
    const failure = await failureOf(open(database.url, settings))
    expect(failure).toMatchObject({
      code: 'connection_failed',
      message: `cannot connect to postgres at ${host}:${port} as ${user}: the server offers no TLS and sslmode is require`,
    })
  })
})
