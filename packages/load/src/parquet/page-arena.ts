import { freeMemory } from './free-memory.ts'

/**
 * Memory for the compressed pages of a row group, in blocks that go from one row group to the next.
 *
 * A compressor's result would keep its whole output buffer alive; a copy here keeps only the page.
 */
export class PageArena {
  readonly #free: Buffer[] = []
  #used: Buffer[] = []
  #offsetBytes = BLOCK_BYTES

  /** Bytes of all blocks, in use or free. */
  get memoryBytes(): number {
    return this.#free.length * BLOCK_BYTES + totalBytes(this.#used)
  }

  /** Copies `header` and `body` next to each other and returns the copy. */
  store(header: Uint8Array, body: Uint8Array): Uint8Array {
    const page = this.#take(header.length + body.length)
    page.set(header)
    page.set(body, header.length)
    return page
  }

  /** Hands out the blocks in use; give them back with `release` once their pages are written. */
  detach(): readonly Buffer[] {
    const blocks = this.#used
    this.#used = []
    this.#offsetBytes = BLOCK_BYTES
    return blocks
  }

  release(blocks: readonly Buffer[]): void {
    for (const block of blocks) {
      if (block.length === BLOCK_BYTES) this.#free.push(block)
      else freeMemory(block)
    }
  }

  /** Gives back what is not in use, when no further page will come. */
  free(): void {
    for (const block of this.#free.splice(0)) freeMemory(block)
  }

  #take(bytes: number): Buffer {
    if (bytes > BLOCK_BYTES / 4) {
      const own = Buffer.allocUnsafeSlow(bytes)
      // At the front: the block at the end is the one that is being filled.
      this.#used.unshift(own)
      return own
    }
    if (this.#offsetBytes + bytes > BLOCK_BYTES) {
      this.#used.push(this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES))
      this.#offsetBytes = 0
    }
    const page = this.#used.at(-1)?.subarray(this.#offsetBytes, this.#offsetBytes + bytes)
    if (page === undefined) throw new Error('no block in use')
    this.#offsetBytes += bytes
    return page
  }
}

/** Bytes of a block: many pages, and little wasted at its end. */
const BLOCK_BYTES = 1024 * 1024

function totalBytes(blocks: readonly Buffer[]): number {
  return blocks.reduce((sum, block) => sum + block.length, 0)
}
