/**
 * Milliseconds that one fetch aims at: far from the second that it must not reach, and below the
 * quarter of one in which a person notices.
 */
export const FETCH_TARGET_MS = 150
/**
 * Bytes that one fetch aims at: what the sockets of both sides hold, so that the server is done with the
 * fetch even when its reader is busy.
 */
export const FETCH_TARGET_BYTES: number = 512 * 1024
/** Rows of the first fetch, when nothing is known of them. */
const FIRST_ROWS = 64
/** Growth from one fetch to the next: what was measured of few rows says little of many. */
const MOST_GROWTH = 8
/** What the protocol can ask for. */
const MOST_ROWS = 2 ** 31 - 1

/** What a fetch came to. */
export interface Fetched {
  readonly rows: number
  /** From sending it until the server took the next statement. */
  readonly elapsedMs: number
  readonly bytes: number
}

/** Decides how many rows the next fetch of one query asks for, from what the one before took. */
export class FetchSize {
  readonly #mostRows: number
  #rows: number

  /** @param mostRows - limit of every fetch. */
  constructor(mostRows: number = MOST_ROWS) {
    this.#mostRows = Math.max(1, Math.min(mostRows, MOST_ROWS))
    this.#rows = Math.min(FIRST_ROWS, this.#mostRows)
  }

  /** Rows to ask for. */
  get rows(): number {
    return this.#rows
  }

  /** Learns from a fetch. */
  learn({ rows, elapsedMs, bytes }: Fetched): void {
    if (rows === 0) return
    const inTime = (rows * FETCH_TARGET_MS) / Math.max(elapsedMs, 1e-3)
    const inBytes = (rows * FETCH_TARGET_BYTES) / Math.max(bytes, 1)
    const fitting = Math.floor(Math.min(inTime, inBytes, rows * MOST_GROWTH, this.#mostRows))
    this.#rows = Math.max(1, fitting)
  }
}
