/**
 * A NULL with its reason: a derived column that returns it writes NULL, and the run counts and
 * reports how often, per column and reason.
 */
export class NullBecause {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** The reason of a quotient whose divisor is zero. */
export const DIVISION_BY_ZERO: NullBecause = new NullBecause('division by zero')
