import type { ChangedValues } from '@carmilla/extract'
import type { ChangeCounter } from './change-counter.ts'
import type { ReadNote } from './record-reader.ts'

/** Counts what became of the values of one column: NULLs and changes, by the reason for each. */
export class NoteCounts implements ChangeCounter {
  readonly #column: string
  readonly #nulls: Map<string, number> = new Map()
  readonly #changes: Change[] = []

  constructor(column: string) {
    this.#column = column
  }

  /** Counts a NULL that is written for a reason. */
  add(reason: string): void {
    this.#nulls.set(reason, (this.#nulls.get(reason) ?? 0) + 1)
  }

  changed(kind: ReadNote['kind'], reason: string): ChangedValues {
    const inBatch = { values: 0 }
    this.#changes.push({ kind, reason, inBatch, count: 0 })
    return inBatch
  }

  count(kind: ReadNote['kind'], reason: string): void {
    const known = this.#changes.find((change) => change.kind === kind && change.reason === reason)
    const inBatch = known?.inBatch ?? this.changed(kind, reason)
    inBatch.values++
  }

  /** Forgets what was counted since the last {@link settle}. */
  begin(): void {
    for (const change of this.#changes) change.inBatch.values = 0
  }

  /** Adds what was counted in a batch that is done. */
  settle(): void {
    for (const change of this.#changes) change.count += change.inBatch.values
  }

  notes(): readonly ReadNote[] {
    const column = this.#column
    return [
      ...[...this.#nulls].map(
        ([reason, count]) => ({ column, kind: 'null', reason, count }) as const,
      ),
      ...this.#changes
        .filter(({ count }) => count > 0)
        .map(({ kind, reason, count }) => ({ column, kind, reason, count })),
    ]
  }
}

interface Change {
  readonly kind: ReadNote['kind']
  readonly reason: string
  /** Of the batch that is decoded now. */
  readonly inBatch: ChangedValues
  /** Of all batches. */
  count: number
}

/** The reason of a NULL that stands for a value which the column cannot hold. */
export const UNREPRESENTABLE = 'unrepresentable value'
