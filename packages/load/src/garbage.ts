import type { Catalog, TableVersion } from './catalog.ts'
import { tableLocation } from './layout.ts'
import type { Target } from './target.ts'
import { isSurelyDead } from './process-identity.ts'
import {
  claimRun,
  deleteRun,
  isHold,
  listRuns,
  readRun,
  retireRun,
  type RunRecord,
} from './run-journal.ts'
import type { Sink } from './sink.ts'

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
    const isLive = live.locations.has(tableLocation(table, runId))
    if (isLive && !entries.some(isHold)) continue
    const run = await readRun(sink, { table, runId, entries })
    if (isLive) await deleteDeadHolds(sink, run, now())
    else doomed.push(...(await doomedRun(sink, { table, run, now: now() })))
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
    await deleteRun(sink, table, { ...run, keys })
    deleted.push(...keys)
  }
  return deleted
}

/** The run, when nobody can need it any more; nothing otherwise. */
async function doomedRun(
  sink: Sink,
  { table, run, now }: { readonly table: string; readonly run: RunRecord; readonly now: Date },
): Promise<readonly RunRecord[]> {
  if (deadHolds(run, now).length < run.holds.length) return []
  if (run.retired) return [run]
  if (run.owner === undefined) return run.entries.length === 0 ? [run] : []
  if (!isSurelyDead(run.owner, run.lastSeenMs, now.getTime())) return []
  if (run.sealed) return [run]
  const claim = await claimRun(sink, table, run.runId, now)
  return claim === undefined ? [] : [{ ...run, entries: [claim, ...run.entries] }]
}

async function deleteDeadHolds(sink: Sink, run: RunRecord, now: Date): Promise<void> {
  await sink.delete(deadHolds(run, now))
}

function deadHolds(run: RunRecord, now: Date): readonly string[] {
  return run.holds
    .filter((hold) => isSurelyDead(hold.owner, hold.atMs, now.getTime()))
    .map((hold) => hold.key)
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
