import type { Column, ColumnValue, Fit } from './column.ts'
import type { NullBecause } from './null-because.ts'
import type { RecordType } from './record-type.ts'
import type { Mistake } from './select-names.ts'

/** What the function of a derived column returns. */
export type DerivedValue<Declared> =
  Declared extends Column<infer Type, infer Optional>
    ? Optional extends true
      ? ColumnValue<Type> | NullBecause | null
      : ColumnValue<Type>
    : never

/** A column that a function of the row computes. */
export interface Derived<Row, Lookups, Facts, Declared extends Column> {
  readonly column: Declared
  readonly compute: (row: Row, lookups: Lookups, facts: Facts) => DerivedValue<Declared>
}

/** Declares a derived column: its type, and the function that computes it from the row. */
export type Derive<Row, Lookups, Facts> = <Declared extends Column>(
  column: Declared & Computable<Declared>,
  compute: (row: Row, lookups: Lookups, facts: Facts) => DerivedValue<Declared>,
) => Derived<Row, Lookups, Facts, Declared>

type Computable<Declared> =
  Declared extends Column<RecordType, boolean, Fit, 'clamp'>
    ? Mistake<'what a function returns is written as it is; keep it within bounds there'>
    : unknown
