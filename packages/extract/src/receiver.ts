import { ReceiveBuffer, RECEIVE_BUFFER_BYTES } from './receive-buffer.ts'
import type { RowWalker } from './row-walker.ts'
import { DATA_ROW } from './walk-rows.ts'

/** Pause after a small read, so that the next one brings more: Postgres sends 8 KiB at a time. */
const COALESCE_MS = 2
/** A read below this counts as small. */
const SMALL_READ_BYTES: number = RECEIVE_BUFFER_BYTES >> 1
/** Small reads in a row before the first pause: a short result is never delayed. */
const SMALL_READS_BEFORE_PAUSE = 2

/** Message type `Z`: the server has nothing more to do. */
const READY_FOR_QUERY = 0x5a
/** `A`, `N`, `S`: what the server may say at any time, also behind a `Z`. */
const UNASKED: ReadonlySet<number | undefined> = new Set([0x41, 0x4e, 0x53])

/** The part of a socket that the receiver drives. */
export interface ByteSource {
  /** Starts or continues to read; harmless while reading. */
  resume(): void
}

/**
 * Stands between the socket and pg: rows of a streamed result go to a {@link RowWalker}, every
 * other message goes to pg's own parser, in the order of arrival.
 */
export class Receiver {
  readonly #buffer = new ReceiveBuffer()
  readonly #deliver: (message: Buffer) => void
  #source: ByteSource | undefined
  #walker: RowWalker | undefined
  #onBytes: (() => void) | undefined
  /** Whether rows are read until the server is done, or the buffer is full, before they are walked. */
  #collects = false
  #collecting = false
  #readyAtMs = -Infinity
  #smallReads = 0
  #lastReadAtMs = 0
  #pause: NodeJS.Timeout | undefined

  /** @param deliver - gives pg's parser one whole message, which it does not keep. */
  constructor(deliver: (message: Buffer) => void) {
    this.#deliver = deliver
  }

  /** Names the socket that is to be driven, once it exists. */
  attach(source: ByteSource): void {
    this.#source = source
  }

  /** Refuses messages beyond a length, with `row_too_large`, before there is memory for them. */
  limitMessages(maxBytes: number): void {
    this.#buffer.maxMessageBytes = maxBytes
  }

  /** Memory for the next read. */
  space(): Buffer {
    return this.#buffer.space()
  }

  /**
   * Takes `byteCount` bytes that were read into {@link space}; returns whether to read on.
   *
   * @throws {ExtractError} `protocol_violation`
   */
  received(byteCount: number): boolean {
    this.#smallReads = byteCount < SMALL_READ_BYTES ? this.#smallReads + 1 : 0
    this.#buffer.received(byteCount)
    const { lastType } = this.#buffer
    if (lastType === READY_FOR_QUERY) this.#readyAtMs = performance.now()
    const rowsWait = this.#deliverMessages()
    if (this.#walker === undefined) return true
    this.#lastReadAtMs = performance.now()
    if (rowsWait && this.#collecting) {
      const mayEnd = lastType === READY_FOR_QUERY || UNASKED.has(lastType)
      if (!mayEnd && this.#buffer.append()) return true
      this.#collecting = false
    }
    if (rowsWait) this.#onBytes?.()
    return !rowsWait
  }

  /** When the server last said that it has nothing more to do, of `performance.now()`. */
  get readyAtMs(): number {
    return this.#readyAtMs
  }

  /**
   * From now on rows go to `walker`; `onBytes` is called when some have arrived.
   *
   * With `collects` only when no more are to come or the buffer is full, so that whoever takes his time
   * over the rows of a short result does not keep the server waiting in its query.
   */
  startRows(walker: RowWalker, onBytes: () => void, collects = false): void {
    this.#walker = walker
    this.#onBytes = onBytes
    this.#smallReads = 0
    this.#collects = collects
    this.#collecting = collects
  }

  /** From now on rows go to pg again. */
  endRows(): void {
    this.#walker = undefined
    this.#onBytes = undefined
    this.#collecting = false
    clearTimeout(this.#pause)
    this.#pause = undefined
    this.#source?.resume()
  }

  /**
   * Walks the next rows that have arrived, and hands on what came before them. Returns false when
   * there are none yet; the socket is then read on.
   *
   * @throws {ExtractError} `protocol_violation`
   */
  nextRows(): boolean {
    if (this.#collecting) {
      this.#source?.resume()
      return false
    }
    const rowsWait = this.#deliverMessages()
    const walker = this.#walker
    if (walker === undefined) return false
    if (!rowsWait) {
      this.#collecting = this.#collects
      this.#readOn()
      return false
    }
    const { frames } = this.#buffer
    frames.start = walker.walk(frames.bytes, frames.view, frames.start, frames.framed)
    return true
  }

  /** Delivers messages up to the first row of a streamed result; returns whether there is one. */
  #deliverMessages(): boolean {
    for (;;) {
      const { frames } = this.#buffer
      const { bytes, start } = frames
      if (start >= frames.framed) return false
      if (this.#walker !== undefined && bytes[start] === DATA_ROW) return true
      frames.start += 1 + frames.view.getInt32(start + 1)
      this.#deliver(bytes.subarray(start, frames.start))
    }
  }

  #readOn(): void {
    const small = this.#smallReads >= SMALL_READS_BEFORE_PAUSE
    if (!small || performance.now() - this.#lastReadAtMs >= COALESCE_MS) {
      this.#source?.resume()
    } else {
      this.#pause ??= setTimeout(() => {
        this.#pause = undefined
        this.#source?.resume()
      }, COALESCE_MS)
    }
  }
}
