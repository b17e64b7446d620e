import type { Connection } from 'pg'
import type { AnnouncedColumn } from './describe-query.ts'
import { widthsOf } from './fixed-width.ts'
import type { ResultColumn } from './result-column.ts'
import type { FormatCode } from './result-formats.ts'
import type { Receiver } from './receiver.ts'
import { RowQuery } from './row-query.ts'
import { RowWalker } from './row-walker.ts'
import type { SourceQuery } from './source-query.ts'

declare module 'pg' {
  interface Query {
    /** Sends Execute, and Sync or Flush; pg has it, its types do not. */
    _getRows(connection: Connection): void
  }
  interface Connection {
    /** pg's types take the rows for a text. */
    execute(config: { readonly portal: string; readonly rows: number }): void
  }
}

/** Name of the portal; a session reads one query at a time. */
const PORTAL = 'reading'

/** Closes the portal of {@link FetchedResult}, which the server would keep until the transaction ends. */
export const CLOSE_PORTAL: SourceQuery = { sql: `close ${PORTAL}`, parameters: [] }

/** How a query is sent, and where its rows go. */
export interface FetchedResultOptions {
  readonly query: SourceQuery
  /** What Postgres said of the query before. */
  readonly columns: readonly ResultColumn[]
  readonly formats: readonly FormatCode[]
  readonly receiver: Receiver
}

/**
 * A result that is read in fetches: a named portal, of which each fetch executes some rows more. Every
 * fetch is a statement of its own to Postgres, with its own `query_start` and its own
 * `statement_timeout`; between two of them the session is idle in its transaction, and takes other
 * statements. The rows of a fetch are handed on when all have come, or as many as the receive buffer
 * holds: the server does not wait in its query for whoever takes them.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class FetchedResult {
  readonly #options: FetchedResultOptions
  /** One for all fetches, as its positions take room. */
  readonly #walker: RowWalker
  #begun = false
  #exhausted = false

  constructor(options: FetchedResultOptions) {
    this.#options = options
    this.#walker = new RowWalker(options.formats.length, widthsOf(options.columns))
  }

  /** Whether a portal is there, which must be closed. */
  get begun(): boolean {
    return this.#begun
  }

  /** Whether no row is left. */
  get exhausted(): boolean {
    return this.#exhausted
  }

  /** The next fetch, to be sent when the one before has settled. */
  fetch(rows: number): RowQuery {
    const isFirst = !this.#begun
    this.#begun = true
    return new FetchQuery(this.#options, {
      rows,
      isFirst,
      walker: this.#walker,
      exhausted: () => (this.#exhausted = true),
    })
  }
}

interface FetchOptions {
  readonly rows: number
  readonly isFirst: boolean
  readonly walker: RowWalker
  /** Called when the last row has come. */
  readonly exhausted: () => void
}

class FetchQuery extends RowQuery {
  /** Read by pg. */
  readonly portal = PORTAL
  readonly #fetch: FetchOptions

  constructor(options: FetchedResultOptions, fetch: FetchOptions) {
    super(options.query, options.columns, options.formats, options.receiver)
    this.#fetch = fetch
  }

  /** Called by pg to send the query, or what fetches more of it. */
  override prepare(connection: Connection): void {
    if (this.#fetch.isFirst) {
      super.prepare(connection)
    } else {
      this.beginRows(this.#fetch.walker, true)
      this.#execute(connection)
    }
  }

  /** Called by pg behind Bind and Describe. */
  override _getRows(connection: Connection): void {
    this.#execute(connection)
  }

  override handleRowDescription(message: { readonly fields: readonly AnnouncedColumn[] }): void {
    this.expectColumns(message.fields)
    this.beginRows(this.#fetch.walker, true)
  }

  /** Called by pg when there may be more rows. */
  handlePortalSuspended(): void {
    this.endRows()
  }

  override handleCommandComplete(): void {
    this.#fetch.exhausted()
    super.handleCommandComplete()
  }

  /** With the Sync at once: until it comes, the server counts the query as active. */
  #execute(connection: Connection): void {
    connection.execute({ portal: PORTAL, rows: this.#fetch.rows })
    connection.sync()
  }
}
