import type { Duplex } from 'node:stream'
import { Receiver } from './receiver.ts'

/** Decrypted bytes that are collected before the receiver sees them. */
const COLLECTED_BYTES = 524_288

/**
 * Puts a receiver between an encrypted stream and pg's listener, which must be attached already.
 *
 * TLS hands over records of at most 16 KiB; those that arrive in one turn of the event loop are
 * collected, so that they make one batch.
 */
export function receiveFrom(stream: Duplex): Receiver {
  const listeners = stream.listeners('data')
  const receiver = new Receiver((message) => {
    for (const listener of listeners) Reflect.apply(listener, stream, [message])
  })
  const collector = new RecordCollector(stream, receiver)
  stream.removeAllListeners('data')
  stream.on('data', (record: Buffer) => collector.collect(record))
  receiver.attach(collector)
  return receiver
}

class RecordCollector {
  readonly #stream: Duplex
  readonly #receiver: Receiver
  #records: Buffer[] = []
  #collectedBytes = 0
  #scheduled = false

  constructor(stream: Duplex, receiver: Receiver) {
    this.#stream = stream
    this.#receiver = receiver
  }

  collect(record: Buffer): void {
    this.#records.push(record)
    this.#collectedBytes += record.length
    if (this.#collectedBytes >= COLLECTED_BYTES) this.#stream.pause()
    this.#schedule()
  }

  resume(): void {
    if (this.#records.length > 0) this.#schedule()
    else this.#stream.resume()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#handOver()
    })
  }

  #handOver(): void {
    try {
      let readOn = true
      while (readOn && this.#records.length > 0) readOn = this.#receiver.received(this.#fill())
      if (readOn) this.#stream.resume()
      else this.#stream.pause()
    } catch (error) {
      this.#stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }

  /** Copies as many records as there is room for; returns the bytes copied. */
  #fill(): number {
    const space = this.#receiver.space()
    let filledBytes = 0
    let taken = 0
    for (const record of this.#records) {
      const copiedBytes = record.copy(space, filledBytes)
      filledBytes += copiedBytes
      if (copiedBytes < record.length) {
        this.#records[taken] = record.subarray(copiedBytes)
        break
      }
      taken++
    }
    this.#records = this.#records.slice(taken)
    this.#collectedBytes -= filledBytes
    return filledBytes
  }
}
