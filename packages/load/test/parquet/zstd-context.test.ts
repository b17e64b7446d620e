import { randomBytes } from 'node:crypto'
import { constants, zstdDecompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SharedZstd } from '../../src/parquet/shared-zstd.ts'
import { ZstdContext } from '../../src/parquet/zstd-context.ts'

const LEVEL_ONE = { [constants.ZSTD_c_compressionLevel]: 1 }
const WIDE_WINDOW = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_windowLog]: 20 }

test('this Node.js has contexts that can be used again', () => {
  expect(ZstdContext.make(LEVEL_ONE)).toBeDefined()
})

test('makes frames that do not lead to each other, whatever comes before', () => {
  const shared = new SharedZstd()
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.nat({ max: 300_000 }).map((length) => randomBytes(length)),
    fc.nat({ max: 2_000_000 }).map((length) => Buffer.alloc(length, 'carmilla')),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(body, fc.boolean()), { maxLength: 5 }), (bodies) => {
      for (const [bytes, isWide] of bodies) {
        const buffer = Buffer.from(bytes)
        const params = isWide ? WIDE_WINDOW : LEVEL_ONE
        const frame = shared.compress(buffer, params, buffer.length + (buffer.length >>> 7) + 1024)
        expect(frame !== undefined && zstdDecompressSync(frame).equals(buffer)).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('gives a context up whose frame did not fit', () => {
  const shared = new SharedZstd()
  const body = randomBytes(10_000)
  expect(shared.compress(body, LEVEL_ONE, 100)).toBeUndefined()
  expect(shared.compress(body, LEVEL_ONE, 20_000)).toBeUndefined()
})

test('leaves bodies to others whose memory would stay', () => {
  const shared = new SharedZstd()
  expect(shared.compress(Buffer.alloc(5_000_000), LEVEL_ONE, 5_100_000)).toBeUndefined()
})
