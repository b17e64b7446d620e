import { SourceMeter } from '@carmilla/extract'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { databaseSettings } from '../config/database.ts'
import { selectTasks } from '../config/select-tasks.ts'
import { gentleSettings } from '../config/gentle-settings.ts'
import { resolveSettings } from '../config/settings.ts'
import { configOf, type Invocation, openTarget, placeOf } from '../invocation.ts'
import { MemoryBudget } from '../memory/memory-budget.ts'
import { runAndTell } from '../run/run-and-tell.ts'
import { type PublishFlags, publishingVerb } from './common-options.ts'

type RunFlags = PublishFlags & { readonly all?: true; readonly table?: string[] }

/** `etl run` */
export function runCommand(invocation: Invocation): CommandUnknownOpts {
  return publishingVerb(
    'run',
    'Reads the tables of tasks in one snapshot, and publishes each as a new version.',
  )
    .argument('[tasks or groups...]', 'which; `etl list` shows them')
    .option('--all', 'all tasks')
    .option('--table <name...>', 'the same as naming it; `all` means --all')
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
  const settings = {
    ...resolveSettings(found, flags, environment),
    ...gentleSettings(found.config, flags, environment),
  }
  const wanted = [...given, ...(flags.table ?? []).flatMap((names) => names.split(','))]
  const names = selectTasks(found.config, wanted, { all: flags.all === true })
  const meter = new SourceMeter()
  const database = { ...databaseSettings(found.config, flags.databaseUrl, environment), meter }
  output.secrets.add(database.password?.())
  await runAndTell(
    invocation,
    {
      ...settings,
      tasks: found.config.tasks,
      names,
      database,
      meter,
      target: await openTarget(settings),
      place: placeOf(settings),
      origins: Object.fromEntries(
        names.map((task) => [task, { kind: 'config', path: found.path, task }]),
      ),
      budget: new MemoryBudget(settings),
      dryRun: flags.dryRun === true,
      allowBreaking: flags.allowBreaking === true,
      signal: interrupt.signal,
    },
    { json: flags.json === true, noun: 'task', target: settings.target },
  )
}
