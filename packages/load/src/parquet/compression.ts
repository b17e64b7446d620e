import { createRequire } from 'node:module'
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import type { Codec } from '@carmilla/transform'
import { freeMemory } from './free-memory.ts'
import { SharedZstd } from './shared-zstd.ts'
import type { ZstdParameters } from './zstd-context.ts'

/** Zstandard level when none is given: the least CPU time, of which a nightly run should take little. */
export const DEFAULT_ZSTD_LEVEL = 1

/** zlib's own default. */
export const DEFAULT_GZIP_LEVEL = 6

/** `CompressionCodec` of parquet.thrift; BROTLI and LZ4_RAW are left out: Athena does not read them. */
export const CODEC_IDS: Readonly<Record<Codec, number>> = { none: 0, snappy: 1, gzip: 2, zstd: 6 }

/** Compresses page bodies, one at a time. */
export interface Compressor {
  /**
   * Compresses the body of a page with `valueCount` values. The result may be the argument itself,
   * and is valid until `release`.
   */
  compress(body: Buffer, valueCount: number): Uint8Array
  /** Takes a result back, whose memory is then free at once and not when the collector comes by. */
  release(compressed: Uint8Array): void
}

/** The compressor of `codec`; `level` is its own scale, and Snappy and none have none. */
export function compressorOf(codec: Codec, level?: number): Compressor {
  switch (codec) {
    case 'zstd':
      return zstdCompressor(level ?? DEFAULT_ZSTD_LEVEL)
    case 'gzip':
      return {
        compress: (body) =>
          gzipSync(body, { level: level ?? DEFAULT_GZIP_LEVEL, chunkSize: outputBytes(body) }),
        release: freeMemory,
      }
    case 'snappy':
      return snappyCompressor()
    case 'none':
      return { compress: (body) => body, release: leave }
  }
}

function zstdCompressor(level: number): Compressor {
  const ofLevel = SHARED_LEVELS[level]
  return {
    compress: (body, valueCount) => {
      const params = level === 1 ? levelOneParameters(body.length, valueCount) : ofLevel
      const mostBytes = outputBytes(body)
      return (
        (params && SHARED.compress(body, params, mostBytes)) ??
        zstdCompressSync(body, {
          params: params ?? { [constants.ZSTD_c_compressionLevel]: level },
          chunkSize: mostBytes,
        })
      )
    },
    release: (compressed) => {
      if (!SHARED.holds(compressed)) freeMemory(compressed)
    },
  }
}

/** Of this thread. */
const SHARED = new SharedZstd()

/** Levels whose contexts are small, and quick beside what it takes to make one. */
const SHARED_LEVELS: Readonly<Record<number, ZstdParameters>> = {
  1: { [constants.ZSTD_c_compressionLevel]: 1 },
  2: { [constants.ZSTD_c_compressionLevel]: 2 },
  3: { [constants.ZSTD_c_compressionLevel]: 3 },
}

/**
 * Level 1 sizes its window and its table of repetitions by the length of its input alone; what suits a
 * page depends on its values too.
 */
function levelOneParameters(bodyBytes: number, valueCount: number): ZstdParameters | undefined {
  if (bodyBytes <= LARGE_BODY_BYTES) return SHARED_LEVELS[1]
  return bodyBytes < valueCount * LONG_VALUE_BYTES ? LARGE_BODY_PARAMETERS : LONG_TEXT_PARAMETERS
}

/** Beyond this many bytes, level 1 finds no repetition of fewer than seven. */
const LARGE_BODY_BYTES = 256 * 1024

/** Mean bytes of a value from which repetitions are looked for in the whole page. */
const LONG_VALUE_BYTES = 128

/** Short values repeat nearby or not at all, and a small table stays in the processor's cache. */
const LARGE_BODY_PARAMETERS: ZstdParameters = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_windowLog]: 17,
  [constants.ZSTD_c_hashLog]: 13,
  [constants.ZSTD_c_minMatch]: 6,
}

/** Every long repetition that is found is a stretch that need not be encoded. */
const LONG_TEXT_PARAMETERS: ZstdParameters = {
  [constants.ZSTD_c_compressionLevel]: 1,
  [constants.ZSTD_c_windowLog]: 20,
  [constants.ZSTD_c_hashLog]: 16,
  [constants.ZSTD_c_minMatch]: 6,
}

/** Its native addon is loaded by who asks for it. */
function snappyCompressor(): Compressor {
  const require = createRequire(import.meta.url)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `import` would be typed as
  const { compressSync } = require('snappy') as typeof import('snappy')
  return { compress: (body) => compressSync(body), release: leave }
}

/** Room for the worst case, so that node:zlib fills one buffer instead of joining several. */
function outputBytes(body: Buffer): number {
  return body.length + (body.length >>> 7) + 1024
}

function leave(): void {}
