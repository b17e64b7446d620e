import { LoadError } from './errors.ts'
import { asArray, asCount, asObject, asString, asStringOrNull } from './json-fields.ts'
import { manifestKey, tableLocation } from './layout.ts'
import { tableFolder } from './object-key.ts'
import { type ProcessIdentity, thisProcess } from './process-identity.ts'
import type { Sink } from './sink.ts'
import { readJson, writeJson } from './small-object.ts'

/**
 * The journal of a run's objects: how others know exactly what to delete when the run is dead.
 *
 * Below `_runs/<table>/<runId>/`, each an immutable object:
 * - `begun.json`: who runs it; before anything else.
 * - `keys-00000.json`, …: keys, before an object may appear under any of them.
 * - `sealed.json`: the right to decide the run's fate. The publisher makes it before it commits, a
 *   collector before it deletes; whoever is first wins, so a run that was given up by mistake can
 *   no longer commit.
 * - `retired.json`: its version is no longer kept; whatever its owner does, it may be deleted.
 * - `hold-<id>.json`: a rollback to its data is in progress; it must not be deleted.
 *
 * The journal of a published run stays as long as its data, and goes last.
 */
export const RUNS_FOLDER = '_runs'

/** What the journal says of a run. */
export interface RunRecord {
  readonly runId: string
  /** Of the first entry; `undefined` when only holds are left. */
  readonly owner: ProcessIdentity | undefined
  /** Time of its newest entry, in milliseconds since 1970. */
  readonly lastSeenMs: number
  /** Data objects that exist or may exist. */
  readonly keys: readonly string[]
  readonly sealed: boolean
  readonly retired: boolean
  readonly holds: readonly RunHold[]
  /** Keys of the entries themselves but the holds, in the order in which they may be deleted. */
  readonly entries: readonly string[]
}

export interface RunHold {
  readonly key: string
  readonly owner: ProcessIdentity
  readonly atMs: number
}

/** Writes the journal of one run of one table. */
export class RunJournal {
  readonly #sink: Sink
  readonly #folder: string
  readonly #now: () => Date
  readonly #entries: string[] = []
  #announcements = 0

  constructor(options: {
    readonly sink: Sink
    readonly table: string
    readonly runId: string
    readonly now: () => Date
  }) {
    this.#sink = options.sink
    this.#folder = runFolder(options.table, options.runId)
    this.#now = options.now
  }

  /** @throws {LoadError} `object_exists` when this run has begun this table before. */
  async begin(): Promise<void> {
    await this.#write('begun.json', { owner: thisProcess() })
  }

