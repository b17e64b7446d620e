import type { Wait } from '@carmilla/extract'
import { createLogUpdate } from 'log-update'
import type { Output } from '../output/output.ts'
import { formatBytes, formatCount, formatShortCount } from '../output/quantity.ts'
import type { TaskOutcome } from '../run/outcome.ts'
import type { RunObserver, TaskProgress } from '../run/run-observer.ts'
import { formatWait, sayOutcome } from './progress-lines.ts'

/** Milliseconds between two drawings: smooth, and few enough for a slow remote terminal. */
const DRAW_INTERVAL_MS = 125
/** Terminal columns of a task's name and of its bar: the whole line fits into 80. */
const NAME_COLUMNS = 18
const BAR_COLUMNS = 20
/** A rate over less time than this only jumps. */
const RATE_AFTER_SECONDS = 0.5

/** Draws a bar for each task that runs; what is said appears above them. */
export class ProgressBars implements RunObserver, Disposable {
  readonly #output: Output
  readonly #drawing: ReturnType<typeof createLogUpdate> = createLogUpdate(process.stderr)
  readonly #bars = new Map<string, Bar>()
  #timer: NodeJS.Timeout | undefined

  constructor(output: Output) {
    this.#output = output
  }

  began(task: string, expectedRows: number | undefined): void {
    this.#bars.set(task, { expectedRows, rows: 0, bytes: 0, startedMs: performance.now() })
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => this.#draw(), DRAW_INTERVAL_MS)
    this.#output.divert((line) => this.#drawing.persist(line))
  }

  advanced(task: string, { rows, bytes }: TaskProgress): void {
    const bar = this.#bars.get(task)
    if (bar === undefined) return
    bar.rows = rows
    bar.bytes = bytes
  }

  waits(task: string, wait: Wait | undefined): void {
    const bar = this.#bars.get(task)
    if (bar !== undefined) bar.wait = wait
  }

  ended(outcome: TaskOutcome): void {
    this.#bars.delete(outcome.task)
    sayOutcome(this.#output, outcome)
    this.#draw()
  }

  /** Leaves nothing of the bars behind. */
  [Symbol.dispose](): void {
    if (this.#timer === undefined) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#output.divert(undefined)
    this.#drawing.clear()
    this.#drawing.done()
  }

  #draw(): void {
    this.#drawing([...this.#bars].map(([task, bar]) => formatBar(task, bar)).join('\n'))
  }
}

interface Bar {
  readonly expectedRows: number | undefined
  readonly startedMs: number
  rows: number
  bytes: number
  wait?: Wait | undefined
}

/** `orders  ████████░░░░  1,234,567 rows  1.2M/s  34.5 MB` */
function formatBar(task: string, bar: Bar): string {
  const { rows, bytes, startedMs } = bar
  const seconds = (performance.now() - startedMs) / 1000
  const rate = seconds < RATE_AFTER_SECONDS ? '' : `${formatShortCount(rows / seconds)}/s`
  return [
    task.slice(0, NAME_COLUMNS).padEnd(NAME_COLUMNS),
    formatState(bar),
    `${formatCount(rows)} rows`.padStart(18),
    rate.padStart(7),
    formatBytes(bytes).padStart(8),
  ].join(' ')
}

/** How much is read, or why it is not read on; the rate shows that it is limited. */
function formatState({ rows, expectedRows, wait }: Bar): string {
  if (wait === undefined || wait.limit === 'maxRowsPerSecond')
    return formatShare(rows, expectedRows)
  return formatWait(wait).slice(0, BAR_COLUMNS).padEnd(BAR_COLUMNS)
}

/** The total is an estimate: no task looks done before it is. */
function formatShare(rows: number, expectedRows: number | undefined): string {
  if (expectedRows === undefined || expectedRows === 0) return '─'.repeat(BAR_COLUMNS)
  const filled = Math.floor(Math.min(rows / expectedRows, 0.99) * BAR_COLUMNS)
  return '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled)
}
