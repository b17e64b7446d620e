import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, etl, FIXTURES, jsonLines } from './etl-process.ts'
import { openScratch, type Scratch } from './scratch.ts'

let scratch: Scratch
beforeAll(async () => {
  scratch = await openScratch()
})
afterAll(() => scratch[Symbol.asyncDispose]())

const PASSWORD = 'h2nter!2/x'

function wrongPassword(): string {
  const url = new URL(scratch.url)
  url.password = encodeURIComponent(PASSWORD)
  return url.href
}

function expectNoSecret({ stdout, stderr }: Ended): void {
  const real = new URL(scratch.url).password
  const secrets = [PASSWORD, encodeURIComponent(PASSWORD), real].filter((text) => text !== '')
  expect(secrets.filter((secret) => (stdout + stderr).includes(secret))).toEqual([])
}

test.each([
  { how: 'DATABASE_URL', words: [] },
  { how: '--database-url', words: ['--database-url'] },
])('names a wrong password of $how, and does not show it', async ({ words }) => {
  const url = wrongPassword()
  const isFlag = words.length > 0
  const env = isFlag ? scratch.env : { ...scratch.env, DATABASE_URL: url }
  const given = isFlag ? [...words, url] : []
  const ended = await etl(['run', 'orders', 'customers', '--json', '--verbose', ...given], { env })
  // A server that trusts everybody has no wrong password.
  if (ended.status === 0) return
  expect(ended.status).toBe(1)
  expect(ended.stderr).toContain('error[authentication_failed]: ')
  expect(ended.stderr).toContain('nothing was published')
  expect(jsonLines(ended.stdout)).toHaveLength(2)
  expectNoSecret(ended)
})

test('names an unreachable server', async () => {
  const env = {
    ...scratch.env,
    DATABASE_URL: `postgres://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:1/shop`,
  }
  const ended = await etl(['run', 'orders'], { env })
  expect(ended.status).toBe(1)
  expect(ended.stderr).toContain(
    'error[connection_failed]: cannot connect to postgres at 127.0.0.1:1 as me',
  )
  expectNoSecret(ended)
})

test('does not show the password of a URL that cannot be parsed', async () => {
  const env = { ...scratch.env, DATABASE_URL: `postgres://me:${PASSWORD}@127.0.0.1:port/shop` }
  const ended = await etl(['run', 'orders', '--verbose'], { env })
  expect(ended.status).not.toBe(0)
  expectNoSecret(ended)
})

test('asks for a database when none is named', async () => {
  const { status, stderr } = await etl(['run', 'orders'], { env: { CARMILLA_TARGET: 'file:out' } })
  expect(status).toBe(2)
  expect(stderr).toMatch(/^error\[database_unknown\]: no database is named; set DATABASE_URL/)
})

test('prefers PG* variables to nothing, and names the database without its password', async () => {
  const { hostname, port, username, password, pathname } = new URL(scratch.url)
  const env = {
    CARMILLA_TARGET: scratch.env['CARMILLA_TARGET'] ?? '',
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  }
  const ended = await etl(['run', 'customers'], { env })
  expect(ended.status).toBe(0)
  expect(ended.stderr).toContain(`from ${env.PGUSER}@${hostname}:${port}/${env.PGDATABASE}`)
  expectNoSecret(ended)
})

test('names a target that cannot be written', async () => {
  const { status, stderr } = await scratch.etl('run', 'customers', '--target', 'file:/dev/null/out')
  expect(status).toBe(1)
  expect(stderr).toMatch(/^error\[(read_failed|target_not_writable)\]: .*\/dev\/null/m)
  expect(stderr).toMatch(/nothing was published\n$/)
})

test.each([
  { words: ['rum'], says: 'unknown command `rum`; did you mean run?' },
  { words: ['run', '--al'], says: 'unknown option `--al`; did you mean --all?' },
  { words: ['run', 'orders', '--workers', '0'], says: '--workers `0`: expected a whole number' },
  { words: ['run', 'orders', '--codec', 'zip'], says: '--codec `zip`: expected one of zstd' },
  { words: ['run', 'orders', '--timeout', '5'], says: '--timeout `5`: expected a time such as' },
  { words: ['run', 'orders', '--target', 'ftp://x'], says: 'target `ftp://x`: expected `file:`' },
  { words: ['query'], says: 'missing required argument `sql`' },
])('answers $words with status 2', async ({ words, says }) => {
  const { status, stdout, stderr } = await scratch.etl(...words)
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toContain(`]: ${says}`)
  expect(stderr).not.toContain('    at ')
})

test.each(['run', 'export', 'plan', 'list', 'query', 'versions', 'rollback', 'gc', 'doctor'])(
  'explains %s within 80 columns',
  async (name) => {
    const { status, stdout } = await scratch.etl(name, '--help')
    expect(status).toBe(0)
    expect(stdout).toContain(`Usage: etl ${name} [options]`)
    expect(stdout).toContain('--json')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  },
)

test('says where it looked for the configuration', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-'))
  try {
    const { status, stderr } = await etl(['list'], { cwd: folder })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error\[config_not_found\]: no etl\.config\.ts in /)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([
  { config: 'export const x = 1', says: 'has no default export' },
  {
    config: 'export default { tasks: {}, worker: 2 }',
    says: '`worker`: no such setting; did you mean workers?',
  },
  { config: 'export default { tasks: {}, groups: { g: ["a"] } }', says: 'group `g`: no task `a`' },
  {
    config: 'export default { tasks: {}, workers: 0 }',
    says: '`workers`: expected a whole number of at least 1, got 0',
  },
  {
    config: `export default { tasks: {}, database: { url: 'postgres://a:secret9@b/c' } }`,
    says: '`database.url` holds a password',
  },
  { config: 'export default (', says: 'does not load' },
])('refuses a configuration that $says', async ({ config, says }) => {
  const folder = await mkdtemp(join(tmpdir(), 'etl-'))
  try {
    await writeFile(join(folder, 'etl.config.ts'), config)
    const { status, stderr, stdout } = await etl(['list'], { cwd: folder })
    expect(status).toBe(2)
    expect(stderr).toContain('error[config_invalid]: configuration `etl.config.ts` ')
    expect(stderr).toContain(says)
    expect(stdout + stderr).not.toContain('secret9')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('finds the configuration from a folder below it', async () => {
  const { status, stdout } = await etl(['list', '--json'], {
    cwd: join(FIXTURES, 'tasks'),
    env: scratch.env,
  })
  expect(status).toBe(0)
  expect(jsonLines(stdout)).toHaveLength(6)
})

test('shows the causes of an error when asked', async () => {
  const env = { ...scratch.env, DATABASE_URL: 'postgres://me@127.0.0.1:1/shop' }
  const { stderr } = await etl(['run', 'orders', '--verbose'], { env })
  expect(stderr).toContain('caused by ECONNREFUSED')
})
