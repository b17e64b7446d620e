import type { QueryConfig, QueryResult, Submittable } from 'pg'
import { requestCancel } from './cancel-request.ts'
import type { AskSession, BatchOptions, Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { type AnnouncedColumn, DescribeQuery } from './describe-query.ts'
import { ExtractError } from './errors.ts'
import { CLOSE_PORTAL, FetchedResult } from './fetch-query.ts'
import type { Fetched } from './fetch-size.ts'
import { openClient, type OpenClient } from './open-client.ts'
import { queryFailure, throwIfAborted } from './query-failure.ts'
import type { ResultColumn } from './result-column.ts'
import { resultFormats } from './result-formats.ts'
import { RowQuery } from './row-query.ts'
import { epochNowMs, SessionMeter } from './session-meter.ts'
import type { SourceQuery } from './source-query.ts'
import { TableCatalog } from './table-catalog.ts'
import { beginStatements, type TransactionFacts } from './transaction.ts'
import { type CatalogQuery, TypeCatalog } from './type-catalog.ts'
import type { WireBatch } from './wire-batch.ts'

/** Milliseconds that Postgres has to stop a cancelled query before the session is cut. */
const CANCEL_GRACE_MS = 5_000
/** Milliseconds for a polite end of the session. */
const CLOSE_GRACE_MS = 2_000

/** Keeps a transaction, and with it its snapshot, when a query in it fails. */
const SAVEPOINT = 'savepoint reading'
const TO_SAVEPOINT = 'rollback to savepoint reading'

/** Asked once in a transaction: `age` counts up to the first time that it was asked. */
const XMIN_AGE = `
  select pg_catalog.age(backend_xmin)::text as age
  from pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())`

/** How to open a {@link Session}. */
export interface SessionOptions {
  /** The exported snapshot to read in; a snapshot of its own by default. */
  readonly snapshotId?: string
  /** Called before the transaction begins; when it throws, the session ends. */
  readonly check?: (session: Session) => Promise<void>
  /**
   * Keeps the snapshot of its own for as long as the session lives, also when a query fails; else the
   * query after a failure sees a later instant.
   */
  readonly keepsInstant?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A session over pg, in a read-only transaction. */
export class Session implements Connection {
  readonly backendPid: number
  readonly #settings: ConnectionSettings
  readonly #open: OpenClient
  readonly #meter: SessionMeter
  readonly #beginStatements: string
  readonly #keepsInstant: boolean
  readonly #types: TypeCatalog
  readonly #tables: TableCatalog
  /** What Postgres said of each query, by its text: it decides the format of every column. */
  readonly #described = new Map<string, readonly ResultColumn[]>()
  #busy = false
  /** Whether a query has failed, which leaves its transaction unusable. */
  #spoilt = false
  #closed: Promise<void> | undefined
  /** Limit of the server for one statement in milliseconds; `0` for none. */
  #statementTimeoutMs = 0
  /** When the last statement was sent. */
  #sentAtMs = 0

  private constructor(
    settings: ConnectionSettings,
    open: OpenClient,
    options: Pick<SessionOptions, 'snapshotId' | 'keepsInstant'> & { readonly openedAtMs: number },
  ) {
    this.#settings = settings
    this.#open = open
    this.#beginStatements = beginStatements(settings, options.snapshotId)
    this.#keepsInstant = options.keepsInstant === true
    this.backendPid = open.cancelKey.processID
    this.#meter = new SessionMeter(this.backendPid, options.openedAtMs, open.receivedBytes)
    settings.meter?.opened(this.#meter)
    const ask: CatalogQuery = (sql, parameters) => this.query({ sql, parameters })
    this.#types = new TypeCatalog(ask)
    this.#tables = new TableCatalog(ask)
  }

  /**
   * Connects, and begins the transaction.
   *
   * @throws {ExtractError} `connection_failed`, `authentication_failed`, `query_failed`, `aborted`
   */
  static async open(settings: ConnectionSettings, options: SessionOptions = {}): Promise<Session> {
    const openedAtMs = epochNowMs()
    const open = await openClient(settings, options.signal)
    const session = new Session(settings, open, { ...options, openedAtMs })
    try {
      await options.check?.(session)
      await session.#begin(session.#beginStatements)
      if (session.#keepsInstant) await session.#run(SAVEPOINT)
      return session
    } catch (error) {
      await session.close()
      throw session.#failure(error)
    }
  }

  async describe(query: SourceQuery): Promise<readonly ResultColumn[]> {
    return this.#alone(async () => {
      await this.#ensureTransaction()
      return this.#describe(query.sql)
    })
  }

  async *batches(query: SourceQuery, options: BatchOptions = {}): AsyncGenerator<WireBatch> {
    const { signal, binary, fetches } = options
    throwIfAborted(signal)
    const release = this.#occupy()
    let running: RowQuery | undefined
    let result: FetchedResult | undefined
    const wake = (): void => running?.wake()
    signal?.addEventListener('abort', wake, { once: true })
    try {
      await this.#ensureTransaction()
      const columns = this.#described.get(query.sql) ?? (await this.#describe(query.sql))
      const formats = resultFormats(columns, binary)
      const { receiver } = this.#open
      if (fetches === undefined) {
        running = new RowQuery(query, columns, formats, receiver)
        yield* this.#rowsOf(running, signal)
        return
      }
      result = new FetchedResult({ query, columns, formats, receiver })
      while (!result.exhausted) {
        const rows = await fetches.next(this.#ask)
        throwIfAborted(signal)
        running = result.fetch(rows)
        fetches.fetched(yield* this.#rowsOf(running, signal))
      }
    } catch (error) {
      this.#spoilt = true
      throw this.#failure(error)
    } finally {
      signal?.removeEventListener('abort', wake)
      if (running?.settled === false) await this.#cancel(running)
      // After a failure the portal has gone with its transaction.
      if (result?.begun === true && !this.#spoilt) await this.#closePortal()
      release()
    }
  }

  /** Runs a small query through pg; every value comes as text. */
  async query(query: SourceQuery): Promise<readonly Readonly<TextRow>[]> {
    const config: QueryConfig = {
      text: query.sql,
      values: [...query.parameters],
      types: { getTypeParser: () => asText },
    }
    return (await this.#timed(() => this.#open.client.query<TextRow>(config))).rows
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Runs a small query between two fetches. */
  readonly #ask: AskSession = (sql) => this.query({ sql, parameters: [] })

  /** Sends a query, and yields its rows; returns what it came to. */
  async *#rowsOf(
    running: RowQuery,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WireBatch, Fetched> {
    const bytesBefore = this.#open.receivedBytes()
    const sentAtMs = this.#send(running)
    let rows = 0
    try {
      for (;;) {
        const batch = await running.next(signal)
        if (batch === undefined) break
        rows += batch.rows
        yield batch
      }
    } finally {
      if (running.settled) this.#meter.statementTook(this.#elapsedMs(sentAtMs))
    }
    const bytes = this.#open.receivedBytes() - bytesBefore
    return { rows, bytes, elapsedMs: this.#elapsedMs(sentAtMs) }
  }

  async #closePortal(): Promise<void> {
    try {
      await this.query(CLOSE_PORTAL)
    } catch {
      // The connection is lost, as the next query says.
      this.#spoilt = true
    }
  }

  async #describe(sql: string): Promise<readonly ResultColumn[]> {
    const describing = new DescribeQuery(sql)
    const announced = await this.#timed(() => {
      this.#open.client.query(describing)
      return describing.columns
    })
    if (announced === undefined) {
      throw new ExtractError('query_failed', 'query returns no rows; only a select can be read')
    }
    await this.#types.learn(announced.map((column) => column.dataTypeID))
    await this.#tables.learn(announced.map((column) => column.tableID))
    const columns = announced.map((column) => this.#resultColumn(column))
    this.#described.set(sql, columns)
    return columns
  }

  #resultColumn(column: AnnouncedColumn): ResultColumn {
    const { name, dataTypeID: typeOid, dataTypeModifier: typeModifier } = column
    const type = this.#types.sourceType(typeOid, typeModifier)
    const origin = this.#tables.origin(column.tableID, column.columnID)
    return { name, typeOid, typeModifier, type, ...(origin === undefined ? {} : { origin }) }
  }

  async #begin(statements: string): Promise<void> {
    this.#meter.transactionBegins()
    const results = await this.#timed(() => this.#open.client.query<TransactionFacts>(statements))
    this.#statementTimeoutMs = Number(lastRow(results)?.statement_timeout_ms ?? 0)
  }

  async #run(statement: string): Promise<void> {
    await this.#timed(() => this.#open.client.query(statement))
  }

  #send(statement: Submittable): number {
    this.#sentAtMs = performance.now()
    this.#open.client.query(statement)
    return this.#sentAtMs
  }

  /** How long a statement took that has ended; not, how long its last rows were in use. */
  #elapsedMs(sentAtMs: number): number {
    const { readyAtMs } = this.#open.receiver
    return (readyAtMs > sentAtMs ? readyAtMs : performance.now()) - sentAtMs
  }

  async #timed<Result>(send: () => Promise<Result>): Promise<Result> {
    const sentAtMs = performance.now()
    this.#sentAtMs = sentAtMs
    try {
      return await send()
    } finally {
      this.#meter.statementTook(performance.now() - sentAtMs)
    }
  }

  #failure(error: unknown): ExtractError {
    return queryFailure(error, {
      elapsedMs: performance.now() - this.#sentAtMs,
      timeoutMs: this.#statementTimeoutMs,
    })
  }

  /** After a failure, begins another transaction in the same snapshot. */
  async #ensureTransaction(): Promise<void> {
    if (!this.#spoilt) return
    if (this.#keepsInstant) await this.#run(TO_SAVEPOINT)
    else await this.#begin(`rollback; ${this.#beginStatements}`)
    // The locks are gone that kept the columns as they were described.
    this.#described.clear()
    this.#tables.clear()
    this.#spoilt = false
  }

  async #cancel(running: RowQuery): Promise<void> {
    this.#spoilt = true
    const sentAtMs = this.#sentAtMs
    const cut = setTimeout(() => this.#destroy(), CANCEL_GRACE_MS)
    try {
      await Promise.all([requestCancel(this.#settings, this.#open), running.discard()])
    } catch {
      // What arrived is not Postgres' protocol any more.
      this.#destroy()
    } finally {
      clearTimeout(cut)
      this.#meter.statementTook(performance.now() - sentAtMs)
    }
  }

  async #end(): Promise<void> {
    const { client } = this.#open
    if (this.#busy) await requestCancel(this.#settings, this.#open)
    const cut = setTimeout(() => this.#destroy(), CLOSE_GRACE_MS)
    if (!this.#busy && this.#settings.meter !== undefined) await this.#noteXminAge()
    await client.end()
    clearTimeout(cut)
    this.#meter.closed()
  }

  /** Last of all, when the snapshot is as old as it gets. */
  async #noteXminAge(): Promise<void> {
    try {
      // Other sessions let go of their snapshot when a query failed.
      if (this.#keepsInstant) await this.#ensureTransaction()
      const [row] = await this.query({ sql: XMIN_AGE, parameters: [] })
      if (typeof row?.age === 'string') this.#meter.xminIs(Number(row.age))
    } catch {
      // The session is lost, and holds nothing.
    }
  }

  #destroy(): void {
    this.#open.client.connection.stream.destroy()
  }

  async #alone<Result>(action: () => Promise<Result>): Promise<Result> {
    const release = this.#occupy()
    try {
      return await action()
    } catch (error) {
      this.#spoilt = true
      throw this.#failure(error)
    } finally {
      release()
    }
  }

  #occupy(): () => void {
    if (this.#busy) {
      throw new ExtractError(
        'query_failed',
        'connection is busy with another query; open one connection for each query',
      )
    }
    this.#busy = true
    return () => {
      this.#busy = false
    }
  }
}

/** A row of a small query. */
type TextRow = Record<string, string | null>

/** The last row of several statements, for which pg gives an array, whatever its types say. */
function lastRow<Row extends object>(
  results: QueryResult<Row> | readonly QueryResult<Row>[],
): Row | undefined {
  const last = 'rows' in results ? results : results.at(-1)
  return last?.rows.at(-1)
}

function asText(value: string): string {
  return value
}
