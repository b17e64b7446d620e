import { LoadError } from '../errors.ts'
import { ByteBuffer } from './byte-buffer.ts'
import type { Compressor } from './compression.ts'
import type { PageArena } from './page-arena.ts'
import { dataPageHeader, dictionaryPageHeader, type PageLengths } from './page-header.ts'
import type { Encoding } from './values/value-writer.ts'

/** A page as it stands in the file. */
export interface WrittenPage {
  /** Header and compressed body. */
  readonly bytes: Uint8Array
  /** Bytes of header and body, the body before compression. */
  readonly uncompressedBytes: number
}

/** Compresses page bodies and puts headers before them; shared by all columns of a file. */
export class PageWriter {
  /** Takes the body of the next page. */
  readonly body: ByteBuffer = new ByteBuffer(4096)
  readonly #compressor: Compressor
  readonly #arena: PageArena
  readonly #keepBytes: number

  constructor(compressor: Compressor, arena: PageArena, keepBytes: number) {
    this.#compressor = compressor
    this.#arena = arena
    this.#keepBytes = keepBytes
  }

  get memoryBytes(): number {
    return this.body.capacityBytes
  }

  /** @throws {LoadError} `write_failed` when the page is longer than the format can say. */
  writeDataPage(levelCount: number, encoding: Encoding): WrittenPage {
    return this.#write(levelCount, (lengths) => dataPageHeader(lengths, levelCount, encoding))
  }

  writeDictionaryPage(entryCount: number): WrittenPage {
    return this.#write(entryCount, (lengths) => dictionaryPageHeader(lengths, entryCount))
  }

  #write(valueCount: number, headerOf: (lengths: PageLengths) => Uint8Array): WrittenPage {
    const uncompressedBytes = this.body.lengthBytes
    checkLength(uncompressedBytes)
    const compressed = this.#compressor.compress(this.body.written(), valueCount)
    const header = headerOf({ uncompressedBytes, compressedBytes: compressed.length })
    // A long body is free before its page is copied: all three are never in memory together.
    if (compressed.buffer !== this.body.bytes.buffer) this.body.clear(this.#keepBytes)
    const bytes = this.#arena.store(header, compressed)
    this.#compressor.release(compressed)
    this.body.clear(this.#keepBytes)
    return { bytes, uncompressedBytes: header.length + uncompressedBytes }
  }
}

/** The page header has 32 bits for a length, and so do readers' buffers. */
function checkLength(bytes: number): void {
  if (bytes <= MAX_PAGE_BYTES) return
  throw new LoadError(
    'write_failed',
    `page has ${bytes} bytes, expected at most ${MAX_PAGE_BYTES}; one row of a column is too large`,
    { context: { bytes } },
  )
}

const MAX_PAGE_BYTES = 2 ** 31 - 1 - 1024
