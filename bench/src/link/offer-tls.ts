import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type pg from 'pg'

const run = promisify(execFile)

/**
 * Lets the server offer TLS, with a certificate of its own that lasts for a month.
 *
 * @param ownFolder a server whose data lies below it is ours to set up; no other one is changed
 * @throws {Error} when openssl is not installed, or when a server that is not ours does not offer TLS
 */
export async function offerTls(client: pg.Client, ownFolder: string): Promise<void> {
  const { offers, folder } = await stateOf(client)
  if (offers) return
  if (!folder.startsWith(ownFolder)) throw new Error('the server does not offer TLS')
  const temporary = await mkdtemp(join(tmpdir(), 'carmilla-bench-'))
  try {
    const [key, certificate] = [join(temporary, 'bench.key'), join(temporary, 'bench.crt')]
    const request = 'req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost'.split(' ')
    await run('openssl', [...request, '-keyout', key, '-out', certificate])
    // The server reads the files as its own account, out of its own folder.
    for (const file of [key, certificate]) {
      const { rows: made } = await client.query<{ oid: number }>(
        'select lo_from_bytea(0, $1) as oid',
        [await readFile(file)],
      )
      const target = join(folder, file === key ? 'bench.key' : 'bench.crt')
      await client.query('select lo_export($1, $2)', [made[0]?.oid, target])
      await client.query('select lo_unlink($1)', [made[0]?.oid])
    }
    await client.query(
      `copy (select 1) to program 'cat >/dev/null; chmod 600 "${join(folder, 'bench.key')}"'`,
    )
    await client.query("alter system set ssl_cert_file = 'bench.crt'")
    await client.query("alter system set ssl_key_file = 'bench.key'")
    await client.query('alter system set ssl = on')
    await client.query('select pg_reload_conf()')
  } finally {
    await rm(temporary, { recursive: true })
  }
}

/**
 * Lets a server of ours offer TLS no longer: whoever prefers it would take it, and the others would not.
 *
 * @throws {Error} when the server goes on to offer it
 */
export async function withdrawTls(client: pg.Client, ownFolder: string): Promise<void> {
  const { offers, folder } = await stateOf(client)
  if (!offers || !folder.startsWith(ownFolder)) return
  await client.query('alter system reset ssl')
  await client.query('select pg_reload_conf()')
  for (let look = 0; look < MOST_LOOKS; look++) {
    if (!(await stateOf(client)).offers) return
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error('the server still offers TLS')
}

/** A server takes a change of its settings when it comes to it. */
const MOST_LOOKS = 50
const LOOK_EVERY_MS = 100

async function stateOf(
  client: pg.Client,
): Promise<{ readonly offers: boolean; readonly folder: string }> {
  const { rows } = await client.query<{ ssl: string; folder: string }>(
    "select current_setting('ssl') as ssl, current_setting('data_directory') as folder",
  )
  return { offers: rows[0]?.ssl === 'on', folder: rows[0]?.folder ?? '' }
}
