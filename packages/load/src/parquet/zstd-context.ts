import { constants, createZstdCompress, zstdDecompressSync } from 'node:zlib'

/** Parameters of Zstandard, by the constants of node:zlib. */
export type ZstdParameters = Readonly<Record<number, number>>

/**
 * A Zstandard context that compresses one body after the other.
 *
 * node:zlib makes a context, a stream and a buffer for each call, which costs as much as to compress a
 * small page. What is used here instead is what its streams do their own work with. It is not a documented
 * interface, though other packages have lived on it for years: so it is looked at, and tried, before it
 * is relied on.
 */
export class ZstdContext {
  readonly #handle: StreamHandle
  readonly #left: Uint32Array

  private constructor({ handle, left }: StreamParts) {
    this.#handle = handle
    this.#left = left
  }

  /** A context, or `undefined` where this Node.js has none that can be used so. */
  static make(params: ZstdParameters): ZstdContext | undefined {
    const parts = partsOf(createZstdCompress({ params }))
    if (parts === undefined) return undefined
    const context = new ZstdContext(parts)
    return context.#works() ? context : undefined
  }

  /** Writes one frame to the beginning of `output`; its bytes. 0: it did not fit, and the context is of no more use. */
  compress(body: Buffer, output: Buffer): number {
    // Read below: zero says that nothing was written.
    this.#left.fill(0)
    this.#handle.writeSync(constants.ZSTD_e_end, body, 0, body.length, output, 0, output.length)
    const outputLeft = this.#left[OUTPUT_LEFT] ?? 0
    const isWhole = this.#left[INPUT_LEFT] === 0 && outputLeft > 0
    return isWhole ? output.length - outputLeft : 0
  }

  /** Whether what it makes is what it was given, twice: a frame must not lead to the next. */
  #works(): boolean {
    try {
      return [TRIAL, TRIAL.subarray(1)].every((body) => {
        const output = Buffer.alloc(body.length * 2)
        const frame = output.subarray(0, this.compress(body, output))
        return zstdDecompressSync(frame).equals(body)
      })
    } catch {
      return false
    }
  }
}

/** What `_writeState` holds after a write: bytes of the output, then of the input, that are left. */
const OUTPUT_LEFT = 0
const INPUT_LEFT = 1

const TRIAL: Buffer = Buffer.from('what a context is given to compress, a context is given')

interface StreamHandle {
  writeSync(
    flush: number,
    input: Buffer,
    inputOffset: number,
    inputLength: number,
    output: Buffer,
    outputOffset: number,
    outputLength: number,
  ): void
}

interface StreamParts {
  readonly handle: StreamHandle
  readonly left: Uint32Array
}

function partsOf(stream: object): StreamParts | undefined {
  const handle: unknown = Reflect.get(stream, '_handle')
  const left: unknown = Reflect.get(stream, '_writeState')
  return isStreamHandle(handle) && left instanceof Uint32Array ? { handle, left } : undefined
}

function isStreamHandle(value: unknown): value is StreamHandle {
  return (
    typeof value === 'object' &&
    value !== null &&
    'writeSync' in value &&
    typeof value.writeSync === 'function'
  )
}
