import type { ByteBuffer } from './byte-buffer.ts'
import { appendHybrid, appendRun, bitWidthOf } from './rle.ts'

/**
 * Definition and repetition levels: how the nesting of a column is told beside its leaf values.
 *
 * @see https://parquet.apache.org/docs/file-format/nestedencoding/
 */

/** The levels of one kind in the open page; costs nothing per value while all are equal. */
export class LevelBuffer {
  readonly #maxLevel: number
  #levels: Uint8Array = new Uint8Array(0)
  #count = 0
  /** The level of all values so far, or -1 once they differ and `#levels` holds each. */
  #uniform = -1

  constructor(maxLevel: number) {
    this.#maxLevel = maxLevel
  }

  get count(): number {
    return this.#count
  }

  get memoryBytes(): number {
    return this.#levels.length
  }

  /** Appends `count` times the same level. */
  appendSame(level: number, count: number): void {
    if (count === 0) return
    if (this.#count === 0) this.#uniform = level
    else if (this.#uniform !== level) {
      this.#reserve(count)
      this.#levels.fill(level, this.#count, this.#count + count)
    }
    this.#count += count
  }

  /** Appends `levels[from .. to]`, end exclusive. */
  appendEach(levels: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from)
    this.#levels.set(levels.subarray(from, to), this.#count)
    this.#count += to - from
  }

  /** Appends the levels as a V1 data page has them: byte length, then the hybrid; none for level 0. */
  writeTo(out: ByteBuffer): void {
    if (this.#maxLevel === 0) return
    const bitWidth = bitWidthOf(this.#maxLevel)
    out.reserve(4)
    const lengthAt = out.lengthBytes
    out.lengthBytes += 4
    if (this.#uniform >= 0) appendRun(out, this.#uniform, this.#count, bitWidth)
    else appendHybrid(out, this.#levels, this.#count, bitWidth)
    out.view.setUint32(lengthAt, out.lengthBytes - lengthAt - 4, true)
  }

  clear(): void {
    this.#count = 0
    this.#uniform = -1
  }

  /** Makes room for `more` levels beyond those so far, which are written out one by one. */
  #reserve(more: number): void {
    const need = this.#count + more
    if (need > this.#levels.length) {
      const grown = new Uint8Array(Math.max(need, this.#levels.length * 2, 64))
      grown.set(this.#levels.subarray(0, this.#count))
      this.#levels = grown
    }
    if (this.#uniform < 0) return
    this.#levels.fill(this.#uniform, 0, this.#count)
    this.#uniform = -1
  }
}

/** How deep a leaf column lies in its record column. */
export interface LevelLimits {
  readonly maxDefinitionLevel: number
  readonly maxRepetitionLevel: number
}
