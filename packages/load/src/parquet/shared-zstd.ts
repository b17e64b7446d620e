import { ZstdContext, type ZstdParameters } from './zstd-context.ts'

/** A larger body takes longer to compress than a context takes to make, and its memory would stay. */
const MOST_BODY_BYTES = 4 * 1024 * 1024

/** Contexts and memory that all files of a thread compress their pages with, one page at a time. */
export class SharedZstd {
  /** `undefined` where there can be none. */
  readonly #contexts = new Map<ZstdParameters, ZstdContext | undefined>()
  #output: Buffer = Buffer.alloc(0)

  /**
   * One frame of at most `mostBytes`, valid until the next call; `undefined` where it is to be made by
   * other means.
   *
   * @param params - the same object for the same parameters.
   */
  compress(body: Buffer, params: ZstdParameters, mostBytes: number): Uint8Array | undefined {
    if (body.length > MOST_BODY_BYTES) return undefined
    if (!this.#contexts.has(params)) this.#contexts.set(params, ZstdContext.make(params))
    const context = this.#contexts.get(params)
    if (context === undefined) return undefined
    if (this.#output.length < mostBytes) this.#output = Buffer.allocUnsafeSlow(mostBytes)
    const frameBytes = context.compress(body, this.#output)
    if (frameBytes > 0) return this.#output.subarray(0, frameBytes)
    // What it has not written would come before the next frame.
    this.#contexts.set(params, undefined)
    return undefined
  }

  /** Whether a frame lies in the memory that the next one is written to. */
  holds(frame: Uint8Array): boolean {
    return frame.buffer === this.#output.buffer
  }
}
