import { connect, SourceMeter } from '@carmilla/extract'
import { safeName, type UnrepresentablePolicy } from '@carmilla/transform'
import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { databaseSettings } from '../config/database.ts'
import { gentleSettings } from '../config/gentle-settings.ts'
import { resolveSettings } from '../config/settings.ts'
import { CliError } from '../errors.ts'
import { type ExportSelection, exportTasks } from '../export/select-tables.ts'
import { type Invocation, openTarget, placeOf, optionalConfigOf } from '../invocation.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { runAndTell } from '../run/run-and-tell.ts'
import { type PublishFlags, publishingVerb } from './common-options.ts'

type ExportFlags = PublishFlags & {
  readonly query?: string
  readonly as?: string
  readonly schema?: string
  readonly all?: true
  readonly unrepresentable: UnrepresentablePolicy
}

const EXAMPLES = `
Examples:
  etl export public.orders --database-url postgres://reader@db/shop
  etl export orders '"Order Lines"' audit.events --target file:lake
  etl export --query "select id, total from orders" --as totals
  etl export --schema audit --dry-run

A name means what it means in a query: unquoted capitals are lower-case, and
the search path finds the schema. Each column is written as make create-model
would write it; one whose type no column holds exactly, as its text. A primary
key must hold in what is written, or nothing is published.

A value that its column cannot hold stops its table: an infinity of a date or a
timestamp, the NaN of a numeric with a precision, an array of other dimensions.
With --unrepresentable null it is written as NULL, and counted in the result.`

/** `etl export` */
export function exportCommand(invocation: Invocation): CommandUnknownOpts {
  return publishingVerb(
    'export',
    'Publishes tables of any database as they are, without a task or a configuration.',
  )
    .argument('[tables...]', 'tables, views or foreign tables')
    .option('--query <sql>', 'the result of a query instead of tables')
    .option('--as <name>', 'publish under this name: one table, or the query')
    .option('--schema <name>', 'all tables of a schema')
    .option('--all', 'all tables of the database')
    .addOption(
      new Option(
        '--unrepresentable <policy>',
        'what becomes of a value that its column cannot hold',
      )
        .choices(['error', 'null'] as const)
        .default('error' as const),
    )
    .addHelpText('after', EXAMPLES)
    .action((names, flags) => exportTables(invocation, names, flags))
}

async function exportTables(
  invocation: Invocation,
  names: readonly string[],
  flags: ExportFlags,
): Promise<void> {
  const { output, interrupt, environment } = invocation
  const { signal } = interrupt
  invocation.dataState = 'nothing was published'
  output.secrets.addUrl(flags.databaseUrl)
  const selection = selectionOf(names, flags)
  const found = await optionalConfigOf(invocation, flags)
  const settings = {
    ...resolveSettings(found, flags, environment),
    ...gentleSettings(found.config, flags, environment),
  }
  const meter = new SourceMeter()
  const database = { ...databaseSettings(found.config, flags.databaseUrl, environment), meter }
  output.secrets.add(database.password?.())
  const target = await openTarget(settings)

  const { tasks, origins, notices } = await inSession(invocation, async () => {
    await using connection = await connect(database, { signal })
    return await exportTasks(connection, selection, signal)
  })
  for (const notice of notices) output.say(notice)
  await runAndTell(
    invocation,
    {
      ...settings,
      tasks,
      names: Object.keys(tasks),
      database,
      meter,
      target,
      place: placeOf(settings),
      origins,
      budget: new MemoryBudget(settings),
      dryRun: flags.dryRun === true,
      allowBreaking: flags.allowBreaking === true,
      signal,
    },
    { json: flags.json === true, noun: 'table', target: settings.target },
  )
}

/** What a session throws after a signal is that it was aborted; what is wanted is why. */
async function inSession<Result>(
  { interrupt }: Invocation,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    interrupt.signal.throwIfAborted()
    throw error
  }
}

/** @throws {CliError} `usage` unless the call says exactly one thing */
function selectionOf(tables: readonly string[], flags: ExportFlags): ExportSelection {
  const ways = [
    tables.length > 0,
    flags.query !== undefined,
    flags.schema !== undefined,
    flags.all === true,
  ].filter(Boolean).length
  if (ways === 0) {
    throw new CliError('usage', 'nothing is named; name tables, or say --query, --schema or --all')
  }
  if (ways > 1) {
    throw new CliError('usage', 'tables, --query, --schema and --all exclude each other; say one')
  }
  const { query, schema, all, as, unrepresentable } = flags
  if (as !== undefined) checkName(as, tables.length === 1 || query !== undefined)
  return {
    tables,
    ...(query === undefined ? {} : { query }),
    ...(schema === undefined ? {} : { schema }),
    all: all === true,
    ...(as === undefined ? {} : { as }),
    unrepresentable,
  }
}

function checkName(name: string, isOne: boolean): void {
  if (!isOne) throw new CliError('usage', '--as names one table or a query; export others apart')
  if (safeName(name) === name) return
  throw new CliError(
    'usage',
    `--as \`${name}\`: expected a-z, 0-9 and _, such as ${safeName(name)}`,
  )
}
