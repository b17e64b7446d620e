import { constants } from 'node:os'
import { CliError } from './errors.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What a shell adds to the number of the signal that ended a command. */
const SIGNAL_EXIT_STATUS = 128

/** A signal that follows sooner is the same key press, sent on by pnpm or make, in milliseconds. */
const SAME_SIGNAL_MS = 500

/** Turns the first signal into an abort, and the second into the end of the process. */
export class Interrupt implements Disposable {
  readonly #controller = new AbortController()
  readonly #stopping: (signal: string) => void
  #signal: NodeJS.Signals | undefined
  #atMs = 0

  /** @param stopping called once, at the first signal. */
  constructor(stopping: (signal: string) => void) {
    this.#stopping = stopping
    for (const name of SIGNALS) process.on(name, this.#receive)
  }

  /** Aborted at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** 130 after SIGINT, 143 after SIGTERM; `undefined` when nothing interrupted. */
  get exitStatus(): number | undefined {
    return this.#signal === undefined ? undefined : exitStatusOf(this.#signal)
  }

  [Symbol.dispose](): void {
    for (const name of SIGNALS) process.off(name, this.#receive)
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now()
    if (this.#signal !== undefined) {
      if (nowMs - this.#atMs < SAME_SIGNAL_MS) return
      // The way out for a clean-up that hangs; what it leaves, the next run removes.
      process.exit(exitStatusOf(signal))
    }
    this.#signal = signal
    this.#atMs = nowMs
    this.#stopping(signal)
    this.#controller.abort(new CliError('interrupted', `interrupted by ${signal}`))
  }
}

function exitStatusOf(signal: NodeJS.Signals): number {
  return SIGNAL_EXIT_STATUS + constants.signals[signal]
}
