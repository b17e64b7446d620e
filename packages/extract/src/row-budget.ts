/** Milliseconds that a reader may be behind and catch up on. */
const CATCH_UP_MS = 1_000

/**
 * Bounds the rows of a second, over all readers that share it: rows are paid for after they came, so that
 * what was read by any moment is at most the rate times the time since the first row, and one batch of
 * each reader.
 */
export class RowBudget {
  readonly rowsPerSecond: number
  readonly #nowMs: () => number
  /** When the rows that came are paid for. */
  #paidAtMs: number | undefined

  constructor(rowsPerSecond: number, nowMs: () => number = () => performance.now()) {
    this.rowsPerSecond = rowsPerSecond
    this.#nowMs = nowMs
  }

  /** Takes note of rows that came; returns for how many milliseconds to wait before the next. */
  take(rows: number): number {
    const nowMs = this.#nowMs()
    const sinceMs = Math.max(this.#paidAtMs ?? nowMs, nowMs - CATCH_UP_MS)
    this.#paidAtMs = sinceMs + (rows / this.rowsPerSecond) * 1000
    return Math.max(0, this.#paidAtMs - nowMs)
  }
}
