import { type Connection, Query } from 'pg'
import type { AnnouncedColumn } from './describe-query.ts'
import { ExtractError } from './errors.ts'
import { widthsOf } from './fixed-width.ts'
import { throwIfAborted } from './query-failure.ts'
import type { ResultColumn } from './result-column.ts'
import { askingFor, type FormatCode, formatName } from './result-formats.ts'
import type { Receiver } from './receiver.ts'
import { RowWalker } from './row-walker.ts'
import type { SourceQuery } from './source-query.ts'
import type { WireBatch } from './wire-batch.ts'

/** One query on its way: pg sends it and sees every answer but the rows, which are walked here. */
export class RowQuery extends Query {
  /** Read by pg: asks for every value in binary. */
  readonly binary = true
  readonly #columns: readonly ResultColumn[]
  readonly #formats: readonly FormatCode[]
  readonly #receiver: Receiver
  #walker: RowWalker | undefined
  #contradiction: ExtractError | undefined
  #failure: unknown
  #state: 'running' | 'complete' | 'failed' = 'running'
  #wake: () => void = () => {}

  /**
   * @param columns - what Postgres said of the query before, and what its rows are to be.
   * @param formats - how each column is to come.
   */
  constructor(
    query: SourceQuery,
    columns: readonly ResultColumn[],
    formats: readonly FormatCode[],
    receiver: Receiver,
  ) {
    super({ text: query.sql, values: [...query.parameters] })
    this.#columns = columns
    this.#formats = formats
    this.#receiver = receiver
  }

  /** Whether Postgres has nothing more to say about this query. */
  get settled(): boolean {
    return this.#state !== 'running'
  }

  /**
   * Waits for the next rows; undefined at the end of the result.
   *
   * @throws {ExtractError} `protocol_violation`, `aborted`
   * @throws whatever pg says of a failed query
   */
  async next(signal?: AbortSignal): Promise<WireBatch | undefined> {
    for (;;) {
      throwIfAborted(signal)
      if (this.#contradiction !== undefined) throw this.#contradiction
      const rows = this.#takeRows()
      if (rows !== undefined) return rows
      if (this.#state === 'failed') throw this.#failure
      if (this.#state === 'complete') return undefined
      await this.#event()
    }
  }

  /** Reads and drops whatever is still to come. */
  async discard(): Promise<void> {
    while (!this.settled) {
      if (this.#takeRows() === undefined && !this.settled) await this.#event()
    }
  }

  /** Lets a waiting {@link next} look again, after its signal. */
  wake(): void {
    this.#wake()
  }

  /** Called by pg: the extended protocol also without parameters, for the sake of binary values. */
  requiresPreparation(): boolean {
    return true
  }

  /** Called by pg to send the query. */
  override prepare(connection: Connection): void {
    super.prepare(askingFor(this.#formats, connection))
  }

  /** Called by pg before the first row. */
  handleRowDescription(message: { readonly fields: readonly AnnouncedColumn[] }): void {
    this.expectColumns(message.fields)
    this.beginRows(new RowWalker(message.fields.length, widthsOf(this.#columns)))
  }

  /** Called by pg after the last row. */
  handleCommandComplete(): void {
    this.endRows()
  }

  /** Called by pg when the session can take another query. */
  handleReadyForQuery(): void {
    this.#settle('complete')
  }

  /** Called by pg for an error of the server, of the socket or of a parameter. */
  handleError(error: unknown): void {
    if (this.#state === 'running') this.#failure = error
    this.endRows()
    this.#settle('failed')
  }

  #takeRows(): WireBatch | undefined {
    const walker = this.#walker
    return walker !== undefined && this.#receiver.nextRows() ? walker : undefined
  }

  /** Makes {@link next} fail unless the columns are those that the query was described with. */
  protected expectColumns(announced: readonly AnnouncedColumn[]): void {
    this.#contradiction = contradiction(this.#columns, this.#formats, announced)
  }

  /** From now on rows are ours; with `collects` we get them when the server has sent all. */
  protected beginRows(walker: RowWalker, collects = false): void {
    this.#walker = walker
    this.#receiver.startRows(walker, () => this.#wake(), collects)
  }

  /** From now on they are not. */
  protected endRows(): void {
    if (this.#walker === undefined) return
    this.#walker = undefined
    this.#receiver.endRows()
  }

  #settle(state: 'complete' | 'failed'): void {
    if (this.#state === 'running') this.#state = state
    this.#wake()
  }

  #event(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    return promise
  }
}

/** What differs between the columns that come and those that were described. */
function contradiction(
  columns: readonly ResultColumn[],
  formats: readonly FormatCode[],
  announced: readonly AnnouncedColumn[],
): ExtractError | undefined {
  if (announced.length !== columns.length) {
    return changed(`${announced.length} columns, expected ${columns.length}`)
  }
  for (const [index, { name, typeOid }] of columns.entries()) {
    const { dataTypeID, format } = announced[index] ?? {}
    if (dataTypeID !== typeOid) {
      return changed(`column \`${name}\` of type oid ${dataTypeID}, expected ${typeOid}`)
    }
    const asked = formatName(formats[index])
    if (format !== asked)
      return changed(`column \`${name}\` in ${format} format, expected ${asked}`)
  }
  return undefined
}

function changed(difference: string): ExtractError {
  return new ExtractError(
    'protocol_violation',
    `result from postgres: ${difference}; was a type changed while it was read?`,
  )
}