  async announce(keys: readonly string[]): Promise<void> {
    const number = (this.#announcements++).toString().padStart(5, '0')
    await this.#write(`keys-${number}.json`, { keys })
  }

  /** @throws {LoadError} `aborted` when a collector took the run for dead. */
  async seal(): Promise<void> {
    try {
      await this.#write('sealed.json', { owner: thisProcess() })
    } catch (error) {
      if (!isObjectExists(error)) throw error
      throw new LoadError(
        'aborted',
        `run \`${this.#folder}\`: was taken for dead and its objects were collected; nothing was published, run again`,
        { cause: error, retriable: true },
      )
    }
  }

  /** Removes the journal; only after everything that it names is gone. */
  async end(): Promise<void> {
    const [begun, ...others] = this.#entries
    await this.#sink.delete(others)
    if (begun !== undefined) await this.#sink.delete([begun])
  }

  async #write(name: string, facts: object): Promise<void> {
    const key = `${this.#folder}${name}`
    await writeJson(this.#sink, key, { ...facts, atMs: this.#now().getTime() })
    this.#entries.push(key)
  }
}

/** Marks a published run as no longer kept. */
export async function retireRun(
  sink: Sink,
  table: string,
  runId: string,
  now: Date,
): Promise<void> {
  await writeOnce(sink, `${runFolder(table, runId)}retired.json`, { atMs: now.getTime() })
}

/** Takes the fate of a dead run in hand: the key of the entry, `undefined` when another was first. */
export async function claimRun(
  sink: Sink,
  table: string,
  runId: string,
  now: Date,
): Promise<string | undefined> {
  const key = `${runFolder(table, runId)}sealed.json`
  return (await writeOnce(sink, key, { atMs: now.getTime() })) ? key : undefined
}

/** Keeps the data of a run from being collected until {@link releaseRun}. */
export async function holdRun(
  sink: Sink,
  options: {
    readonly table: string
    readonly runId: string
    readonly by: string
    readonly now: Date
  },
): Promise<string> {
  const key = `${runFolder(options.table, options.runId)}hold-${options.by}.json`
  await writeJson(sink, key, { owner: thisProcess(), atMs: options.now.getTime() })
  return key
}

/** Whether a journal entry is a hold. */
export function isHold(entry: string): boolean {
  return entry.slice(entry.lastIndexOf('/') + 1).startsWith('hold-')
}

/** Ids of all runs of a table that have a journal, oldest first, with the keys of its entries. */
export async function listRuns(
  sink: Sink,
  table: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const prefix = `${RUNS_FOLDER}/${tableFolder(table)}/`
  const runs = new Map<string, string[]>()
  for (const key of await sink.list(prefix)) {
    const runId = key.slice(prefix.length).split('/')[0] ?? ''
    const entries = runs.get(runId) ?? []
    entries.push(key)
    runs.set(runId, entries)
  }
  return runs
}

/**
 * Reads the journal of a run.
 *
 * @throws {LoadError} `catalog_corrupt` for an entry that is not one, or that names an object which
 * cannot be the run's.
 */
export async function readRun(
  sink: Sink,
  options: { readonly table: string; readonly runId: string; readonly entries: readonly string[] },
): Promise<RunRecord> {
  const { table, runId } = options
  const location = tableLocation(table, runId)
  const keys: string[] = []
  const holds: RunHold[] = []
  const entries: string[] = []
  let owner: ProcessIdentity | undefined
  let lastSeenMs = 0
  for (const key of options.entries) {
    const name = key.slice(key.lastIndexOf('/') + 1)
    const value = await readJson(sink, key)
    if (value === undefined) continue
    try {
      const entry = asObject(value, 'entry')
      const atMs = asCount(entry['atMs'], 'atMs')
      if (isHold(key)) {
        holds.push({ key, owner: parseOwner(entry['owner']), atMs })
        continue
      }
      lastSeenMs = Math.max(lastSeenMs, atMs)
      if (name.startsWith('keys-')) keys.push(...parseKeys(entry['keys'], location))
      if (name === 'begun.json') owner = parseOwner(entry['owner'])
      entries.push(key)
    } catch (error) {
      throw new LoadError(
        'catalog_corrupt',
        `\`${key}\`: not a journal entry: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error, context: { key } },
      )
    }
  }
  return {
    runId,
    owner,
    lastSeenMs,
    keys,
    sealed: entries.some((key) => key.endsWith('/sealed.json')),
    retired: entries.some((key) => key.endsWith('/retired.json')),
    holds,
    entries: entries.toSorted((left, right) => deletionRank(left) - deletionRank(right)),
  }
}

/**
 * Deletes everything of a run: its data, then its manifest, then the journal that names them.
 *
 * One call after the other: what is named must be gone before what names it.
 */
export async function deleteRun(
  sink: Sink,
  table: string,
  run: Pick<RunRecord, 'runId' | 'keys' | 'holds' | 'entries'>,
): Promise<void> {
  await sink.discardUnfinished?.(run.keys)
  await sink.delete(run.keys)
  await sink.delete([manifestKey(table, run.runId)])
  await sink.delete(run.holds.map((hold) => hold.key))
  for (const entry of run.entries) {
    await sink.delete([entry])
  }
}

/** While any entry is left, the rest must still say that the run may be deleted. */
function deletionRank(entry: string): number {
  if (entry.endsWith('/retired.json')) return 2
  return entry.endsWith('/begun.json') ? 1 : 0
}

async function writeOnce(sink: Sink, key: string, value: unknown): Promise<boolean> {
  try {
    await writeJson(sink, key, value)
    return true
  } catch (error) {
    if (isObjectExists(error)) return false
    throw error
  }
}

function isObjectExists(error: unknown): boolean {
  return error instanceof LoadError && error.code === 'object_exists'
}

function runFolder(table: string, runId: string): string {
  return `${RUNS_FOLDER}/${tableFolder(table)}/${runId}/`
}

function parseKeys(value: unknown, location: string): string[] {
  return asArray(value, 'keys', (key, what) => {
    const text = asString(key, what)
    if (!text.startsWith(location)) {
      throw new Error(`\`${what}\`: expected a key below ${location}, got ${text}`)
    }
    return text
  })
}

function parseOwner(value: unknown): ProcessIdentity {
  const owner = asObject(value, 'owner')
  return {
    host: asString(owner['host'], 'owner.host'),
    bootId: asStringOrNull(owner['bootId'], 'owner.bootId'),
    pidNamespace: asStringOrNull(owner['pidNamespace'], 'owner.pidNamespace'),
    pid: asCount(owner['pid'], 'owner.pid'),
    startTicks: asStringOrNull(owner['startTicks'], 'owner.startTicks'),
  }
}
