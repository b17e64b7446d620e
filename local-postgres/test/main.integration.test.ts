import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const MAIN = resolve(import.meta.dirname, '../src/main.ts')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-postgres-main-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly status: number | null
  readonly output: string
}

function start(commandLine: readonly string[], databaseUrl = '') {
  return spawn(process.execPath, [MAIN, ...commandLine], {
    cwd: resolve(import.meta.dirname, '..'),
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(commandLine: readonly string[], databaseUrl?: string): Promise<Ended> {
  const child = start(commandLine, databaseUrl)
  let output = ''
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [status] = await once(child, 'close')
  return { status: typeof status === 'number' ? status : null, output }
}

/** A command that runs one statement on DATABASE_URL and prints the first value. */
function sql(statement: string): string[] {
  const program = `
    import { Client } from 'pg'
    const client = new Client(process.env.DATABASE_URL)
    await client.connect()
    const { rows } = await client.query({ text: process.argv[1], rowMode: 'array' })
    console.log(rows?.[0]?.[0])
    await client.end()`
  return [process.execPath, '--input-type=module', '-e', program, statement]
}

function shellQuoted(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
}

test('runs a command with a server and passes its exit status on', async () => {
  expect(await run(['--', ...sql('select 6 * 7')])).toEqual({ status: 0, output: '42\n' })
  expect(await run(['--', 'sh', '-c', 'exit 7'])).toEqual({ status: 7, output: '' })
})

test('gives the command the DATABASE_URL that is set already', async () => {
  const { output } = await run(['--', 'sh', '-c', 'echo $DATABASE_URL'], 'postgres://own/database')
  expect(output).toBe('postgres://own/database\n')
})

test('hands SIGTERM to the command and reports its end as a shell would', async () => {
  const child = start(['--', 'sh', '-c', 'echo ready; exec sleep 60'])
  await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([143, null])
})

test('prepares a database once, and anew when an input changed or when told to', async () => {
  const input = join(folder, 'input')
  mkdirSync(input)
  writeFileSync(join(input, 'seed.sql'), 'one')
  const runs = join(folder, 'runs')
  const prepare = `echo run >>'${runs}'; ${shellQuoted(sql('create table seeded as select 1 as id'))}`
  const options = ['--data-folder', join(folder, 'kept'), '--database', 'shop', '--input', input]
  const commandLine = [
    ...options,
    '--prepare',
    prepare,
    '--',
    ...sql('select count(*) from seeded'),
  ]
  const timesRun = () => readFileSync(runs, 'utf8').split('\n').length - 1

  expect(await run(commandLine)).toMatchObject({ status: 0, output: 'undefined\n1\n' })
  expect(await run(commandLine)).toMatchObject({ status: 0, output: '1\n' })
  expect(timesRun()).toBe(1)
  writeFileSync(join(input, 'seed.sql'), 'two')
  expect(await run(commandLine)).toMatchObject({ status: 0 })
  expect(timesRun()).toBe(2)
  expect(await run(['--again', ...commandLine])).toMatchObject({ status: 0 })
  expect(timesRun()).toBe(3)
})

test('starts from an empty database after a preparation that failed half-way', async () => {
  const half = shellQuoted(sql('create table half ()'))
  const options = ['--data-folder', join(folder, 'failing'), '--database', 'shop']
  const failed = await run([...options, '--prepare', `${half}; exit 3`, '--', 'true'])
  expect(failed.status).toBe(1)
  expect(failed.output).toContain('preparation_failed: preparation `')
  expect(failed.output).toContain('ended with exit status 3')

  const statement = `select to_regclass('half') is null`
  const repaired = await run([...options, '--prepare', 'true', '--', ...sql(statement)])
  expect(repaired).toEqual({ status: 0, output: 'true\n' })
})

test.each([
  { commandLine: [], message: 'bad_arguments: arguments: no command given; see --help\n' },
  {
    commandLine: ['--', 'no-such-program'],
    message: 'bad_arguments: command no-such-program: cannot be run\n',
  },
])('says what is wrong with $commandLine', async ({ commandLine, message }) => {
  expect(await run(commandLine)).toEqual({ status: 1, output: message })
})

test('refuses an unknown option', async () => {
  const { status, output } = await run(['--no-such-option', '--', 'true'])
  expect(status).toBe(1)
  expect(output).toContain(`bad_arguments: arguments: Unknown option '--no-such-option'`)
})
