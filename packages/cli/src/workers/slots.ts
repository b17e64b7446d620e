/** A right to read, until it is disposed of. */
export type Slot = Disposable

/** Hands out a bounded number of rights to read: the hard cap of a run over all its tables. */
export class Slots {
  #free: number
  readonly #waiting: ((slot: Slot) => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  /** Waits for a slot, first come, first served; `undefined` once the signal is aborted. */
  async take(signal?: AbortSignal): Promise<Slot | undefined> {
    if (signal?.aborted === true) return undefined
    if (this.#free > 0) {
      this.#free--
      return this.#slot()
    }
    const { promise, resolve } = Promise.withResolvers<Slot | undefined>()
    const giveUp = (): void => {
      const at = this.#waiting.indexOf(resolve)
      if (at >= 0) this.#waiting.splice(at, 1)
      resolve(undefined)
    }
    this.#waiting.push(resolve)
    signal?.addEventListener('abort', giveUp, { once: true })
    const slot = await promise
    signal?.removeEventListener('abort', giveUp)
    return slot
  }

  /** Does some work in a slot. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const slot = await this.take()
    try {
      return await work()
    } finally {
      slot?.[Symbol.dispose]()
    }
  }

  #slot(): Slot {
    let held = true
    return {
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        const next = this.#waiting.shift()
        if (next === undefined) this.#free++
        else next(this.#slot())
      },
    }
  }
}
