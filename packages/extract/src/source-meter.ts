import type { Connection } from './connection.ts'
import type { ReadingUsage, SessionMeter, SessionUsage } from './session-meter.ts'

/** What a run has cost the source. Times in whole milliseconds. */
export interface SourceUsage {
  /** The longest statement, from sending it until the server took the next one. */
  readonly longestQueryMs: number
  /** The longest transaction. All are `REPEATABLE READ`, so it held its xmin for as long. */
  readonly longestTransactionMs: number
  /**
   * Age of the oldest xmin held, in transactions, just before it was let go: how far back vacuum could
   * not clean up. `null` where no session could be asked any more.
   */
  readonly oldestXminAge: number | null
  /** Most sessions at one time. */
  readonly peakBackends: number
  /** Most processes that the plan of one query adds to its backend. */
  readonly parallelWorkers: number
  /** Everything that the server sent, encryption included. */
  readonly sentBytes: number
  /** In which readers asked nothing of the server to spare it, added up. */
  readonly pausedMs: number
}

/** Measures all sessions that are opened with it: put it into their settings. */
export class SourceMeter {
  readonly #meters: SessionMeter[] = []
  readonly #elsewhere: SessionUsage[] = []
  #parallelWorkers = 0

  /** Called by a session when it is open. */
  opened(session: SessionMeter): void {
    this.#meters.push(session)
  }

  /** Adds sessions that another thread of this process has measured. */
  add(sessions: readonly SessionUsage[]): void {
    this.#elsewhere.push(...sessions)
  }

  /** The sessions so far. */
  get sessions(): readonly SessionUsage[] {
    return [...this.#meters.map((meter) => meter.usage()), ...this.#elsewhere]
  }

  /** Begins to measure what is read on a connection from now on; gives what it has cost so far. */
  reading(connection: Pick<Connection, 'backendPid'>): () => ReadingUsage {
    return this.#of(connection)?.reading() ?? (() => NOTHING)
  }

  /** Takes note that a reader did nothing for so long, to spare the server. */
  paused(connection: Pick<Connection, 'backendPid'>, elapsedMs: number): void {
    this.#of(connection)?.paused(elapsedMs)
  }

  /** Takes note of how many processes the plan of a query adds to its backend. */
  planned(parallelWorkers: number): void {
    this.#parallelWorkers = Math.max(this.#parallelWorkers, parallelWorkers)
  }

  usage(): SourceUsage {
    const { sessions } = this
    const ages = sessions.flatMap(({ xminAge }) => xminAge ?? [])
    return {
      longestQueryMs: most(sessions.map(({ longestQueryMs }) => longestQueryMs)),
      longestTransactionMs: most(sessions.map((session) => session.longestTransactionMs)),
      oldestXminAge: ages.length === 0 ? null : most(ages),
      peakBackends: peakOf(sessions),
      parallelWorkers: this.#parallelWorkers,
      sentBytes: sessions.reduce((sum, { sentBytes }) => sum + sentBytes, 0),
      pausedMs: Math.round(sessions.reduce((sum, { pausedMs }) => sum + pausedMs, 0)),
    }
  }

  /** The server may use the number of a backend again after its end. */
  #of({ backendPid }: Pick<Connection, 'backendPid'>): SessionMeter | undefined {
    return this.#meters.findLast((meter) => meter.backendPid === backendPid)
  }
}

const NOTHING: ReadingUsage = { longestQueryMs: 0, transactionMs: 0, sentBytes: 0, pausedMs: 0 }

/** The greatest, rounded, 0 of none; there may be more than a call takes arguments. */
function most(values: readonly number[]): number {
  return Math.round(values.reduce((greatest, value) => Math.max(greatest, value), 0))
}

/** One that ends when another begins was there with it: the server may still have had both. */
function peakOf(sessions: readonly SessionUsage[]): number {
  const changes = sessions
    .flatMap(({ openedAtMs, closedAtMs }) => [
      { atMs: openedAtMs, by: 1 },
      { atMs: closedAtMs ?? Infinity, by: -1 },
    ])
    .toSorted((left, right) => left.atMs - right.atMs || right.by - left.by)
  let open = 0
  let peak = 0
  for (const { by } of changes) {
    open += by
    peak = Math.max(peak, open)
  }
  return peak
}
