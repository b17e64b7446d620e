import type { SessionUsage } from '@carmilla/extract'
import type { TaskProgress } from '../run/run-observer.ts'
import type { ReadShard, ShardOrder } from './read-shard.ts'
import type { SerialError } from './serial-error.ts'

/** What a worker thread is told. */
export type ToWorker =
  | { readonly kind: 'read'; readonly order: ShardOrder }
  /** Objects may appear under the keys of an announcement. */
  | { readonly kind: 'journaled'; readonly announcement: number }
  /** They must not. */
  | { readonly kind: 'refused'; readonly announcement: number; readonly error: SerialError }
  /** Stop reading; a `failed` follows. */
  | { readonly kind: 'abort' }

/** What a worker thread tells. */
export type FromWorker =
  | { readonly kind: 'announce'; readonly announcement: number; readonly keys: readonly string[] }
  | { readonly kind: 'advanced'; readonly progress: TaskProgress }
  | { readonly kind: 'measured'; readonly sessions: readonly SessionUsage[] }
  | { readonly kind: 'done'; readonly read: ReadShard }
  | { readonly kind: 'failed'; readonly error: SerialError }
