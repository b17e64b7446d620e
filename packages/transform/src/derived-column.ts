import type { Column } from './column.ts'
import type { Derived } from './derived.ts'
import { NoteCounts, UNREPRESENTABLE } from './note-counts.ts'
import { NullBecause } from './null-because.ts'
import type { ReadNote } from './record-reader.ts'
import type { ValueBuilder } from './value-builder.ts'

/** A derived column at run time: its function, the values of the batch, and its counted NULLs. */
export interface DerivedColumn<Row, Views, Facts> {
  readonly name: string
  readonly builder: ValueBuilder
  /** Computes and appends the value of one row. */
  append(row: Row, lookups: Views, facts: Facts): void
  notes(): readonly ReadNote[]
}

export function createDerivedColumn<Row, Views, Facts>(
  name: string,
  { column, compute }: Derived<Row, Views, Facts, Column>,
): DerivedColumn<Row, Views, Facts> {
  const builder = column.builder()
  const counts = new NoteCounts(name)
  const nulling = column.unrepresentable === 'null'
  return {
    name,
    builder,
    append: (row, lookups, facts) => {
      const value = compute(row, lookups, facts)
      if (value === null || value instanceof NullBecause) {
        if (!column.optional) throw new RangeError('NULL in a column that is not optional')
        if (value !== null) counts.add(value.reason)
        builder.appendNull()
        return
      }
      try {
        builder.append(value)
      } catch (error) {
        if (!nulling || !(error instanceof RangeError)) throw error
        builder.appendNull()
        counts.add(UNREPRESENTABLE)
      }
    },
    notes: () => counts.notes(),
  }
}
