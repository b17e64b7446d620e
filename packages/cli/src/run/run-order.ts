import type {
  ConnectionSettings,
  Snapshot,
  SourceLimits,
  SourceMeter,
  SourcePace,
} from '@carmilla/extract'
import type { FormatChoice, Target } from '@carmilla/load'
import type { FileShape, Task } from '@carmilla/transform'
import type { TargetChoice } from '../invocation.ts'
import type { MemoryBudget } from '../memory/memory-budget.ts'
import type { Consistency } from '../workers/divide-task.ts'
import type { Slots } from '../workers/slots.ts'
import type { TaskOrigin } from '../workers/task-origin.ts'
import type { ThreadPool } from '../workers/thread-pool.ts'
import type { RunObserver } from './run-observer.ts'

/** Everything that a run takes. */
export interface RunOrder extends FormatChoice {
  readonly tasks: Readonly<Record<string, Task>>
  /** Which of them, in order. */
  readonly names: readonly string[]
  readonly database: ConnectionSettings
  readonly target: Target
  /** The same, for a worker thread to open. */
  readonly place: TargetChoice
  /** Where a worker thread finds each of the tasks. */
  readonly origins: Readonly<Record<string, TaskOrigin>>
  /** How files are laid out, where a task says nothing else. */
  readonly files: FileShape
  /** The same, whatever a task says. */
  readonly fileOverrides: FileShape
  readonly budget: MemoryBudget
  /** Most readers at once, of all tables together. */
  readonly workers: number
  /** Bytes of a table that are worth a further worker. */
  readonly shardBytes: number
  readonly consistency: Consistency
  /** Longest time for which a snapshot is read. */
  readonly maxSnapshotAgeMs?: number
  /** With one backend at a time, and in fetches. */
  readonly gentle: boolean
  /** What a gentle run waits for. */
  readonly limits?: SourceLimits
  /** Of all tables together. */
  readonly maxRowsPerSecond?: number
  /** Measures every session that the settings of the database open. */
  readonly meter: SourceMeter
  readonly keepVersions: number
  /** Longest time of one task. */
  readonly timeoutMs?: number
  /** Compare every record with the database; read nothing, write nothing. */
  readonly dryRun: boolean
  /** Publish what readers of the version before cannot read as they did. */
  readonly allowBreaking: boolean
  readonly signal: AbortSignal
}

/** One task of a run, and what it shares with the others. */
export interface TaskOrder extends RunOrder {
  readonly name: string
  readonly runId: string
  readonly snapshot: Snapshot
  readonly pace: SourcePace
  readonly observer: RunObserver
  readonly slots: Slots
  readonly threads: ThreadPool
  /** Aborted when the snapshot is too old to be read on. */
  readonly age: AbortSignal
}

/** One task, and when to stop reading it: sooner than `signal`, which stops everything. */
export interface StoppableOrder extends TaskOrder {
  readonly reading: AbortSignal
}
