import type { TableVersion } from './catalog.ts'
import { LoadError } from './errors.ts'
import { inParallel, SINK_CALLS } from './in-parallel.ts'
import type { Target } from './target.ts'
import { newRunId } from './run-id.ts'
import { holdRun } from './run-journal.ts'

export interface RollbackOptions {
  readonly target: Target
  readonly table: string
  /** Absent: the version before the one that is shown, so that rolling back twice goes back two. */
  readonly toVersion?: number
  readonly now?: () => Date
}

/**
 * Shows an older version's data again, as a new version.
 *
 * @throws {LoadError} `unknown_table`; `unknown_version` with the versions that are kept;
 * `object_missing` when data is gone; `commit_conflict`.
 */
export async function rollback(options: RollbackOptions): Promise<TableVersion> {
  const { target, table } = options
  const now = (options.now ?? (() => new Date()))()
  const runId = newRunId(now)
  const versions = await target.catalog.versions(table)
  const wanted = chooseVersion(versions, options)
  const hold = await holdRun(target.sink, {
    table,
    runId: wanted.location.split('/').at(-2) ?? '',
    by: runId,
    now,
  })
  try {
    // Only now, with the hold in place, is it certain that the data stays if it is still there.
    const kept = await target.catalog.versions(table)
    const chosen = chooseVersion(kept, { table, toVersion: wanted.version })
    await checkObjects(target, chosen)
    const next: TableVersion = {
      ...chosen,
      version: (kept[0]?.version ?? 0) + 1,
      runId,
      publishedAt: now.toISOString(),
      rolledBackTo: dataVersion(chosen),
    }
    await target.catalog.commit(next)
    return next
  } finally {
    await target.sink.delete([hold])
  }
}

/** @param versions newest first. */
function chooseVersion(
  versions: readonly TableVersion[],
  { table, toVersion }: { readonly table: string; readonly toVersion?: number },
): TableVersion {
  const current = versions[0]
  if (current === undefined) {
    throw new LoadError('unknown_table', `table \`${table}\`: was never published`, {
      context: { table },
    })
  }
  const chosen =
    toVersion === undefined
      ? versions.find(
          (version) => version.rolledBackTo === undefined && version.version < dataVersion(current),
        )
      : versions.find((version) => version.version === toVersion)
  if (chosen !== undefined) return chosen
  const wanted =
    toVersion === undefined
      ? `no version before ${dataVersion(current)}`
      : `version ${toVersion} is not kept`
  const kept = versions.map((version) => version.version).join(', ')
  throw new LoadError(
    'unknown_version',
    `table \`${table}\`: ${wanted}; nothing was changed, kept are ${kept}`,
    { context: { table, kept } },
  )
}

/** The version that wrote the data which `version` shows. */
function dataVersion(version: TableVersion): number {
  return version.rolledBackTo ?? version.version
}

async function checkObjects({ sink }: Target, version: TableVersion): Promise<void> {
  await inParallel(version.files, SINK_CALLS, async ({ key, bytes }) => {
    const stored = await sink.stat(key)
    if (stored?.bytes === bytes) return
    const got = stored === undefined ? 'nothing' : `${stored.bytes} bytes`
    throw new LoadError(
      'object_missing',
      `table \`${version.table}\` version ${version.version}: \`${key}\` has ${got}, expected ${bytes} bytes; nothing was changed`,
      { context: { table: version.table, version: version.version, key } },
    )
  })
}
