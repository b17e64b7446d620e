import { collectGarbage } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { resolveSettings, type SettingFlags } from '../config/settings.ts'
import { CliError } from '../errors.ts'
import { type CommonFlags, type Invocation, openTarget, targetConfigOf } from '../invocation.ts'
import { hintOf } from '../near-names.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { verb } from './common-options.ts'

type GcFlags = CommonFlags & Pick<SettingFlags, 'target' | 'catalog' | 'keep'>

/** `etl gc` */
export function gcCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('gc', 'Deletes versions that are no longer kept, and what killed runs left behind.')
    .argument('[tables...]', 'default: all')
    .option('--keep <count>', 'versions of a table to keep')
    .option('--target <uri>', 'where the tables are published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .action((tables, flags) => collect(invocation, tables, flags))
}

async function collect(
  invocation: Invocation,
  given: readonly string[],
  flags: GcFlags,
): Promise<void> {
  const { output, environment } = invocation
  const found = await targetConfigOf(invocation, flags)
  const settings = resolveSettings(found, flags, environment)
  const target = await openTarget(settings)
  // A task that was never published may have left something too.
  const known = [
    ...new Set([...Object.keys(found.config.tasks), ...(await target.catalog.tables())]),
  ]
  const unknown = given.find((table) => !known.includes(table))
  if (unknown !== undefined) {
    const hint = hintOf(unknown, known, '`etl list` shows all')
    throw new CliError('unknown_table', `no table \`${unknown}\`${hint}`)
  }
  for (const table of given.length === 0 ? known : given) {
    const retention = { versions: settings.keepVersions, supersededMs: target.readersMs ?? 0 }
    const { forgotten, deleted } = await collectGarbage({ target, table, retention })
    if (flags.json === true) {
      output.result(JSON.stringify({ table, forgotten, deleted: deleted.length }))
    } else if (forgotten.length + deleted.length > 0 || given.length > 0) {
      const versions = formatNumberOf(forgotten.length, 'version')
      output.result(
        `${table}: forgot ${versions}, deleted ${formatNumberOf(deleted.length, 'file')}`,
      )
    }
  }
}
