import type { Connection, ResultColumn, SourceQuery, Vector, WireBatch } from '@carmilla/extract'
import type { DerivedColumn } from './derived-column.ts'
import type { TransformError } from './errors.ts'
import type { PassedColumn } from './passed-column.ts'
import type { PartitionRows, PartitionSplitter } from './partition-splitter.ts'
import type { RecordBatch } from './record-batch.ts'
import type { PartitionBatch, ReadCounts, ReadNote, RecordReader } from './record-reader.ts'
import { type RowFailure, rowFailure } from './row-failure.ts'
import type { RowCursor } from './row-cursor.ts'
import type { RowPlace } from './row-name.ts'
import { rowInWhole, Selection } from './selection.ts'
import { refusedRow } from './unrepresentable.ts'

export interface TaskReaderOptions<View, Views, Facts> {
  /** Name of the task, for messages. */
  readonly name: string
  readonly connection: Connection
  readonly query: SourceQuery
  /** Columns of the query's result. */
  readonly source: readonly ResultColumn[]
  readonly cursor: RowCursor<View>
  readonly columns: readonly (PassedColumn | DerivedColumn<View, Views, Facts>)[]
  /** Indexes of source columns that come in binary although they would come as printed. */
  readonly binary: ReadonlySet<number>
  readonly lookups: Views
  /** Values of the lookups that became NULL. */
  readonly lookupNotes: readonly ReadNote[]
  readonly where: ((row: View, lookups: Views) => boolean) | undefined
  /** What messages say to do so that a value which does not fit becomes NULL. */
  readonly nullRemedy: string | undefined
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
  /** Rows of the result before the batch that is being worked on. */
  #rowsBefore = 0
  #rowsDropped = 0

  constructor(options: TaskReaderOptions<View, Views, Facts>) {
    this.#options = options
    this.#derived = options.columns.filter((column) => 'builder' in column)
  }

  get counts(): ReadCounts {
    return {
      rowsRead: this.#rowsRead,
      rowsDropped: this.#rowsDropped,
      notes: [
        ...this.#options.lookupNotes,
        ...this.#options.columns.flatMap((column) => column.notes()),
      ],
    }
  }

  async *batches(): AsyncIterable<PartitionBatch> {
    const { connection, query, binary, signal, splitter } = this.#options
    const options = signal === undefined ? { binary } : { binary, signal }
    for await (const wire of connection.batches(query, options)) {
      this.#rowsBefore = this.#rowsRead
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
    let row = 0
    try {
      for (; row < wire.rows; row++) {
        cursor.moveTo(row)
        if (where(cursor.view, lookups)) this.#rowNumbers[count++] = row
      }
    } catch (cause) {
      throw this.#failure('where', cause, { place: this.#placeOf(wire, row) })
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
      const column = this.#options.source[splitter.sourceIndex]
      const place = this.#placeOf(wire, refusedRow(cause))
      throw this.#failure(`partition column \`${column?.name}\``, cause, { column, place })
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
      const of = 'builder' in column ? undefined : this.#options.source[column.sourceIndex]
      const place = this.#placeOf(wire, refusedRow(cause))
      throw this.#columnFailure(column.name, cause, { column: of, place })
    }
  }

  /** Computes all derived columns, row after row, so that they share the facts of the row. */
  #compute(wire: WireBatch): void {
    const { cursor, lookups, facts } = this.#options
    cursor.enter(wire)
    for (const column of this.#derived) column.builder.begin(wire.rows)
    let computed: string | undefined
    let row = 0
    try {
      for (; row < wire.rows; row++) {
        cursor.moveTo(row)
        computed = undefined
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without `facts`, Facts is undefined: see defineTask
        const shared = facts?.(cursor.view, lookups) as Facts
        for (const column of this.#derived) {
          computed = column.name
          column.append(cursor.view, lookups, shared)
        }
      }
    } catch (cause) {
      const at = { place: this.#placeOf(wire, row) }
      throw computed === undefined
        ? this.#failure('facts', cause, at)
        : this.#columnFailure(computed, cause, at)
    }
  }

  #placeOf(batch: WireBatch, row: number | undefined): RowPlace | undefined {
    if (row === undefined) return undefined
    const { binary } = this.#options
    return { batch, row, number: this.#rowsBefore + rowInWhole(batch, row) + 1, binary }
  }

  #failure(what: string, cause: unknown, at: FailedAt): TransformError {
    const { name, source } = this.#options
    return rowFailure({ subject: `task \`${name}\` ${what}`, cause, columns: source, ...at })
  }

  #columnFailure(name: string, cause: unknown, at: FailedAt): TransformError {
    const remedy = this.#options.nullRemedy ?? NULL_REMEDY
    return this.#failure(`column \`${name}\``, cause, { ...at, remedy })
  }
}

const NULL_REMEDY = "write NULL and count it with optional(…, { unrepresentable: 'null' })"

/** The row, and the source column whose value it is, if it is that of one. */
type FailedAt = Pick<RowFailure, 'column' | 'place' | 'remedy'>
