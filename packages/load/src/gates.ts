import type { Expectations, RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'
import { type GateColumn, UniqueGate } from './unique-gate.ts'

/** How a gate was passed. */
export interface GateOutcome {
  /** `rows.min`, `rows.max`, `unique(id)`. */
  readonly gate: string
  /** What was found, in words. */
  readonly found: string
}

/** Checks what a task expects of its record, over all rows of a version, as they pass. */
export class Gates {
  readonly #table: string
  readonly #bounds: { readonly min?: number; readonly max?: number }
  readonly #unique: readonly UniqueGate[]
  #rows = 0

  /** @throws {LoadError} `schema_invalid` for an expectation of a column that there is not. */
  constructor(table: string, expectations: Expectations, schema: RecordSchema) {
    this.#table = table
    this.#bounds = expectations.rows ?? {}
    this.#unique = (expectations.unique ?? []).map((columns) => {
      const names = typeof columns === 'string' ? [columns] : columns
      return new UniqueGate(names.map((name) => columnOf(table, schema, name)))
    })
  }

  /** Looks at the rows of a batch; keeps nothing of it. */
  observe(batch: RecordBatch): void {
    this.#rows += batch.rows
    for (const gate of this.#unique) gate.observe(batch)
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
