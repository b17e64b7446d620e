import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'
import { digestSeeds } from './row-digest.ts'
import { type GateColumn, UniqueGate, type UniqueObservation } from './unique-gate.ts'

/** How a gate was passed. */
export interface GateOutcome {
  /** `rows.min`, `rows.max`, `unique(id)`. */
  readonly gate: string
  /** What was found, in words. */
  readonly found: string
}

/** What the gates saw of the rows of one shard; serialisable. */
export interface GateObservation {
  readonly rows: number
  /** In the order of the expectations. */
  readonly unique: readonly UniqueObservation[]
}

/** Checks what a task expects of its record, over all rows of a version, as they pass. */
export class Gates {
  readonly #table: string
  readonly #bounds: { readonly min?: number; readonly max?: number }
  readonly #unique: readonly UniqueGate[]
  /** Of the digests of rows; gates that are merged have the same. */
  readonly seeds: Int32Array
  #rows = 0

  /** @throws {LoadError} `schema_invalid` for an expectation of a column that there is not. */
  constructor(
    table: string,
    expectations: Expectations,
    options: { readonly schema: RecordSchema; readonly seeds?: Int32Array },
  ) {
    const { schema, seeds = digestSeeds() } = options
    this.#table = table
    this.seeds = seeds
    this.#bounds = expectations.rows ?? {}
    this.#unique = (expectations.unique ?? []).map((columns) => {
      const names = typeof columns === 'string' ? [columns] : columns
      return new UniqueGate(
        names.map((name) => columnOf(table, schema, name)),
        seeds,
      )
    })
  }

  /** Looks at the rows of a batch; keeps nothing of it. */
  observe(batch: RecordBatch): void {
    this.#rows += batch.rows
    for (const gate of this.#unique) gate.observe(batch)
  }

  /** What was seen so far; the gates are not to observe any more. */
  get observation(): GateObservation {
    return { rows: this.#rows, unique: this.#unique.map((gate) => gate.observation) }
  }

  /** Adds what other gates, of the same expectations and seeds, saw of other rows. */
  merge(other: GateObservation): void {
    this.#rows += other.rows
    for (const [index, gate] of this.#unique.entries()) {
      const seen = other.unique[index]
      if (seen !== undefined) gate.merge(seen)
    }
  }

  /** @throws {LoadError} `gate_failed` with every expectation that does not hold. */
  check(): readonly GateOutcome[] {
    const { min, max } = this.#bounds
    const faults: string[] = []
    const outcomes: GateOutcome[] = []
    const found = `${this.#rows} rows`
    if (min !== undefined) {
      outcomes.push({ gate: 'rows.min', found })
      if (this.#rows < min) faults.push(`expected at least ${min} rows, got ${this.#rows}`)
    }
    if (max !== undefined) {
      outcomes.push({ gate: 'rows.max', found })
      if (this.#rows > max) faults.push(`expected at most ${max} rows, got ${this.#rows}`)
    }
    for (const gate of this.#unique) {
      outcomes.push({ gate: gate.name, found: gate.found })
      const fault = gate.fault()
      if (fault !== undefined) faults.push(fault)
    }
    if (faults.length === 0) return outcomes
    throw new LoadError(
      'gate_failed',
      `table \`${this.#table}\`: ${faults.join('; ')}; nothing was published`,
      { context: { table: this.#table, rows: this.#rows } },
    )
  }
}

function columnOf(table: string, schema: RecordSchema, name: string): GateColumn {
  const index = schema.findIndex((field) => field.name === name)
  const field = schema[index]
  if (field !== undefined) return { field, index }
  throw new LoadError(
    'schema_invalid',
    `table \`${table}\`: \`expect.unique\` names \`${name}\`, which is not a column of the record`,
    { context: { table, column: name } },
  )
}
