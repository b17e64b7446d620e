import type { Wait } from '@carmilla/extract'
import type { TaskOutcome } from './outcome.ts'

/** What a task has done so far. */
export interface TaskProgress {
  readonly rows: number
  /** Bytes that reached the target. */
  readonly bytes: number
}

/** Is told what happens during a run; must return quickly. */
export interface RunObserver {
  /** @param expectedRows the planner's estimate of the source's rows. */
  began(task: string, expectedRows: number | undefined): void
  advanced(task: string, progress: TaskProgress): void
  /** @param wait why the reader waits; `undefined` when it goes on. */
  waits(task: string, wait: Wait | undefined): void
  ended(outcome: TaskOutcome): void
}
