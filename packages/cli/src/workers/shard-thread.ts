import { Worker } from 'node:worker_threads'
import { CliError } from '../errors.ts'
import { THREAD_YOUNG_HEAP_MIB } from '../memory/memory-budget.ts'
import type { ReadShard, ShardLink, ShardOrder } from './read-shard.ts'
import { serialError, ThreadError } from './serial-error.ts'
import type { FromWorker, ToWorker } from './thread-messages.ts'

/** Milliseconds that a thread has to stop reading before it is ended. */
const ABORT_GRACE_MS = 5_000

/** The entry of the threads, of the sources or of what was built of them, as this file is. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? 'shard-worker.ts' : 'shard-worker.js',
  import.meta.url,
)

/** A worker thread that reads one shard at a time. */
export class ShardThread implements AsyncDisposable {
  readonly #worker: Worker
  readonly threadId: number
  #reading: Reading | undefined
  #death: unknown
  #alive = true

  constructor() {
    this.#worker = new Worker(ENTRY, {
      resourceLimits: { maxYoungGenerationSizeMb: THREAD_YOUNG_HEAP_MIB },
    })
    this.threadId = this.#worker.threadId
    this.#worker.on('message', (message: FromWorker) => this.#receive(message))
    this.#worker.on('messageerror', (error) => (this.#death = error))
    this.#worker.on('error', (error) => (this.#death = error))
    this.#worker.on('exit', (status) => this.#ended(status))
  }

  /** Whether it can be given another shard. */
  get alive(): boolean {
    return this.#alive
  }

  /**
   * Reads a shard. Always settles after the thread has stopped to touch files and the database.
   *
   * @throws {ThreadError} what the reading threw
   * @throws {CliError} `worker_died`
   */
  async read(order: ShardOrder, link: ShardLink): Promise<ReadShard> {
    const { promise, resolve, reject } = Promise.withResolvers<ReadShard>()
    this.#reading = { order, link, resolve, reject }
    let cut: NodeJS.Timeout | undefined
    const abort = (): void => {
      this.#tell({ kind: 'abort' })
      cut = setTimeout(() => void this.#worker.terminate(), ABORT_GRACE_MS)
    }
    this.#tell({ kind: 'read', order })
    if (link.signal.aborted) abort()
    else link.signal.addEventListener('abort', abort, { once: true })
    try {
      return await promise
    } finally {
      clearTimeout(cut)
      link.signal.removeEventListener('abort', abort)
      this.#reading = undefined
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate()
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'announce':
        void this.#journal(message.announcement, message.keys)
        return
      case 'advanced':
        this.#reading?.link.advanced(message.progress)
        return
      case 'measured':
        this.#reading?.link.measured(message.sessions)
        return
      case 'done':
        this.#reading?.resolve(message.read)
        return
      case 'failed':
        this.#reading?.reject(new ThreadError(message.error))
        return
      default:
        throw new TypeError(`unknown message ${JSON.stringify(message satisfies never)}`)
    }
  }

  async #journal(announcement: number, keys: readonly string[]): Promise<void> {
    try {
      await this.#reading?.link.announce(keys)
      this.#tell({ kind: 'journaled', announcement })
    } catch (error) {
      this.#tell({ kind: 'refused', announcement, error: serialError(error) })
    }
  }

  #ended(status: number): void {
    this.#alive = false
    if (this.#reading === undefined) return
    this.#reading.reject(diedError(this.#reading.order, status, this.#death))
  }

  #tell(message: ToWorker): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(message)
  }
}

interface Reading {
  readonly order: ShardOrder
  readonly link: ShardLink
  resolve(read: ReadShard): void
  reject(error: unknown): void
}

function diedError({ name, shard, range }: ShardOrder, status: number, cause: unknown): CliError {
  const what = range === undefined ? `\`${name}\`` : `shard ${shard} of \`${name}\``
  const isMemory =
    cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
  const message = cause instanceof Error ? cause.message : ''
  const how = isMemory
    ? 'ran out of memory; keep less in lookups, or give Node.js more with NODE_OPTIONS=--max-old-space-size'
    : `ended${message === '' ? '' : ` by an error that nobody caught: ${message}`} with exit code ${status}; run again`
  return new CliError('worker_died', `the worker thread that read ${what} ${how}`, {
    cause,
    context: { shard, status },
    retriable: true,
  })
}
