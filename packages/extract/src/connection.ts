import type { Fetched } from './fetch-size.ts'
import type { ResultColumn } from './result-column.ts'
import type { SourceQuery } from './source-query.ts'
import type { WireBatch } from './wire-batch.ts'

/** One session on the source database, in a read-only transaction. Runs one query at a time. */
export interface Connection extends AsyncDisposable {
  /** Process id of the server's backend. */
  readonly backendPid: number

  /**
   * Asks Postgres for the columns of a query without running it.
   *
   * @throws {ExtractError} `query_failed`
   */
  describe(query: SourceQuery): Promise<readonly ResultColumn[]>

  /**
   * Runs a query and yields its rows in batches, in the order in which Postgres sends them.
   *
   * Values come in binary, those of a `printed` type and of its arrays as Postgres prints them, unless
   * `binary` says otherwise. A query that was not
   * described on this connection is described first, to know which is which.
   *
   * The socket is not read while the consumer holds a batch, so memory is bounded by one receive
   * buffer (which grows to the longest row).
   *
   * Leaving the loop early, and `signal`, cancel the query on the server. After that, and after a
   * failure of the query, the connection can run another one; it first begins a new transaction in
   * the same snapshot. A server that does not react to the cancel within 5 s loses the connection,
   * as do failures of the network; every later call then throws `connection_lost`.
   *
   * @throws {ExtractError} `query_failed` (also while another query runs), `statement_timed_out`,
   * `connection_lost`, `protocol_violation`, `aborted`
   */
  batches(query: SourceQuery, options?: BatchOptions): AsyncIterable<WireBatch>

  /** Ends the session; cancels a query that still runs. Safe to call twice. */
  close(): Promise<void>
}

export interface BatchOptions {
  readonly signal?: AbortSignal
  /** Reads in fetches, each a short statement of its own, instead of in one for the whole result. */
  readonly fetches?: FetchPace
  /** Indexes of columns whose values come in binary although they would come as printed. */
  readonly binary?: ReadonlySet<number>
}

/** Decides when and how much is fetched of one result. */
export interface FetchPace {
  /**
   * Resolves when the next fetch may begin, with its rows. Meanwhile the session takes other small
   * queries: `ask` runs one, and gives each value as text.
   */
  next(ask: AskSession): Promise<number>
  /** Is told what each fetch came to. */
  fetched(fetched: Fetched): void
}

/** Runs a small query without parameters on a session. */
export type AskSession = (
  sql: string,
) => Promise<readonly Readonly<Record<string, string | null>>[]>
