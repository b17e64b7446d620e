import type { ReadNote } from './record-reader.ts'

/** Counts NULLs of one column by the reason for which they were written. */
export class NoteCounts {
  readonly #column: string
  readonly #counts: Map<string, number> = new Map()

  constructor(column: string) {
    this.#column = column
  }

  add(reason: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1)
  }

  notes(): readonly ReadNote[] {
    return [...this.#counts].map(([reason, count]) => ({ column: this.#column, reason, count }))
  }
}

/** The reason of a NULL that stands for a value which the column cannot hold. */
export const UNREPRESENTABLE = 'unrepresentable value'
