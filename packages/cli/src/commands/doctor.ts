import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { databaseSettings } from '../config/database.ts'
import type { FoundConfig } from '../config/find-config.ts'
import { resolveSettings } from '../config/settings.ts'
import { check, type CheckResult, failed, skipped } from '../doctor/check.ts'
import { checkDatabase } from '../doctor/database-checks.ts'
import { checkNode, checkRegistry } from '../doctor/project-checks.ts'
import { checkTarget } from '../doctor/target-checks.ts'
import { checkWriter } from '../doctor/writer-check.ts'
import { type CommonFlags, configOf, type Invocation, openTarget } from '../invocation.ts'
import { paint } from '../output/output.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { verb } from './common-options.ts'

type DoctorFlags = CommonFlags & {
  readonly target?: string
  readonly catalog?: string
  readonly databaseUrl?: string
}

const COLOURS = { ok: 'green', fail: 'red', skipped: 'yellow' } as const

/** Width of the names of checks: that of the longest that is always there. */
const LEAST_NAME_COLUMNS = 'configuration'.length

/** `etl doctor` */
export function doctorCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('doctor', 'Checks everything that a run needs, and says what to do about what fails.')
    .option('--target <uri>', 'where tables are published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .option('--database-url <url>', 'the source; a password is safer in PGPASSWORD')
    .action((flags) => examine(invocation, flags))
}

async function examine(invocation: Invocation, flags: DoctorFlags): Promise<void> {
  const { output } = invocation
  output.secrets.addUrl(flags.databaseUrl)
  let found: FoundConfig | undefined
  const configuration = await check('configuration', async () => {
    found = await configOf(invocation, flags)
    return found.path
  })
  const names = Object.keys(found?.config.tasks ?? {}).map((task) => `task ${task}`.length)
  const nameColumns = Math.max(LEAST_NAME_COLUMNS, ...names)

  let failures = 0
  const tell = (results: readonly CheckResult[]): void => {
    failures += results.filter(({ status }) => status === 'fail').length
    for (const result of results) {
      output.result(flags.json === true ? JSON.stringify(result) : lineOf(result, nameColumns))
    }
  }
  tell([await checkNode(), configuration])
  if (found === undefined) {
    const unasked = ['registry', 'database', 'target', 'catalog', 'files']
    tell(unasked.map((name) => skipped(name, 'no configuration')))
  } else {
    tell([await checkRegistry(found)])
    tell(await databaseResults(invocation, found, flags))
    tell(await targetResults(invocation, found, flags))
  }
  if (failures === 0) return
  invocation.exitStatus = 1
  output.say(`${formatNumberOf(failures, 'check')} failed`)
}

async function databaseResults(
  { environment, interrupt, output }: Invocation,
  { config }: FoundConfig,
  flags: DoctorFlags,
): Promise<readonly CheckResult[]> {
  try {
    const settings = databaseSettings(config, flags.databaseUrl, environment)
    output.secrets.add(settings.password?.())
    return await checkDatabase(settings, config.tasks, interrupt.signal)
  } catch (error) {
    interrupt.signal.throwIfAborted()
    return [failed('database', error)]
  }
}

async function targetResults(
  { environment }: Invocation,
  found: FoundConfig,
  flags: DoctorFlags,
): Promise<readonly CheckResult[]> {
  try {
    const settings = resolveSettings(found, flags, environment)
    const writer = await checkWriter(settings, found.config.tasks)
    return [...writer, ...(await checkTarget(await openTarget(settings)))]
  } catch (error) {
    return [failed('target', error)]
  }
}

function lineOf({ check: name, status, detail, hint }: CheckResult, nameColumns: number): string {
  const advice = hint === undefined ? '' : `; ${hint}`
  return `${paint(COLOURS[status], status.padEnd(7), process.stdout)} ${name.padEnd(nameColumns)} ${detail}${advice}`
}
