import type { Output } from '../output/output.ts'
import { formatBytes, formatCount, formatSeconds } from '../output/quantity.ts'
import type { TaskOutcome } from '../run/outcome.ts'
import type { RunObserver, TaskProgress } from '../run/run-observer.ts'

/** Silence between two lines of one task, in milliseconds: a long task is seen to live. */
const LINE_INTERVAL_MS = 10_000

/** Tells the progress of a run in lines: for logs, and terminals that do not draw. */
export class ProgressLines implements RunObserver, Disposable {
  readonly #output: Output
  readonly #saidAtMs = new Map<string, number>()

  constructor(output: Output) {
    this.#output = output
  }

  began(task: string): void {
    this.#saidAtMs.set(task, performance.now())
  }

  advanced(task: string, { rows, bytes }: TaskProgress): void {
    const nowMs = performance.now()
    if (nowMs - (this.#saidAtMs.get(task) ?? 0) < LINE_INTERVAL_MS) return
    this.#saidAtMs.set(task, nowMs)
    this.#output.say(`${task}: ${formatCount(rows)} rows so far, ${formatBytes(bytes)} written`)
  }

  ended(outcome: TaskOutcome): void {
    sayOutcome(this.#output, outcome)
  }

  [Symbol.dispose](): void {}
}

/** One line on what became of a task. */
export function sayOutcome(output: Output, outcome: TaskOutcome): void {
  const { task, status, rows, bytes, version, seconds, error } = outcome
  if (error !== undefined && status !== 'aborted') {
    output.error(undefined, error)
    return
  }
  if (status !== 'published') {
    output.say(`${task}: ${status}`)
    return
  }
  output.say(
    `${task}: published ${formatCount(rows ?? 0)} rows, ${formatBytes(bytes ?? 0)} as version ${version} in ${formatSeconds(seconds)}`,
  )
}
