import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const { rows } = await client.query<{ ssl: string; folder: string }>(
    "select current_setting('ssl') as ssl, current_setting('data_directory') as folder",
  )
  const { ssl, folder } = rows[0] ?? { ssl: 'off', folder: '' }
  if (ssl === 'on') return
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
