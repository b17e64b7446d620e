/** Bytes that wait to be sent, up to one part; grows as they come. */
export class PartBuffer {
  readonly #mostBytes: number
  #bytes: Buffer
  #lengthBytes = 0

  /** @param mostBytes - of one part. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(FIRST_BYTES, mostBytes))
  }

  get isFull(): boolean {
    return this.#lengthBytes === this.#mostBytes
  }

  get lengthBytes(): number {
    return this.#lengthBytes
  }

  /** Takes as many bytes as there is room for; returns how many. */
  append(bytes: Uint8Array): number {
    const takenBytes = Math.min(bytes.length, this.#mostBytes - this.#lengthBytes)
    const needBytes = this.#lengthBytes + takenBytes
    if (needBytes > this.#bytes.length) {
      const roomBytes = Math.min(this.#mostBytes, Math.max(needBytes, this.#bytes.length * 2))
      const grown = Buffer.allocUnsafeSlow(roomBytes)
      grown.set(this.#bytes.subarray(0, this.#lengthBytes))
      this.#bytes = grown
    }
    this.#bytes.set(bytes.subarray(0, takenBytes), this.#lengthBytes)
    this.#lengthBytes += takenBytes
    return takenBytes
  }

  /** What was appended; valid until {@link clear}. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#lengthBytes)
  }

  /** Keeps the memory for the next part. */
  clear(): void {
    this.#lengthBytes = 0
  }
}

const FIRST_BYTES = 64 * 1024
