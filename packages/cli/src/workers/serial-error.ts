import type { ErrorContext } from '@carmilla/extract'
import { isCoded, UNEXPECTED } from '../errors.ts'

/** An error as it goes from one thread to another. */
export interface SerialError {
  readonly name: string
  readonly code: string
  readonly message: string
  readonly retriable: boolean
  readonly context: ErrorContext
  readonly stack: string
  readonly cause?: SerialError
}

/** Takes what was thrown apart; the classes of the workspace's errors do not survive a thread. */
export function serialError(thrown: unknown): SerialError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { cause } = error
  return {
    name: error.name,
    code: isCoded(error) ? error.code : UNEXPECTED,
    message: error.message,
    retriable: 'retriable' in error && error.retriable === true,
    context: 'context' in error ? contextOf(error.context) : {},
    stack: error.stack ?? '',
    ...(cause === undefined ? {} : { cause: serialError(cause) }),
  }
}

/** A failure in another thread: what it was there, put together again. */
export class ThreadError extends Error {
  override readonly name: string
  readonly code: string
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(error: SerialError) {
    super(error.message, error.cause === undefined ? {} : { cause: new ThreadError(error.cause) })
    this.name = error.name
    this.code = error.code
    this.retriable = error.retriable
    this.context = error.context
    this.stack = error.stack
  }
}

/** Only what an error context may hold; another's may hold anything. */
function contextOf(context: unknown): ErrorContext {
  if (typeof context !== 'object' || context === null) return {}
  return Object.fromEntries(
    Object.entries(context).filter((entry): entry is [string, string | number | bigint] =>
      ['string', 'number', 'bigint'].includes(typeof entry[1]),
    ),
  )
}
