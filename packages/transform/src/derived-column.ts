import type { Column } from './column.ts'
import type { Derived, DerivedValue } from './derived.ts'
import { NoteCounts, UNREPRESENTABLE } from './note-counts.ts'
import { NullBecause } from './null-because.ts'
import type { ReadNote } from './record-reader.ts'
import { isUnrepresentable } from './unrepresentable.ts'
import type { ValueBuilder } from './value-builder.ts'

const UNREPRESENTABLE_NULL = new NullBecause(UNREPRESENTABLE)

/** A derived column at run time: its function, the values of the batch, and its counted NULLs. */
export class DerivedColumn<Row, Views, Facts> {
  readonly name: string
  readonly builder: ValueBuilder
  readonly #column: Column
  readonly #compute: Derived<Row, Views, Facts, Column>['compute']
  readonly #counts: NoteCounts

  constructor(name: string, { column, compute }: Derived<Row, Views, Facts, Column>) {
    this.name = name
    this.builder = column.builder()
    this.#column = column
    this.#compute = compute
    this.#counts = new NoteCounts(name)
  }

  /** Computes and appends the value of one row. */
  append(row: Row, lookups: Views, facts: Facts): void {
    const value = this.#valueOf(row, lookups, facts)
    if (value === null || value instanceof NullBecause) this.#appendNull(value)
    else this.#appendValue(value)
  }

  notes(): readonly ReadNote[] {
    return this.#counts.notes()
  }

  #valueOf(row: Row, lookups: Views, facts: Facts): DerivedValue<Column> {
    try {
      return this.#compute(row, lookups, facts)
    } catch (error) {
      // The function asked for a source value that no JavaScript value holds exactly.
      if (this.#column.unrepresentable === 'null' && isUnrepresentable(error)) {
        return UNREPRESENTABLE_NULL
      }
      throw error
    }
  }

  #appendNull(reason: NullBecause | null): void {
    if (!this.#column.optional) {
      throw new TypeError('NULL in a column that is not optional; wrap it in optional()')
    }
    if (reason !== null) this.#counts.add(reason.reason)
    this.builder.appendNull()
  }

  #appendValue(value: unknown): void {
    try {
      this.builder.append(value)
    } catch (error) {
      if (this.#column.unrepresentable !== 'null' || !(error instanceof RangeError)) throw error
      this.#appendNull(UNREPRESENTABLE_NULL)
    }
  }
}
