import { CliError } from '../errors.ts'

/** Aborts what reads in a snapshot once it has been held for too long. */
export class AgeLimit implements Disposable {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined

  /** @param maxAgeMs from now on; none when undefined. */
  constructor(maxAgeMs: number | undefined) {
    if (maxAgeMs === undefined) return
    this.#timer = setTimeout(() => {
      const age = `${maxAgeMs / 1000} s`
      this.#controller.abort(
        new CliError(
          'snapshot_too_old',
          `the snapshot is ${age} old and not all is read: as long as it is held, the source cannot remove dead rows; raise --max-snapshot-age, read with more --workers, or with --consistency perShard`,
          { context: { maxAgeMs } },
        ),
      )
    }, maxAgeMs)
    this.#timer.unref()
  }

  /** Aborted with the error to report. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
  }
}
