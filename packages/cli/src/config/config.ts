import type { AwsSettings } from '@carmilla/aws'
import type { Codec, Writer } from '@carmilla/load'
import type { FileShape, Task } from '@carmilla/transform'
import type { Consistency } from '../workers/divide-task.ts'

/** Tasks by name, as `generated/tasks.ts` exports them. */
export type Tasks = Readonly<Record<string, Task>>

/** What `etl.config.ts` says. The environment overrides it, and flags override that. */
export interface Config<AllTasks extends Tasks = Tasks> {
  /** What can be run: the registry that `make codegen` writes. */
  readonly tasks: AllTasks
  /** Names for sets of tasks: `etl run nightly`. */
  readonly groups?: Readonly<Record<string, readonly (keyof AllTasks & string)[]>>
  /** Where tables are published; a relative folder is below the folder of the configuration. */
  readonly target?: string
  readonly database?: {
    /** `postgres://user@host:port/database`, without a password: that comes from PGPASSWORD. */
    readonly url?: string
  }
  /**
   * Readers at once, of all tables together, each with a connection of its own; default
   * {@link DEFAULT_WORKERS}.
   */
  readonly workers?: number
  /** Bytes of a table that are worth a further worker; default {@link DEFAULT_SHARD_BYTES}. */
  readonly shardBytes?: number
  /** Default `snapshot`: all readers see one instant. */
  readonly consistency?: Consistency
  /** Longest time for which a snapshot is read, in milliseconds; no limit by default. */
  readonly maxSnapshotAgeMs?: number
  /** Versions of a table that are kept, for `etl rollback`; default {@link DEFAULT_KEEP_VERSIONS}. */
  readonly keepVersions?: number
  /** Default `zstd`: smallest files at a speed that the source seldom outruns; of `parquetjs`, `gzip`. */
  readonly codec?: Codec
  /** How files are laid out, where a task says nothing else. */
  readonly files?: Omit<FileShape, 'codec'>
  /** Most bytes that the process may take; by default 512 MiB and more for many workers or columns. */
  readonly memoryBytes?: number
  /** The engine that writes the files; default `carmilla`. See docs/writers.md. */
  readonly writer?: Writer
  /** Longest time of one task, in milliseconds; no limit by default. */
  readonly timeoutMs?: number
  /** One backend and short queries, one table after the other; see docs/gentle.md. */
  readonly gentle?: boolean
  /** Most rows of a second, over all tables; no limit by default. */
  readonly maxRowsPerSecond?: number
  /** Wait while a replica is behind for longer, in milliseconds; makes every run gentle. */
  readonly maxReplicaLagMs?: number
  /** Wait while more backends run a query; makes every run gentle. */
  readonly maxActiveBackends?: number
  /** For targets in S3: region, credentials, encryption, and the tables in Glue. See docs/aws.md. */
  readonly aws?: AwsSettings
}

/** Kind to the source: two connections that read at a time, and one that holds the snapshot. */
export const DEFAULT_WORKERS = 2
/**
 * A table of twice as much is read by two workers. Measured: a thread takes about a third of a second
 * of CPU time to begin, in which one connection reads some 50 MB.
 */
export const DEFAULT_SHARD_BYTES: number = 64 * 1024 * 1024
/** What is read now, what was read before, and one to go back to. */
export const DEFAULT_KEEP_VERSIONS = 3
/** Below the folder of the configuration. */
export const DEFAULT_TARGET = 'file:out'

/**
 * Declares the configuration, and checks the members of groups against the names of tasks.
 *
 * @example
 * export default defineConfig({ tasks, groups: { nightly: ['orders', 'users'] }, target: 'file:out' })
 */
export function defineConfig<const AllTasks extends Tasks>(
  config: Config<AllTasks>,
): Config<AllTasks> {
  return config
}
