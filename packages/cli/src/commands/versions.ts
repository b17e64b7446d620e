import { type TableVersion, LoadError } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { resolveSettings } from '../config/settings.ts'
import { type CommonFlags, type Invocation, openTarget, targetConfigOf } from '../invocation.ts'
import { hintOf } from '../near-names.ts'
import { formatBytes, formatCount, formatInstant } from '../output/quantity.ts'
import { formatTable, type TextColumn } from '../output/text-table.ts'
import { verb } from './common-options.ts'

type VersionsFlags = CommonFlags & { readonly target?: string; readonly catalog?: string }

const COLUMNS: readonly TextColumn[] = [
  { title: 'version', align: 'right' },
  { title: 'rows', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'files', align: 'right' },
  { title: 'published (UTC)' },
  { title: '' },
]

/** `etl versions` */
export function versionsCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('versions', 'Lists the versions of a table that are kept, newest first.')
    .argument('<table>', 'a published table')
    .option('--target <uri>', 'where the table is published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .action((table, flags) => listVersions(invocation, table, flags))
}

async function listVersions(
  invocation: Invocation,
  table: string,
  flags: VersionsFlags,
): Promise<void> {
  const { output, environment } = invocation
  const settings = resolveSettings(await targetConfigOf(invocation, flags), flags, environment)
  const { catalog } = await openTarget(settings)
  const versions = await catalog.versions(table)
  if (versions.length === 0) {
    const hint = hintOf(table, await catalog.tables(), '`etl list` shows what is')
    throw new LoadError('unknown_table', `no table \`${table}\` is published${hint}`)
  }
  if (flags.json === true) {
    for (const version of versions) output.result(JSON.stringify(factsOf(version)))
    return
  }
  const rows = versions.map((version, index) => cellsOf(version, index === 0))
  output.result(formatTable(COLUMNS, rows, { width: output.width }))
}

function factsOf(version: TableVersion): object {
  const { table, rows, bytes, files, location, runId, publishedAt, rolledBackTo } = version
  return {
    table,
    version: version.version,
    rows,
    bytes,
    files: files.length,
    location,
    runId,
    publishedAt,
    rolledBackTo: rolledBackTo ?? null,
  }
}

function cellsOf(version: TableVersion, isCurrent: boolean): readonly string[] {
  const { rolledBackTo } = version
  const remarks = [
    isCurrent ? 'current' : '',
    rolledBackTo === undefined ? '' : `the data of version ${rolledBackTo}`,
  ]
  return [
    formatCount(version.version),
    formatCount(version.rows),
    formatBytes(version.bytes),
    formatCount(version.files.length),
    formatInstant(version.publishedAt),
    remarks.filter((remark) => remark !== '').join(', '),
  ]
}
