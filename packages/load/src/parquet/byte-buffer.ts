import { freeMemory } from './free-memory.ts'

/** A byte buffer that grows, for bytes that are written in order and read back as one piece. */
export class ByteBuffer {
  bytes: Buffer
  /** The same memory as `bytes`. */
  view: DataView
  /** Bytes written so far; kernels that write past it in reserved room set it themselves. */
  lengthBytes = 0
  readonly #initialBytes: number

  constructor(initialBytes: number) {
    this.#initialBytes = initialBytes
    this.bytes = Buffer.allocUnsafeSlow(initialBytes)
    this.view = viewOf(this.bytes)
  }

  get capacityBytes(): number {
    return this.bytes.length
  }

  /** Makes room for `moreBytes` after what is written; `bytes` and `view` may be new afterwards. */
  reserve(moreBytes: number): void {
    const needBytes = this.lengthBytes + moreBytes
    if (needBytes <= this.bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, needBytes))
    this.bytes.copy(grown, 0, 0, this.lengthBytes)
    freeMemory(this.bytes)
    this.bytes = grown
    this.view = viewOf(grown)
  }

  append(source: Uint8Array): void {
    this.reserve(source.length)
    this.bytes.set(source, this.lengthBytes)
    this.lengthBytes += source.length
  }

  /** What is written, without a copy: valid until the next change. */
  written(): Buffer {
    return this.bytes.subarray(0, this.lengthBytes)
  }

  /** Forgets what is written, and gives memory back when more than `keepBytes` was taken. */
  clear(keepBytes: number = Number.POSITIVE_INFINITY): void {
    this.lengthBytes = 0
    if (this.bytes.length <= Math.max(keepBytes, this.#initialBytes)) return
    freeMemory(this.bytes)
    this.bytes = Buffer.allocUnsafeSlow(this.#initialBytes)
    this.view = viewOf(this.bytes)
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
