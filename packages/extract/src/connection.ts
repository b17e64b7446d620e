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
   * The socket is not read while the consumer holds a batch, so memory is bounded by one receive
   * buffer (which grows to the longest row). Leaving the loop early cancels the query on the server.
   *
   * @throws {ExtractError} `query_failed`, `statement_timed_out`, `connection_lost`, `aborted`
   */
  batches(query: SourceQuery, options?: BatchOptions): AsyncIterable<WireBatch>

  /** Ends the session. */
  close(): Promise<void>
}

export interface BatchOptions {
  readonly signal?: AbortSignal
}
