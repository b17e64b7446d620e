import type { Wait } from '@carmilla/extract'
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
  /** When a task that was said to wait began to. */
  readonly #waitsSinceMs = new Map<string, number>()

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

  waits(task: string, wait: Wait | undefined): void {
    const nowMs = performance.now()
    const sinceMs = this.#waitsSinceMs.get(task)
    if (wait === undefined) {
      if (sinceMs === undefined) return
      this.#waitsSinceMs.delete(task)
      this.#output.say(`${task}: reads on after ${formatSeconds((nowMs - sinceMs) / 1000)}`)
      return
    }
    // That a run is as slow as it was told to be is no news.
    if (wait.limit === 'maxRowsPerSecond') return
    const isSaid = nowMs - (this.#saidAtMs.get(task) ?? 0) < LINE_INTERVAL_MS
    if (sinceMs !== undefined && isSaid) return
    if (sinceMs === undefined) this.#waitsSinceMs.set(task, nowMs)
    this.#saidAtMs.set(task, nowMs)
    this.#output.say(`${task}: waits, ${formatWait(wait)}`)
  }

  ended(outcome: TaskOutcome): void {
    sayOutcome(this.#output, outcome)
  }

  [Symbol.dispose](): void {}
}

/** `replica 12.3 s behind`, `25 backends active`: at most 22 characters. */
export function formatWait(wait: Wait): string {
  switch (wait.limit) {
    case 'maxReplicaLagMs':
      return `replica ${formatSeconds(wait.load.replicaLagMs / 1000)} behind`
    case 'maxActiveBackends':
      return `${formatCount(wait.load.activeBackends)} backends active`
    case 'maxRowsPerSecond':
      return 'rows of the second read'
    default:
      throw new TypeError(`unknown wait ${JSON.stringify(wait satisfies never)}`)
  }
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
