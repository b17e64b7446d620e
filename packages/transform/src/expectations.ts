/**
 * What must hold of a record before it is published. Checked over all rows of a version; a version
 * that breaks one is never published.
 */
export interface Expectations<ColumnName extends string = string> {
  /** Columns (or groups of columns) whose values differ in every row; NULLs are equal here. */
  readonly unique?: readonly (ColumnName | readonly ColumnName[])[]
  /** Bounds on the number of rows, both inclusive. */
  readonly rows?: { readonly min?: number; readonly max?: number }
}
