import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@smithy/types'
import { failureKind } from './failure-kind.ts'

/** How long a call of a service is tried. */
export interface RetryLimits {
  /** Tries of one call, the first included. */
  readonly attempts: number
  /** Time after its first try in which a call is tried again, in milliseconds. */
  readonly deadlineMs: number
  /** Longest wait between two tries, in milliseconds. */
  readonly longestWaitMs: number
}

/** A service that throttles needs some seconds; one that is down for minutes is not waited for. */
export const DEFAULT_RETRY_LIMITS: RetryLimits = {
  attempts: 8,
  deadlineMs: 120_000,
  longestWaitMs: 20_000,
}

/** First wait of a call that failed, and of one that was throttled; doubled with each try. */
const FIRST_WAIT_MS = { transient: 100, throttled: 500 } as const

/** A call that is tried again. */
export interface Retry {
  /** `s3`, `glue`, … */
  readonly service: string
  /** What went wrong, by its name: `SlowDown`. */
  readonly reason: string
  /** The try that failed, from 1. */
  readonly attempt: number
  readonly waitMs: number
}

export interface RetryOptions {
  readonly service: string
  readonly limits?: RetryLimits
  /** Told of each wait. */
  readonly onRetry?: (retry: Retry) => void
}

/**
 * The one place where calls of AWS are tried again: those that failed for a moment, or were throttled,
 * after a random wait of growing length (full jitter). A refusal is never tried again.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class JitteredRetry implements RetryStrategyV2 {
  readonly #service: string
  readonly #limits: RetryLimits
  readonly #onRetry: (retry: Retry) => void

  constructor({ service, limits = DEFAULT_RETRY_LIMITS, onRetry = () => undefined }: RetryOptions) {
    this.#service = service
    this.#limits = limits
    this.#onRetry = onRetry
  }

  async acquireInitialRetryToken(): Promise<RetryToken> {
    return new Attempt({ count: 0, waitMs: 0, beganMs: performance.now() })
  }

  /** @throws {Error} when the call is not to be tried again; the SDK then throws what it got. */
  async refreshRetryTokenForRetry(token: RetryToken, info: RetryErrorInfo): Promise<RetryToken> {
    const kind = failureKind(info.error)
    if (kind === 'permanent' || kind === 'conflict') throw new Error('not to be tried again')
    const count = token.getRetryCount() + 1
    const beganMs = token instanceof Attempt ? token.beganMs : performance.now()
    const { attempts, deadlineMs, longestWaitMs } = this.#limits
    const mostMs = Math.min(longestWaitMs, FIRST_WAIT_MS[kind] * 2 ** (count - 1))
    const waitMs = Math.ceil(Math.random() * mostMs)
    if (count >= attempts || performance.now() - beganMs + waitMs > deadlineMs) {
      throw new Error('tried for long enough')
    }
    const reason = info.error instanceof Error ? info.error.name : 'Error'
    this.#onRetry({ service: this.#service, reason, attempt: count, waitMs })
    return new Attempt({ count, waitMs, beganMs })
  }

  recordSuccess(): void {}
}

class Attempt implements RetryToken {
  readonly beganMs: number
  readonly #count: number
  readonly #waitMs: number

  constructor(options: {
    readonly count: number
    readonly waitMs: number
    readonly beganMs: number
  }) {
    this.beganMs = options.beganMs
    this.#count = options.count
    this.#waitMs = options.waitMs
  }

  getRetryCount(): number {
    return this.#count
  }

  getRetryDelay(): number {
    return this.#waitMs
  }
}
