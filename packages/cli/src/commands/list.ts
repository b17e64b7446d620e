import type { TableVersion } from '@carmilla/load'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Config } from '../config/config.ts'
import { resolveSettings } from '../config/settings.ts'
import { type CommonFlags, type Invocation, openTarget, targetConfigOf } from '../invocation.ts'
import { formatBytes, formatCount, formatInstant } from '../output/quantity.ts'
import { formatTable, type TextColumn } from '../output/text-table.ts'
import { verb } from './common-options.ts'

type ListFlags = CommonFlags & { readonly target?: string; readonly catalog?: string }

/** A task, and what is published of it; `task` is null for a table whose task is gone. */
interface Listed {
  readonly task: string | null
  readonly table: string
  readonly columns: number
  readonly partitionKeys: readonly string[]
  readonly groups: readonly string[]
  readonly version: number | null
  readonly rows: number | null
  readonly bytes: number | null
  readonly files: number | null
  readonly publishedAt: string | null
}

const COLUMNS: readonly TextColumn[] = [
  { title: 'task' },
  { title: 'columns', align: 'right' },
  { title: 'partitions' },
  { title: 'version', align: 'right' },
  { title: 'rows', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'published (UTC)' },
]

/** `etl list` */
export function listCommand(invocation: Invocation): CommandUnknownOpts {
  return verb('list', 'Lists the tasks and groups, and what is published of each.')
    .option('--target <uri>', 'where the tables are published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .action((flags) => list(invocation, flags))
}

async function list(invocation: Invocation, flags: ListFlags): Promise<void> {
  const { output, environment } = invocation
  const found = await targetConfigOf(invocation, flags)
  const { catalog } = await openTarget(resolveSettings(found, flags, environment))
  const names = Object.keys(found.config.tasks)
  const published = await catalog.tables()
  const versions = await Promise.all(
    [...new Set([...names, ...published])].map(async (name) => ({
      name,
      current: await catalog.current(name),
    })),
  )
  const items = versions.map(({ name, current }) => listed(found.config, name, current))
  if (flags.json === true) {
    for (const item of items) output.result(JSON.stringify(item))
    return
  }
  output.result(formatTable(COLUMNS, items.map(cellsOf), { width: output.width }))
  for (const [group, members] of Object.entries(found.config.groups ?? {})) {
    output.result(`group ${group}: ${members.join(', ')}`)
  }
}

function listed({ tasks, groups = {} }: Config, name: string, current?: TableVersion): Listed {
  const task = tasks[name]
  return {
    task: task === undefined ? null : name,
    table: name,
    columns: (task ?? current)?.schema.length ?? 0,
    partitionKeys: (task ?? current)?.partitionKeys ?? [],
    groups: Object.keys(groups).filter((group) => groups[group]?.includes(name) === true),
    version: current?.version ?? null,
    rows: current?.rows ?? null,
    bytes: current?.bytes ?? null,
    files: current?.files.length ?? null,
    publishedAt: current?.publishedAt ?? null,
  }
}

function cellsOf(item: Listed): readonly string[] {
  return [
    item.task ?? `${item.table} (no task)`,
    formatCount(item.columns),
    item.partitionKeys.join(', '),
    item.version === null ? '' : formatCount(item.version),
    item.rows === null ? '' : formatCount(item.rows),
    item.bytes === null ? '' : formatBytes(item.bytes),
    item.publishedAt === null ? 'never' : formatInstant(item.publishedAt),
  ]
}
