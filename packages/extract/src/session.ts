import type { QueryConfig, QueryResult, Submittable } from 'pg'
import { requestCancel } from './cancel-request.ts'
import type { BatchOptions, Connection } from './connection.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { type AnnouncedColumn, DescribeQuery } from './describe-query.ts'
import { ExtractError } from './errors.ts'
import { openClient, type OpenClient } from './open-client.ts'
import { queryFailure, throwIfAborted } from './query-failure.ts'
import type { ResultColumn } from './result-column.ts'
import { resultFormats } from './result-formats.ts'
import { RowQuery } from './row-query.ts'
import type { SourceQuery } from './source-query.ts'
import { TableCatalog } from './table-catalog.ts'
import { beginStatements, type TransactionFacts } from './transaction.ts'
import { type CatalogQuery, TypeCatalog } from './type-catalog.ts'
import type { WireBatch } from './wire-batch.ts'

/** Milliseconds that Postgres has to stop a cancelled query before the session is cut. */
const CANCEL_GRACE_MS = 5_000
/** Milliseconds for a polite end of the session. */
const CLOSE_GRACE_MS = 2_000

/** How to open a {@link Session}. */
export interface SessionOptions {
  /** The exported snapshot to read in; a snapshot of its own by default. */
  readonly snapshotId?: string
  /** Called before the transaction begins; when it throws, the session ends. */
  readonly check?: (session: Session) => Promise<void>
  readonly signal?: AbortSignal | undefined
}

/** A session over pg, in a read-only transaction. */
export class Session implements Connection {
  readonly backendPid: number
  readonly #settings: ConnectionSettings
  readonly #open: OpenClient
  readonly #beginStatements: string
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

  private constructor(settings: ConnectionSettings, open: OpenClient, begin: string) {
    this.#settings = settings
    this.#open = open
    this.#beginStatements = begin
    this.backendPid = open.cancelKey.processID
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
    const open = await openClient(settings, options.signal)
    const begin = beginStatements(settings, options.snapshotId)
    const session = new Session(settings, open, begin)
    try {
      await options.check?.(session)
      await session.#begin(begin)
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
    const { signal, binary } = options
    throwIfAborted(signal)
    const release = this.#occupy()
    let running: RowQuery | undefined
    const wake = (): void => running?.wake()
    signal?.addEventListener('abort', wake, { once: true })
    try {
      await this.#ensureTransaction()
      const columns = this.#described.get(query.sql) ?? (await this.#describe(query.sql))
      const formats = resultFormats(columns, binary)
      running = new RowQuery(query, columns, formats, this.#open.receiver)
      this.#send(running)
      for (;;) {
        const batch = await running.next(signal)
        if (batch === undefined) return
        yield batch
      }
    } catch (error) {
      this.#spoilt = true
      throw this.#failure(error)
    } finally {
      signal?.removeEventListener('abort', wake)
      if (running?.settled === false) await this.#cancel(running)
      release()
    }
  }

  /** Runs a small query through pg; every value comes as text. */
  async query(query: SourceQuery): Promise<readonly Readonly<Record<string, string | null>>[]> {
    const config: QueryConfig = {
      text: query.sql,
      values: [...query.parameters],
      types: { getTypeParser: () => asText },
    }
    this.#sentAtMs = performance.now()
    const result = await this.#open.client.query<Record<string, string | null>>(config)
    return result.rows
  }

  close(): Promise<void> {
    this.#closed ??= this.#end()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #describe(sql: string): Promise<readonly ResultColumn[]> {
    const describing = new DescribeQuery(sql)
    this.#send(describing)
    const announced = await describing.columns
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
    this.#sentAtMs = performance.now()
    const results = await this.#open.client.query<TransactionFacts>(statements)
    this.#statementTimeoutMs = Number(lastRow(results)?.statement_timeout_ms ?? 0)
  }

  #send(statement: Submittable): void {
    this.#sentAtMs = performance.now()
    this.#open.client.query(statement)
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
    await this.#begin(`rollback; ${this.#beginStatements}`)
    // The locks are gone that kept the columns as they were described.
    this.#described.clear()
    this.#tables.clear()
    this.#spoilt = false
  }

  async #cancel(running: RowQuery): Promise<void> {
    this.#spoilt = true
    const cut = setTimeout(() => this.#destroy(), CANCEL_GRACE_MS)
    try {
      await Promise.all([requestCancel(this.#settings, this.#open), running.discard()])
    } catch {
      // What arrived is not Postgres' protocol any more.
      this.#destroy()
    } finally {
      clearTimeout(cut)
    }
  }

  async #end(): Promise<void> {
    const { client } = this.#open
    if (this.#busy) await requestCancel(this.#settings, this.#open)
    const cut = setTimeout(() => this.#destroy(), CLOSE_GRACE_MS)
    await client.end()
    clearTimeout(cut)
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
