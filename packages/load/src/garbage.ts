import type { Catalog, TableVersion } from './catalog.ts'
import { tableLocation } from './layout.ts'
import type { Target } from './local-target.ts'
import { isSurelyDead } from './process-identity.ts'
import { claimRun, deleteRun, listRuns, readRun, retireRun, type RunRecord } from './run-journal.ts'

/** Versions that are kept, the current one included: enough for readers that began just before. */
export const DEFAULT_KEPT_VERSIONS = 3

/** Which versions are kept. */
export interface Retention {
  /** How many versions with data of their own are kept, newest first; at least 1. */
  readonly versions: number
  /** A version that was replaced less than this long ago is kept as well, in milliseconds. */
  readonly supersededMs: number
}

/** Local readers open their files at once, so that the number of versions is grace enough. */
export const DEFAULT_RETENTION: Retention = { versions: DEFAULT_KEPT_VERSIONS, supersededMs: 0 }

export interface CollectOptions {
  readonly target: Target
  readonly table: string
  /** Absent: forgets nothing, deletes only what dead and failed runs left. */
  readonly retention?: Retention
  readonly now?: () => Date
}

/** What a collection did. */
export interface CollectedGarbage {
  readonly forgotten: readonly number[]
  /** Keys of the data objects that were deleted. */
  readonly deleted: readonly string[]
}

/**
 * Forgets versions that are no longer kept, and deletes what no kept version needs: exactly the
 * objects that the journals of these runs name, and only of runs that are retired or surely dead.
 *
 * Safe beside publishers, rollbacks and other collectors; continues what a killed one began.
 */
export async function collectGarbage(options: CollectOptions): Promise<CollectedGarbage> {
  const { table, retention } = options
  const { sink, catalog } = options.target
  const now = options.now ?? currentTime
  const forgotten =
    retention === undefined ? [] : await forgetVersions(options.target, { table, retention, now })

  // The order matters: holds are read after versions are forgotten (a rollback takes its hold before
  // it looks at the versions), and what is live is read after runs were found dead or claimed.
  const live = liveData(await catalog.versions(table))
  const doomed: RunRecord[] = []
  for (const [runId, entries] of await listRuns(sink, table)) {
    if (live.locations.has(tableLocation(table, runId))) continue
    // oxlint-disable-next-line no-await-in-loop -- runs are few, and one at a time is gentle
    const run = await readRun(sink, { table, runId, entries })
    // oxlint-disable-next-line no-await-in-loop
    if (await mayDelete(options.target, table, run, now())) doomed.push(run)
  }
  const deleted = doomed.length === 0 ? [] : await deleteUnneeded(options.target, table, doomed)
  return { forgotten, deleted }
}

async function deleteUnneeded(
  { sink, catalog }: Target,
  table: string,
  runs: readonly RunRecord[],
): Promise<string[]> {
  const live = liveData(await catalog.versions(table))
  const deleted: string[] = []
  for (const run of runs) {
    if (live.locations.has(tableLocation(table, run.runId))) continue
    const keys = run.keys.filter((key) => !live.keys.has(key))
    const entries = [...run.holds.map((hold) => hold.key), ...run.entries]
    // oxlint-disable-next-line no-await-in-loop -- a run is gone before the next is begun
    await deleteRun(sink, { table, runId: run.runId, keys, entries })
    deleted.push(...keys)
  }
  return deleted
}

async function mayDelete(
  target: Target,
  table: string,
  run: RunRecord,
  now: Date,
): Promise<boolean> {
  const nowMs = now.getTime()
  if (run.holds.some((hold) => !isSurelyDead(hold.owner, hold.atMs, nowMs))) return false
  if (run.retired) return true
  if (run.owner === undefined) return run.entries.length === 0
  if (!isSurelyDead(run.owner, run.lastSeenMs, nowMs)) return false
  return run.sealed || claimRun(target.sink, table, run.runId, now)
}

async function forgetVersions(
  { sink, catalog }: Target,
  options: {
    readonly table: string
    readonly retention: Retention
    readonly now: () => Date
  },
): Promise<readonly number[]> {
  const { table, retention, now } = options
  const versions = await catalog.versions(table)
  const kept = keptLocations(versions, retention, now())
  const leaving = versions.filter((version) => !kept.has(version.location))
  for (const version of leaving) {
    const runId = version.location.split('/').at(-2)
    // Before it is forgotten: afterwards nobody could tell its run from one that is about to commit.
    // oxlint-disable-next-line no-await-in-loop
    if (runId !== undefined) await retireRun(sink, table, runId, now())
  }
  const numbers = leaving.map((version) => version.version)
  if (numbers.length > 0) await catalog.forget(table, numbers)
  return numbers
}

/** @param versions newest first. */
function keptLocations(
  versions: readonly TableVersion[],
  retention: Retention,
  now: Date,
): ReadonlySet<string> {
  const originals = versions.filter((version) => version.rolledBackTo === undefined)
  const kept = new Set(
    originals.slice(0, Math.max(1, retention.versions)).map((version) => version.location),
  )
  const current = versions[0]
  if (current !== undefined) kept.add(current.location)
  for (const [index, version] of versions.entries()) {
    const replacedBy = versions[index - 1]
    if (replacedBy === undefined) continue
    const supersededMs = now.getTime() - Date.parse(replacedBy.publishedAt)
    if (supersededMs < retention.supersededMs) kept.add(version.location)
  }
  return kept
}

function liveData(versions: Awaited<ReturnType<Catalog['versions']>>): {
  readonly locations: ReadonlySet<string>
  readonly keys: ReadonlySet<string>
} {
  return {
    locations: new Set(versions.map((version) => version.location)),
    keys: new Set(versions.flatMap((version) => version.files.map((file) => file.key))),
  }
}

function currentTime(): Date {
  return new Date()
}
