import { setTimeout as sleep } from 'node:timers/promises'
import type { AskSession, BatchOptions, Connection, FetchPace } from './connection.ts'
import { FetchSize } from './fetch-size.ts'
import { throwIfAborted } from './query-failure.ts'
import { RowBudget } from './row-budget.ts'
import { exceededLimit, type SourceLimits, type SourceLoad, sourceLoad } from './source-limits.ts'
import type { SourceMeter } from './source-meter.ts'
import type { SourceQuery } from './source-query.ts'
import type { WireBatch } from './wire-batch.ts'

/** Milliseconds between two looks at what the server bears. */
const LOOK_INTERVAL_MS = 1_000
/** Part of a second's rows that one fetch brings at most, so that it is paid for in this time. */
const FETCH_SECONDS = 0.25

/** Why a reader waits. */
export type Wait =
  | { readonly limit: keyof SourceLimits; readonly load: SourceLoad }
  | { readonly limit: 'maxRowsPerSecond' }

/** How fast the readers of a run may be. */
export interface SourcePaceOptions {
  /**
   * Reads in fetches: queries of a fraction of a second instead of one for the whole result. Only then
   * are there moments to look at `limits`.
   */
  readonly fetches: boolean
  readonly limits?: SourceLimits
  /** Of all readers together. */
  readonly maxRowsPerSecond?: number
  /** Is told for how long readers waited. */
  readonly meter?: SourceMeter
}

/** What is particular to one reader. */
interface Reader {
  readonly connection: Connection
  /** Told why it waits, and `undefined` when it goes on. */
  readonly waits: (wait: Wait | undefined) => void
}

/** The pace of a run, shared by its readers. */
export class SourcePace {
  readonly #options: SourcePaceOptions
  readonly #budget: RowBudget | undefined
  #lookedAtMs = -Infinity

  constructor(options: SourcePaceOptions) {
    this.#options = options
    const { maxRowsPerSecond } = options
    this.#budget = maxRowsPerSecond === undefined ? undefined : new RowBudget(maxRowsPerSecond)
  }

  /** The same connection, on which results are read at this pace. */
  of(connection: Connection, waits: Reader['waits'] = () => {}): Connection {
    const reader: Reader = { connection, waits }
    return {
      backendPid: connection.backendPid,
      describe: (query) => connection.describe(query),
      batches: (query, options) => this.#batches(reader, query, options),
      close: () => connection.close(),
      [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
    }
  }

  #batches(
    reader: Reader,
    query: SourceQuery,
    options: BatchOptions = {},
  ): AsyncIterable<WireBatch> {
    if (this.#options.fetches) {
      const fetches = this.#fetchPace(reader, options.signal)
      return reader.connection.batches(query, { ...options, fetches })
    }
    return this.#budget === undefined
      ? reader.connection.batches(query, options)
      : this.#budgeted(reader, query, options)
  }

  /** While nobody takes the next batch, Postgres waits in the middle of its query. */
  async *#budgeted(
    reader: Reader,
    query: SourceQuery,
    options: BatchOptions,
  ): AsyncGenerator<WireBatch> {
    for await (const batch of reader.connection.batches(query, options)) {
      const { rows } = batch
      yield batch
      await this.#pay(reader, rows, options.signal)
    }
  }

  #fetchPace(reader: Reader, signal: AbortSignal | undefined): FetchPace {
    const rowsPerSecond = this.#budget?.rowsPerSecond
    const fetchSize = new FetchSize(
      rowsPerSecond === undefined ? undefined : Math.floor(rowsPerSecond * FETCH_SECONDS),
    )
    return {
      next: async (ask) => {
        // Of the fetch before, which may have been the last one of another result.
        await this.#pay(reader, 0, signal)
        await this.#keepLimits(reader, ask, signal)
        return fetchSize.rows
      },
      fetched: (fetched) => {
        this.#budget?.take(fetched.rows)
        fetchSize.learn(fetched)
      },
    }
  }

  async #pay(reader: Reader, rows: number, signal: AbortSignal | undefined): Promise<void> {
    const waitMs = this.#budget?.take(rows) ?? 0
    if (waitMs < 1) return
    reader.waits({ limit: 'maxRowsPerSecond' })
    await this.#paused(reader, () => pause(waitMs, signal))
  }

  async #keepLimits(
    reader: Reader,
    ask: AskSession,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { limits } = this.#options
    if (limits === undefined || performance.now() - this.#lookedAtMs < LOOK_INTERVAL_MS) return
    const look = async (): Promise<Wait | undefined> => {
      const load = await sourceLoad(ask)
      this.#lookedAtMs = performance.now()
      const limit = exceededLimit(load, limits)
      return limit === undefined ? undefined : { limit, load }
    }
    let wait = await look()
    if (wait === undefined) return
    await this.#paused(reader, async () => {
      while (wait !== undefined) {
        reader.waits(wait)
        await pause(LOOK_INTERVAL_MS, signal)
        wait = await look()
      }
    })
  }

  async #paused({ connection, waits }: Reader, waiting: () => Promise<void>): Promise<void> {
    const sinceMs = performance.now()
    try {
      await waiting()
    } finally {
      this.#options.meter?.paused(connection, performance.now() - sinceMs)
      waits(undefined)
    }
  }
}

/** @throws {ExtractError} `aborted` */
async function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    throwIfAborted(signal)
    throw error
  }
}
