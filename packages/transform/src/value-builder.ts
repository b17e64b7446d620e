import type { Vector } from '@carmilla/extract'

/** Collects the values of a derived column into a vector that it owns and reuses. */
export interface ValueBuilder {
  /** Empties the vector and makes room for `rows` values. */
  begin(rows: number): void
  appendNull(): void
  /**
   * Appends one value, of the JavaScript type that belongs to the column.
   *
   * @throws {RangeError} for a value that the column cannot hold, worded as `<value> does not fit …`
   */
  append(value: unknown): void
  readonly vector: Vector
}
