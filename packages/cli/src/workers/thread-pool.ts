import type { Sink } from '@carmilla/load'
import type { ReadShard, ShardLink, ShardOrder } from './read-shard.ts'
import { ShardThread } from './shard-thread.ts'

/** Worker threads that are begun when they are needed, and kept for the next shard of any table. */
export class ThreadPool implements AsyncDisposable {
  readonly #sink: Sink
  readonly #idle: ShardThread[] = []

  /** @param sink - of the target that the threads write to. */
  constructor(sink: Sink) {
    this.#sink = sink
  }

  /** Reads a shard in a thread of its own; the caller bounds how many there are at once. */
  async read(order: ShardOrder, link: ShardLink): Promise<ReadShard> {
    const thread = this.#idleThread() ?? new ShardThread()
    try {
      return await thread.read(order, link)
    } finally {
      if (thread.alive) this.#idle.push(thread)
      else await this.#sink.discardOf?.(thread.threadId)
    }
  }

  /** A thread may die while it has nothing to do. */
  #idleThread(): ShardThread | undefined {
    for (;;) {
      const thread = this.#idle.pop()
      if (thread === undefined || thread.alive) return thread
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#idle.map((thread) => thread[Symbol.asyncDispose]()))
  }
}
