import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import { resolveSettings, type Settings } from '../config/settings.ts'
import { CliError } from '../errors.ts'
import { type CommonFlags, type Invocation, openTarget, targetConfigOf } from '../invocation.ts'
import type { ResultFormat } from '../query/result-writer.ts'
import { verb } from './common-options.ts'

type QueryFlags = CommonFlags & {
  readonly target?: string
  readonly catalog?: string
  readonly csv?: true
}

/** `etl query` */
export function queryCommand(invocation: Invocation): CommandUnknownOpts {
  return verb(
    'query',
    'Queries the published tables: with DuckDB, or with Athena where they are in Glue.',
  )
    .argument('<sql>', 'such as "select count(*) from orders"')
    .addOption(
      new Option('--csv', 'print CSV; NULL is empty, the empty text is ""').conflicts('json'),
    )
    .option('--target <uri>', 'where the tables are published')
    .option('--catalog <kind>', 'of s3: files beside the data, glue, or glue:<database>')
    .action((sql, flags) => query(invocation, sql, flags))
}

async function query(invocation: Invocation, sql: string, flags: QueryFlags): Promise<void> {
  const settings = resolveSettings(
    await targetConfigOf(invocation, flags),
    flags,
    invocation.environment,
  )
  if (settings.target.startsWith('s3://')) {
    const { queryAthena } = await import('../query/query-athena.ts')
    await queryAthena(invocation, sql, { settings, format: formatOf(flags) })
  } else await queryFiles(invocation, sql, { settings, format: formatOf(flags) })
}

function formatOf({ json, csv }: QueryFlags): ResultFormat {
  return json === true ? 'json' : csv === true ? 'csv' : 'table'
}

async function queryFiles(
  { output, interrupt }: Invocation,
  sql: string,
  { settings, format }: { readonly settings: Settings; readonly format: ResultFormat },
): Promise<void> {
  const target = await openTarget(settings)
  // DuckDB is large, and only this verb needs it.
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const { createPublishedViews } = await import('../query/published-views.ts')
  const { queryFailure } = await import('../query/query-failure.ts')
  const { duckDbResult } = await import('../query/duckdb-result.ts')
  const { writeResult } = await import('../query/result-writer.ts')

  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const stop = (): void => connection.interrupt()
  interrupt.signal.addEventListener('abort', stop, { once: true })
  try {
    await connection.run(`set timezone = 'UTC'`)
    const views = await createPublishedViews(connection, target)
    if (views.tables.length + views.broken.length === 0) {
      throw new CliError(
        'nothing_published',
        `nothing is published in \`${settings.target}\`; run \`etl run --all\` first`,
      )
    }
    try {
      await writeResult(duckDbResult(await connection.stream(sql)), format, output)
    } catch (error) {
      interrupt.signal.throwIfAborted()
      throw queryFailure(error, views)
    }
  } finally {
    interrupt.signal.removeEventListener('abort', stop)
    connection.closeSync()
    instance.closeSync()
  }
}
