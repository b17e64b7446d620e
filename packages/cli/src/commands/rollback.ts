import { rollback } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { resolveSettings } from '../config/settings.ts'
import { CliError } from '../errors.ts'
import { type CommonFlags, type Invocation, openTarget, targetConfigOf } from '../invocation.ts'
import { hintOf } from '../near-names.ts'
import { formatCount } from '../output/quantity.ts'
import { verb } from './common-options.ts'

type RollbackFlags = CommonFlags & {
  readonly target?: string
  readonly catalog?: string
  readonly toVersion?: string
}

/** `etl rollback` */
export function rollbackCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('rollback', 'Shows the data of an older version again, as a new version.')
    .argument('<table>', 'a published table')
    .option('--to-version <number>', 'default: the version before; `etl versions` lists them')
    .option('--target <uri>', 'where the table is published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .action((table, flags) => rollBack(invocation, table, flags))
}

async function rollBack(
  invocation: Invocation,
  table: string,
  flags: RollbackFlags,
): Promise<void> {
  const { output, environment } = invocation
  const settings = resolveSettings(await targetConfigOf(invocation, flags), flags, environment)
  const toVersion = versionOf(flags.toVersion)
  const target = await openTarget(settings)
  const tables = await target.catalog.tables()
  if (!tables.includes(table)) {
    const hint = hintOf(table, tables, '`etl list` shows what is')
    throw new CliError('unknown_table', `no table \`${table}\` is published${hint}`)
  }
  const next = await rollback({ target, table, ...(toVersion === undefined ? {} : { toVersion }) })
  const { version, rolledBackTo, rows, bytes, files, publishedAt } = next
  if (flags.json === true) {
    const facts = { table, version, rolledBackTo, rows, bytes, files: files.length, publishedAt }
    output.result(JSON.stringify(facts))
    return
  }
  output.result(
    `${table}: version ${version} shows the data of version ${rolledBackTo}, ${formatCount(rows)} rows`,
  )
}

function versionOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,14}$/.test(text)) {
    return text === undefined ? undefined : Number(text)
  }
  throw new CliError('usage', `--to-version \`${text}\`: expected the number of a version`)
}
