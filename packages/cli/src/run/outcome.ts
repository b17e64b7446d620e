import type { ReadNote } from '@carmilla/transform'
import { CliError, type ErrorFacts, factsOf, isCoded } from '../errors.ts'

/** How a task can end. */
export const TASK_STATUSES = ['published', 'checked', 'failed', 'aborted', 'unknown'] as const
/**
 * `checked`: a dry run found nothing wrong. `aborted`: a signal came first. `unknown`: the catalog
 * did not say whether the version is live.
 */
export type TaskStatus = (typeof TASK_STATUSES)[number]

/** What became of one task; serialisable. */
export interface TaskOutcome {
  readonly task: string
  readonly status: TaskStatus
  /** Rows of the version; of a dry run, the planner's estimate of the source's rows. */
  readonly rows: number | null
  readonly bytes: number | null
  readonly files: number | null
  /** `file:out/orders/<run id>/` */
  readonly location: string | null
  readonly version: number | null
  readonly seconds: number
  /** NULLs that were written for a reason, and values that were changed; only when there are some. */
  readonly notes?: readonly ReadNote[]
  readonly error?: ErrorFacts
}

/** The same, without what every outcome has. */
export type TaskFacts = Omit<TaskOutcome, 'task' | 'seconds'>

/** What became of a task that threw. */
export function failedOutcome(task: string, error: unknown, seconds: number): TaskOutcome {
  return {
    task,
    status: statusOf(error),
    rows: null,
    bytes: null,
    files: null,
    location: null,
    version: null,
    seconds,
    error: namingTask(task, factsOf(error)),
  }
}

function statusOf(error: unknown): TaskStatus {
  if (error instanceof CliError && error.code === 'interrupted') return 'aborted'
  return error instanceof Error && isCoded(error) && error.code === 'commit_unknown'
    ? 'unknown'
    : 'failed'
}

/** Errors of a connection or a file do not know for which task they happened. */
function namingTask(task: string, { code, message }: ErrorFacts): ErrorFacts {
  return {
    code,
    message: message.includes(`\`${task}\``) ? message : `task \`${task}\`: ${message}`,
  }
}
