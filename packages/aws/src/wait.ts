import { setTimeout as sleep } from 'node:timers/promises'
import { AwsError } from './errors.ts'

/** Times between two looks at something that takes a while. */
export interface Pace {
  readonly firstMs: number
  readonly mostMs: number
}

/** Waits of growing length, each shorter by a random part: many who wait do not ask at once. */
export class Waits {
  readonly #pace: Pace
  readonly #signal: AbortSignal | undefined
  #nextMs: number

  constructor(pace: Pace, signal?: AbortSignal) {
    this.#pace = pace
    this.#signal = signal
    this.#nextMs = pace.firstMs
  }

  /** @throws {AwsError} `aborted` */
  async next(): Promise<void> {
    const waitMs = this.#nextMs * (0.5 + Math.random() / 2)
    this.#nextMs = Math.min(this.#pace.mostMs, this.#nextMs * 1.5)
    try {
      await sleep(waitMs, undefined, { signal: this.#signal })
    } catch (cause) {
      throw new AwsError('aborted', 'stopped while waiting', { cause })
    }
  }
}
