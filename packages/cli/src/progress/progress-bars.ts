import { MultiBar, type Options, type SingleBar } from 'cli-progress'
import type { Output } from '../output/output.ts'
import { formatBytes, formatCount, formatShortCount } from '../output/quantity.ts'
import type { TaskOutcome } from '../run/outcome.ts'
import type { RunObserver, TaskProgress } from '../run/run-observer.ts'
import { sayOutcome } from './progress-lines.ts'

/** Redraws per second: smooth, and few enough for a slow remote terminal. */
const REDRAWS_PER_SECOND = 8
/** Terminal columns of the bar itself; the whole line fits into 80. */
const BAR_COLUMNS = 20
/** Terminal columns of a task's name. */
const NAME_COLUMNS = 20

/** What cli-progress hands to the function that draws a bar. */
type DrawnBar = Parameters<Exclude<Options['format'], string | undefined>>[1]

/** Draws a bar for each task that runs; what is said appears above them. */
export class ProgressBars implements RunObserver, Disposable {
  readonly #output: Output
  readonly #drawing: MultiBar
  readonly #bars = new Map<string, SingleBar>()

  constructor(output: Output) {
    this.#output = output
    this.#drawing = new MultiBar({
      stream: process.stderr,
      fps: REDRAWS_PER_SECOND,
      hideCursor: true,
      clearOnComplete: true,
      // Interrupts are ours: they abort, clean up, and end the drawing.
      gracefulExit: false,
      emptyOnZero: true,
      format: drawBar,
    })
  }

  began(task: string, expectedRows: number | undefined): void {
    const payload: BarPayload = { task, expectedRows, bytes: 0, startedMs: performance.now() }
    this.#bars.set(task, this.#drawing.create(expectedRows ?? 0, 0, payload))
    this.#output.divert((line) => this.#drawing.log(`${line}\n`))
  }

  advanced(task: string, { rows, bytes }: TaskProgress): void {
    this.#bars.get(task)?.update(rows, { bytes })
  }

  ended(outcome: TaskOutcome): void {
    const bar = this.#bars.get(outcome.task)
    if (bar !== undefined) {
      this.#bars.delete(outcome.task)
      bar.stop()
      this.#drawing.remove(bar)
    }
    if (this.#bars.size === 0) this[Symbol.dispose]()
    sayOutcome(this.#output, outcome)
  }

  [Symbol.dispose](): void {
    this.#output.divert(undefined)
    this.#drawing.stop()
  }
}

interface BarPayload {
  readonly task: string
  readonly expectedRows: number | undefined
  readonly bytes: number
  readonly startedMs: number
}

/** `orders  ████████░░░░  ~62%  1,234,567 rows  1.2M/s  34.5 MB` */
function drawBar(_options: Options, { value }: DrawnBar, payload: BarPayload): string {
  const seconds = (performance.now() - payload.startedMs) / 1000
  const rate = seconds < 0.5 ? '' : `${formatShortCount(value / seconds)}/s`
  return [
    payload.task.slice(0, NAME_COLUMNS).padEnd(NAME_COLUMNS),
    formatShare(value, payload.expectedRows),
    `${formatCount(value)} rows`.padStart(16),
    rate.padStart(7),
    formatBytes(payload.bytes).padStart(8),
  ].join(' ')
}

/** The total is an estimate: a task that exceeds it is never shown as done. */
function formatShare(rows: number, expectedRows: number | undefined): string {
  if (expectedRows === undefined || expectedRows === 0) return '─'.repeat(BAR_COLUMNS)
  const share = Math.min(rows / expectedRows, 0.99)
  const filled = Math.floor(share * BAR_COLUMNS)
  return '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled)
}
