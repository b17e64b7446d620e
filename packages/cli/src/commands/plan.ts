import { connect } from '@carmilla/extract'
import { DEFAULT_WRITER, recordFormat, type Writer, WRITERS } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { databaseName, databaseSettings } from '../config/database.ts'
import { type GentleFlags, gentleSettings } from '../config/gentle-settings.ts'
import { selectTasks } from '../config/select-tasks.ts'
import { resolveSettings, type SettingFlags } from '../config/settings.ts'
import { type CommonFlags, configOf, type Invocation, openTarget } from '../invocation.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { formatPlan } from '../plan/format-plan.ts'
import { snapshotRisk, type SnapshotRisk } from '../plan/snapshot-risk.ts'
import { sourceDrift } from '../plan/source-drift.ts'
import { planTask, type PlanStatus } from '../plan/task-plan.ts'
import { verb } from './common-options.ts'

type PlanFlags = CommonFlags &
  Pick<SettingFlags, 'target' | 'workers' | 'shardBytes' | 'consistency' | 'writer'> &
  Pick<GentleFlags, 'gentle'> & { readonly databaseUrl?: string }

const MEANINGS = `
What is shown of a table: its rows and bytes, the version that is published, and
how a run would read it (docs/workers.md).

What is shown of a column:
  exact      the value itself
  text       the value as Postgres prints it
  declared   the task's word; a value that does not fit stops the run
  lossy      the task lets values change, for the reason that it gives

What is shown below them:
  drift      where the database stops a run: the record and the query do not fit
  changed    what else has become of its tables since make codegen; new columns
             are read by no task yet
  refused    a column that the writer would corrupt (docs/writers.md)
  breaking, compatible
             what readers of the published version will notice

What is shown at the end:
  snapshot   what holding one snapshot for the whole run means to the server

Exits with 1 when a task cannot be run as it is: the database has drifted from
what the task was compiled for, the writer refuses a column, or readers of the
published version would fail (etl run --allow-breaking publishes all the same).`

/** `etl plan` */
export function planCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('plan', 'Shows what a run would read and write, and what its readers will notice.')
    .argument('[tasks or groups...]', 'which; all by default')
    .option('--target <uri>', 'where tables are published')
    .option('--database-url <url>', 'the source; a password is safer in PGPASSWORD')
    .option('--workers <count>', 'most readers at once, of all tables together')
    .option('--shard-bytes <size>', 'what of a table is worth a worker, such as 32MB')
    .option('--consistency <policy>', 'snapshot, or perShard: short transactions')
    .option('--gentle', 'one connection, and queries of less than a second')
    .option('--writer <name>', `what would write the files: ${WRITERS.join(', ')}`)
    .addHelpText('after', MEANINGS)
    .action((names, flags) => plan(invocation, names, flags))
}

async function plan(
  invocation: Invocation,
  given: readonly string[],
  flags: PlanFlags,
): Promise<void> {
  const { output, interrupt, environment } = invocation
  const { signal } = interrupt
  output.secrets.addUrl(flags.databaseUrl)
  const found = await configOf(invocation, flags)
  const settings = {
    ...resolveSettings(found, flags, environment),
    ...gentleSettings(found.config, flags, environment),
  }
  const names = selectTasks(found.config, given, { all: given.length === 0 })
  const database = databaseSettings(found.config, flags.databaseUrl, environment)
  output.secrets.add(database.password?.())
  const target = await openTarget(settings)
  output.say(
    `planning ${formatNumberOf(names.length, 'task')} from ${databaseName(database)}, for ${settings.target}${writerText(settings.writer)}; nothing is read or written`,
  )
  const counts = new Map<PlanStatus, number>()
  await using connection = await connect(database, { signal })
  const order = {
    connection,
    target,
    format: recordFormat(settings),
    reading: settings,
    signal,
    sourceDrift: await sourceDrift(found.path, database),
  }
  for (const name of names) {
    const task = found.config.tasks[name]
    if (task === undefined) continue
    const planned = await planTask(name, task, order)
    counts.set(planned.status, (counts.get(planned.status) ?? 0) + 1)
    output.result(
      flags.json === true
        ? JSON.stringify(planned)
        : `${formatPlan(planned, { width: output.width })}\n`,
    )
  }
  if (settings.consistency === 'snapshot') {
    const risk = await snapshotRisk(connection, signal)
    output.result(flags.json === true ? JSON.stringify({ snapshot: risk }) : riskText(risk))
  }
  output.say([...counts].map(([status, count]) => `${count} ${status}`).join(', '))
  if (counts.get('ready') !== names.length) invocation.exitStatus = 1
}

function writerText(writer: Writer): string {
  return writer === DEFAULT_WRITER ? '' : ` by writer ${writer}`
}

function riskText({ risks }: SnapshotRisk): string {
  return risks.map((sentence) => `snapshot: ${sentence}`).join('\n')
}
