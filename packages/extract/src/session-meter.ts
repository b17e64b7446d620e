/** What one session has cost the source so far; serialisable. Times in milliseconds. */
export interface SessionUsage {
  /** Process id of its backend. */
  readonly backendPid: number
  /** When it began to connect, since 1970. */
  readonly openedAtMs: number
  /** When it had ended, since 1970; `null` while it is open. */
  readonly closedAtMs: number | null
  /** From sending a statement until the server took the next one. */
  readonly longestQueryMs: number
  readonly longestTransactionMs: number
  /**
   * Age of the oldest transaction that its snapshot kept visible, in transactions, when the session
   * ended; `null` where it could not be asked any more.
   */
  readonly xminAge: number | null
  /** Everything that came over the wire, encryption included. */
  readonly sentBytes: number
  /** In which nothing was asked of the server, to spare it. */
  readonly pausedMs: number
}

/** What a reader has cost the source since it began. Times in whole milliseconds. */
export type ReadingUsage = Pick<SessionUsage, 'longestQueryMs' | 'sentBytes' | 'pausedMs'> & {
  /** Since its transaction began, which may be long before the reader did. */
  readonly transactionMs: number
}

/** Measures one session; costs nothing while rows stream. */
export class SessionMeter {
  readonly backendPid: number
  readonly #openedAtMs: number
  readonly #receivedBytes: () => number
  #closedAtMs: number | null = null
  #transactionSinceMs: number | undefined
  #longestTransactionMs = 0
  #longestQueryMs = 0
  #longestQueryOfReadingMs = 0
  #pausedMs = 0
  #xminAge: number | null = null

  /** @param openedAtMs - when the session began to connect, of {@link epochNowMs}. */
  constructor(backendPid: number, openedAtMs: number, receivedBytes: () => number) {
    this.backendPid = backendPid
    this.#openedAtMs = openedAtMs
    this.#receivedBytes = receivedBytes
  }

  /** A statement was sent so long ago, and has just ended. */
  statementTook(elapsedMs: number): void {
    this.#longestQueryMs = Math.max(this.#longestQueryMs, elapsedMs)
    this.#longestQueryOfReadingMs = Math.max(this.#longestQueryOfReadingMs, elapsedMs)
  }

  /** A transaction is about to begin, in place of the one before. */
  transactionBegins(): void {
    this.#transactionEnds()
    this.#transactionSinceMs = epochNowMs()
  }

  paused(elapsedMs: number): void {
    this.#pausedMs += elapsedMs
  }

  /** Takes note of the age of the session's xmin; call it last. */
  xminIs(age: number): void {
    this.#xminAge = age
  }

  closed(): void {
    this.#transactionEnds()
    this.#closedAtMs ??= epochNowMs()
  }

  /** Begins to measure a reader; one at a time. Gives what it has cost so far. */
  reading(): () => ReadingUsage {
    const sentBytes = this.#receivedBytes()
    const pausedMs = this.#pausedMs
    this.#longestQueryOfReadingMs = 0
    return () => ({
      longestQueryMs: Math.round(this.#longestQueryOfReadingMs),
      transactionMs: Math.round(this.#transactionMs()),
      sentBytes: this.#receivedBytes() - sentBytes,
      pausedMs: Math.round(this.#pausedMs - pausedMs),
    })
  }

  usage(): SessionUsage {
    return {
      backendPid: this.backendPid,
      openedAtMs: this.#openedAtMs,
      closedAtMs: this.#closedAtMs,
      longestQueryMs: this.#longestQueryMs,
      longestTransactionMs: Math.max(this.#longestTransactionMs, this.#transactionMs()),
      xminAge: this.#xminAge,
      sentBytes: this.#receivedBytes(),
      pausedMs: this.#pausedMs,
    }
  }

  #transactionEnds(): void {
    this.#longestTransactionMs = Math.max(this.#longestTransactionMs, this.#transactionMs())
    this.#transactionSinceMs = undefined
  }

  #transactionMs(): number {
    return this.#transactionSinceMs === undefined ? 0 : epochNowMs() - this.#transactionSinceMs
  }
}

/** Milliseconds since 1970 on a clock that never jumps, the same in all threads of a process. */
export function epochNowMs(): number {
  return performance.timeOrigin + performance.now()
}
