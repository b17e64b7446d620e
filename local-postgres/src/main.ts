#!/usr/bin/env node
import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { parseArgs } from 'node:util'
import { LocalPostgresError } from './error.ts'
import { startLocalPostgres } from './local-postgres.ts'
import { openPreparedDatabase } from './prepared-database.ts'

const USAGE = `usage: local-postgres [options] -- <command> [arguments]

Runs the command with DATABASE_URL set to a local Postgres server, and ends with its exit status.
When DATABASE_URL is set already the command gets that one, and nothing is started or prepared.

  --data-folder <folder>  keep the data there between runs; by default it is thrown away
  --prepare <command>     a shell command that fills a new, empty database with DATABASE_URL set to it;
                          runs when the database is missing, unfinished, or an input changed
  --database <name>       name of that database, 'prepared' by default
  --input <path>          folder or file that the prepared data depends on; may be given several times
  --again                 prepare anew in any case
  --help                  print this text
`

/** Signals that are handed on to the command; its end then ends this process too. */
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What a shell adds to the number of the signal that ended a command. */
const SIGNAL_EXIT_STATUS = 128

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const { values: options, positionals: command } = parse()
    if (options.help) {
      process.stdout.write(USAGE)
      return 0
    }
    const [program, ...programArguments] = command
    if (program === undefined) {
      throw new LocalPostgresError('arguments: no command given; see --help', {
        code: 'bad_arguments',
      })
    }
    const given = process.env['DATABASE_URL']
    if (given !== undefined && given !== '') return await run(given, program, programArguments)

    const { 'data-folder': dataFolder, prepare } = options
    await using server = await startLocalPostgres(dataFolder === undefined ? {} : { dataFolder })
    const url =
      prepare === undefined
        ? server.url
        : await openPreparedDatabase(server.url, {
            name: options.database,
            inputs: options.input,
            again: options.again,
            prepare: (emptyUrl) => runPreparation(emptyUrl, prepare),
          })
    return await run(url, program, programArguments)
  } catch (error) {
    if (!(error instanceof LocalPostgresError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    return 1
  }
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'data-folder': { type: 'string' },
        prepare: { type: 'string' },
        database: { type: 'string', default: 'prepared' },
        input: { type: 'string', multiple: true, default: [] },
        again: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LocalPostgresError(`arguments: ${reason}; see --help`, {
      code: 'bad_arguments',
      cause,
    })
  }
}

async function runPreparation(url: string, command: string): Promise<void> {
  const status = await run(url, '/bin/sh', ['-c', command])
  if (status !== 0) {
    throw new LocalPostgresError(`preparation \`${command}\`: ended with exit status ${status}`, {
      code: 'preparation_failed',
      context: { status },
    })
  }
}

/** Runs a command on this process's terminal; gives its exit status as a shell would. */
async function run(url: string, program: string, programArguments: string[]): Promise<number> {
  let child: ChildProcess | undefined
  const forward = (signal: NodeJS.Signals) => {
    // A terminal sends Ctrl-C to the command as well; twice would mean "at once" to many programs.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child?.kill(signal)
  }
  // Before the command starts: a signal can come as soon as it runs.
  for (const signal of FORWARDED_SIGNALS) process.on(signal, forward)
  child = spawn(program, programArguments, {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  })
  try {
    const [status, signal] = await onceClosed(child)
    return status ?? SIGNAL_EXIT_STATUS + (signal === null ? 0 : constants.signals[signal])
  } catch (cause) {
    throw new LocalPostgresError(`command ${program}: cannot be run`, {
      code: 'bad_arguments',
      cause,
    })
  } finally {
    for (const signal of FORWARDED_SIGNALS) process.off(signal, forward)
  }
}

async function onceClosed(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => resolve([status, signal]))
  })
}
