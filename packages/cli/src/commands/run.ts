import { CODECS, parquetFormat } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { databaseName, databaseSettings } from '../config/database.ts'
import { selectTasks } from '../config/select-tasks.ts'
import { resolveSettings, type SettingFlags } from '../config/settings.ts'
import { factsOf } from '../errors.ts'
import { type CommonFlags, configOf, type Invocation, openTarget } from '../invocation.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { run } from '../pipeline.ts'
import { ProgressBars } from '../progress/progress-bars.ts'
import { ProgressLines } from '../progress/progress-lines.ts'
import { checkState, dataState } from '../run/data-state.ts'
import { failedOutcome, type TaskOutcome } from '../run/outcome.ts'
import type { RunObserver } from '../run/run-observer.ts'
import { formatSummary } from '../run/summary.ts'
import { verb } from './common-options.ts'

type RunFlags = CommonFlags &
  SettingFlags & {
    readonly all?: true
    readonly table?: string[]
    readonly dryRun?: true
    readonly databaseUrl?: string
  }

/** `etl run` */
export function runCommand(invocation: Invocation): CommandUnknownOpts {
  return verb(
    'run',
    'Reads the tables of tasks in one snapshot, and publishes each as a new version.',
  )
    .argument('[tasks or groups...]', 'which; `etl list` shows them')
    .option('--all', 'all tasks')
    .option('--table <name...>', 'the same as naming it; `all` means --all')
    .option('--dry-run', 'check the tasks against the database; read and write nothing')
    .option('--target <uri>', 'where to publish, such as file:out')
    .option('--workers <count>', 'most tasks at once')
    .option('--database-url <url>', 'the source; a password is safer in PGPASSWORD')
    .option('--codec <name>', `compression: ${CODECS.join(', ')}`)
    .option('--keep <count>', 'versions of a table to keep')
    .option('--timeout <time>', 'longest time of one task, such as 90s, 30m, 2h')
    .action((names, flags) => runTasks(invocation, names, flags))
}

async function runTasks(
  invocation: Invocation,
  given: readonly string[],
  flags: RunFlags,
): Promise<void> {
  const { output, interrupt, environment } = invocation
  invocation.dataState = 'nothing was published'
  output.secrets.addUrl(flags.databaseUrl)
  const found = await configOf(invocation, flags)
  const settings = resolveSettings(found, flags, environment)
  const wanted = [...given, ...(flags.table ?? []).flatMap((names) => names.split(','))]
  const names = selectTasks(found.config, wanted, { all: flags.all === true })
  const database = databaseSettings(found.config, flags.databaseUrl, environment)
  output.secrets.add(database.password?.())
  const target = openTarget(settings.target)
  const dryRun = flags.dryRun === true

  // Lines of JSON between bars would be neither.
  const draws = output.draws && !(flags.json === true && process.stdout.isTTY)
  using progress = draws ? new ProgressBars(output) : new ProgressLines(output)
  const observer = flags.json === true ? printing(progress, invocation) : progress
  output.say(
    `${dryRun ? 'checking' : 'reading'} ${formatNumberOf(names.length, 'task')} from ${databaseName(database)}, for ${settings.target}`,
  )
  let outcomes: readonly TaskOutcome[]
  try {
    const order = { ...settings, names, database, target, dryRun, signal: interrupt.signal }
    outcomes = await run(
      { ...order, tasks: found.config.tasks, format: parquetFormat({ codec: settings.codec }) },
      observer,
    )
  } catch (error) {
    // The snapshot could not be taken: the same failure for every task, told once.
    const reason: unknown = interrupt.signal.aborted ? interrupt.signal.reason : error
    output.error(error, factsOf(reason))
    outcomes = names.map((name) => failedOutcome(name, reason, 0))
    if (flags.json === true) for (const outcome of outcomes) printJson(invocation, outcome)
    output.say(dryRun ? checkState(outcomes) : dataState(outcomes))
    invocation.exitStatus = 1
    return
  }
  progress[Symbol.dispose]()
  if (flags.json !== true) output.result(formatSummary(outcomes, { width: output.width }))
  output.say(dryRun ? checkState(outcomes) : dataState(outcomes))
  if (!outcomes.every(isDone)) invocation.exitStatus = 1
}

function isDone({ status }: TaskOutcome): boolean {
  return status === 'published' || status === 'checked'
}

/** Prints each outcome as it becomes known. */
function printing(progress: RunObserver, invocation: Invocation): RunObserver {
  return {
    began: (task, expectedRows) => progress.began(task, expectedRows),
    advanced: (task, done) => progress.advanced(task, done),
    ended: (outcome) => {
      progress.ended(outcome)
      printJson(invocation, outcome)
    },
  }
}

function printJson({ output }: Invocation, outcome: TaskOutcome): void {
  output.result(JSON.stringify(outcome))
}
