import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'

/** How a gate was passed. */
export interface GateOutcome {
  /** `rows.min`, `rows.max`, `unique(id)`. */
  readonly gate: string
  /** What was found, in words. */
  readonly found: string
}

/** Checks what a task expects of its record, over all rows of a version. */
export class Gates {
  readonly #table: string
  readonly #expectations: Expectations
  #rows = 0

  constructor(table: string, expectations: Expectations, _schema: RecordSchema) {
    this.#table = table
    this.#expectations = expectations
  }

  observe(batch: RecordBatch): void {
    this.#rows += batch.rows
  }

  /** @throws {LoadError} `gate_failed` for the first expectation that does not hold. */
  check(): readonly GateOutcome[] {
    const { min, max } = this.#expectations.rows ?? {}
    const outcomes: GateOutcome[] = []
    const found = `${this.#rows} rows`
    if (min !== undefined) {
      if (this.#rows < min) throw this.#failure(`expected at least ${min} rows, got ${this.#rows}`)
      outcomes.push({ gate: 'rows.min', found })
    }
    if (max !== undefined) {
      if (this.#rows > max) throw this.#failure(`expected at most ${max} rows, got ${this.#rows}`)
      outcomes.push({ gate: 'rows.max', found })
    }
    return outcomes
  }

  #failure(reason: string): LoadError {
    return new LoadError(
      'gate_failed',
      `table \`${this.#table}\`: ${reason}; nothing was published`,
      { context: { table: this.#table } },
    )
  }
}
