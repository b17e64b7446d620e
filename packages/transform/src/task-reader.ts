import {
  type Connection,
  ExtractError,
  type SourceQuery,
  type Vector,
  type WireBatch,
} from '@carmilla/extract'
import type { DerivedColumn } from './derived-column.ts'
import { TransformError } from './errors.ts'
import type { PassedColumn } from './passed-column.ts'
import type { PartitionRows, PartitionSplitter } from './partition-splitter.ts'
import type { RecordBatch } from './record-batch.ts'
import type { PartitionBatch, ReadCounts, RecordReader } from './record-reader.ts'
import type { RowCursor } from './row-cursor.ts'
import { Selection } from './selection.ts'

export interface TaskReaderOptions<View, Views, Facts> {
  /** Name of the task, for messages. */
  readonly name: string
  readonly connection: Connection
  readonly query: SourceQuery
  readonly cursor: RowCursor<View>
  readonly columns: readonly (PassedColumn | DerivedColumn<View, Views, Facts>)[]
  readonly lookups: Views
  readonly where: ((row: View, lookups: Views) => boolean) | undefined
  readonly facts: ((row: View, lookups: Views) => Facts) | undefined
  readonly splitter: PartitionSplitter | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * Reads the source and makes records: drops rows, splits partitions, decodes what passes through and
 * computes the rest, in this order, so that nothing is decoded for a row that is not written.
 */
export class TaskReader<View, Views, Facts> implements RecordReader {
  readonly #options: TaskReaderOptions<View, Views, Facts>
  readonly #derived: readonly DerivedColumn<View, Views, Facts>[]
  readonly #kept: Selection = new Selection()
  #rowNumbers: Int32Array = new Int32Array(0)
  #rowsRead = 0
  #rowsDropped = 0

  constructor(options: TaskReaderOptions<View, Views, Facts>) {
    this.#options = options
    this.#derived = options.columns.filter((column) => 'builder' in column)
  }

  get counts(): ReadCounts {
    return {
      rowsRead: this.#rowsRead,
      rowsDropped: this.#rowsDropped,
      notes: this.#options.columns.flatMap((column) => column.notes()),
    }
  }

  async *batches(): AsyncIterable<PartitionBatch> {
    const { connection, query, signal, splitter } = this.#options
    for await (const wire of connection.batches(query, signal === undefined ? {} : { signal })) {
      this.#rowsRead += wire.rows
      const kept = this.#filter(wire)
      if (kept.rows === 0) continue
      if (splitter === undefined) {
        yield { partition: [], batch: this.#record(kept) }
        continue
      }
      for (const { partition, batch } of this.#split(kept, splitter)) {
        yield { partition, batch: this.#record(batch) }
      }
    }
  }

  /** The rows for which `where` is true. */
  #filter(wire: WireBatch): WireBatch {
    const { where, cursor, lookups } = this.#options
    if (where === undefined) return wire
    if (this.#rowNumbers.length < wire.rows) this.#rowNumbers = new Int32Array(wire.rows)
    cursor.enter(wire)
    let count = 0
    try {
      for (let row = 0; row < wire.rows; row++) {
        cursor.moveTo(row)
        if (where(cursor.view, lookups)) this.#rowNumbers[count++] = row
      }
    } catch (cause) {
      throw this.#failure('where', cause)
    }
    if (count === wire.rows) return wire
    this.#rowsDropped += wire.rows - count
    this.#kept.take(wire, this.#rowNumbers, count)
    return this.#kept
  }

  *#split(wire: WireBatch, splitter: PartitionSplitter): Iterable<PartitionRows> {
    try {
      yield* splitter.split(wire)
    } catch (cause) {
      throw this.#failure(`partition column \`${splitter.column}\``, cause)
    }
  }

  #record(wire: WireBatch): RecordBatch {
    if (this.#derived.length > 0) this.#compute(wire)
    return {
      rows: wire.rows,
      vectors: this.#options.columns.map((column) => this.#vector(column, wire)),
    }
  }

  #vector(column: PassedColumn | DerivedColumn<View, Views, Facts>, wire: WireBatch): Vector {
    try {
      if ('builder' in column) return column.builder.vector
      return column.decoder.decode(wire, column.sourceIndex)
    } catch (cause) {
      throw this.#columnFailure(column.name, cause)
    }
  }

  /** Computes all derived columns, row after row, so that they share the facts of the row. */
  #compute(wire: WireBatch): void {
    const { cursor, lookups, facts } = this.#options
    cursor.enter(wire)
    for (const column of this.#derived) column.builder.begin(wire.rows)
    let place: string | undefined
    try {
      for (let row = 0; row < wire.rows; row++) {
        cursor.moveTo(row)
        place = undefined
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without `facts`, Facts is undefined: see defineTask
        const shared = facts?.(cursor.view, lookups) as Facts
        for (const column of this.#derived) {
          place = column.name
          column.append(cursor.view, lookups, shared)
        }
      }
    } catch (cause) {
      throw place === undefined ? this.#failure('facts', cause) : this.#columnFailure(place, cause)
    }
  }

  #failure(place: string, cause: unknown): TransformError {
    const refused = cause instanceof ExtractError || cause instanceof RangeError
    const message = cause instanceof Error ? cause.message : String(cause)
    return new TransformError(
      refused ? 'unrepresentable_value' : 'derive_failed',
      `task \`${this.#options.name}\` ${place}: ${message}`,
      { cause },
    )
  }

  #columnFailure(name: string, cause: unknown): TransformError {
    const failure = this.#failure(`column \`${name}\``, cause)
    if (failure.code !== 'unrepresentable_value') return failure
    // The cause may have a hint of its own already.
    const hint = failure.message.includes(';') ? ', or' : ';'
    return new TransformError(
      failure.code,
      `${failure.message}${hint} write NULL and count it with optional(…, { unrepresentable: 'null' })`,
      { cause },
    )
  }
}
