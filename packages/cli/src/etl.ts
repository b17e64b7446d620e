import { readFileSync } from 'node:fs'
import { Command, CommanderError } from '@commander-js/extra-typings'
import { doctorCommand } from './commands/doctor.ts'
import { exportCommand } from './commands/export.ts'
import { gcCommand } from './commands/gc.ts'
import { listCommand } from './commands/list.ts'
import { planCommand } from './commands/plan.ts'
import { queryCommand } from './commands/query.ts'
import { rollbackCommand } from './commands/rollback.ts'
import { runCommand } from './commands/run.ts'
import { versionsCommand } from './commands/versions.ts'
import { CliError } from './errors.ts'
import { Interrupt } from './interrupt.ts'
import type { Invocation } from './invocation.ts'
import { Output } from './output/output.ts'
import { Secrets } from './output/secrets.ts'

/** Something failed; the message says what. */
export const FAILED = 1
/** The call itself was wrong: nothing was begun. */
export const MISUSED = 2

const EXAMPLES = `
Examples:
  etl run orders users       publish two tables
  etl run --all --dry-run    check every task against the database
  etl export public.orders   publish a table without a task
  etl plan orders            types, sizes, drift, and what readers will notice
  etl query "select count(*) from orders"
  etl rollback orders        show the version before

Settings come from etl.config.ts, are overridden by the environment
(DATABASE_URL or PGHOST …, CARMILLA_TARGET, CARMILLA_WORKERS, CARMILLA_CODEC,
CARMILLA_SHARD_BYTES, CARMILLA_CONSISTENCY, CARMILLA_MAX_SNAPSHOT_AGE,
CARMILLA_KEEP_VERSIONS, CARMILLA_TIMEOUT, CARMILLA_GENTLE …), and that by flags.`

/**
 * Runs the command.
 *
 * @param words what stands behind `etl`.
 * @returns the exit status: 0 when all went well, 1 when something failed, 2 for a call that cannot
 * be understood, 128 and the signal's number after a signal.
 */
export async function etl(words: readonly string[]): Promise<number> {
  const secrets = new Secrets()
  secrets.add(process.env['PGPASSWORD'])
  secrets.addUrl(process.env['DATABASE_URL'])
  const output = new Output(secrets)
  output.verbose = words.includes('--verbose')
  using interrupt = new Interrupt((signal) => {
    output.say(`${signal}: stopping, and cleaning up; once more to stop at once`)
  })
  const invocation: Invocation = {
    directory: process.cwd(),
    environment: process.env,
    output,
    interrupt,
    exitStatus: 0,
  }
  try {
    await programOf(invocation).parseAsync(withShorthand(words), { from: 'user' })
    return interrupt.exitStatus ?? invocation.exitStatus
  } catch (error) {
    const exitStatus = report(error, output)
    if (invocation.dataState !== undefined) output.say(invocation.dataState)
    return interrupt.exitStatus ?? exitStatus
  }
}

function programOf(invocation: Invocation): Command {
  const program = new Command('etl')
    .description('Reads tables from Postgres, and publishes them as Parquet.')
    .version(nameAndVersion(), '--version', 'show the version')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .addHelpText('after', EXAMPLES)
    .configureHelp({ showGlobalOptions: true })
  const commands = [
    runCommand(invocation),
    exportCommand(invocation),
    planCommand(invocation),
    listCommand(invocation),
    queryCommand(invocation),
    versionsCommand(invocation),
    rollbackCommand(invocation),
    gcCommand(invocation),
    doctorCommand(invocation),
  ]
  for (const command of commands) {
    program.addCommand(command.helpOption('-h, --help', 'show this help'))
  }
  for (const command of [program, ...program.commands]) {
    // Commander would print its own wording of an error, and end the process.
    command.exitOverride().configureOutput({ outputError: () => {} })
  }
  return program.helpOption('-h, --help', 'show this help')
}

/** `etl 0.1.0`; the package's description lies above the sources and above what is built of them. */
function nameAndVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version }: { readonly version: string } = JSON.parse(text)
  return `etl ${version}`
}

/** `etl --table orders` is `etl run --table orders`. */
function withShorthand(words: readonly string[]): string[] {
  // pnpm hands the `--` of `pnpm etl -- …` on.
  const given = words[0] === '--' ? words.slice(1) : [...words]
  const isShorthand = given[0]?.startsWith('-') === true && given.some(isTableFlag)
  return isShorthand ? ['run', ...given] : given
}

function isTableFlag(word: string): boolean {
  return word === '--table' || word.startsWith('--table=')
}

function report(error: unknown, output: Output): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (error.code === 'commander.help') return MISUSED
    output.error(new CliError('usage', wordingOf(error)))
    return MISUSED
  }
  output.error(error)
  return isMisuse(error) ? MISUSED : FAILED
}

function isMisuse(error: unknown): boolean {
  if (!(error instanceof CliError)) return false
  switch (error.code) {
    case 'usage':
    case 'config_not_found':
    case 'config_invalid':
    case 'database_unknown':
    case 'target_invalid':
    case 'unknown_task':
    case 'unknown_source':
    case 'name_collision':
      return true
    default:
      return false
  }
}

/** `error: unknown option '--al'\n(Did you mean --all?)` in the workspace's wording. */
function wordingOf({ message }: CommanderError): string {
  return message
    .replace(/^error: /, '')
    .replace(/\.?\s*\((?:D|d)id you mean (.*)\?\)$/s, '; did you mean $1?')
    .replaceAll(/'([^']*)'/g, '`$1`')
}
