import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteBuffer } from '../../src/parquet/byte-buffer.ts'
import { appendHybrid, MAX_BIT_WIDTH } from '../../src/parquet/rle.ts'

test('unpacks to the values that were packed, for every bit width', () => {
  const runs = fc.integer({ min: 0, max: MAX_BIT_WIDTH }).chain((bitWidth) =>
    fc.record({
      bitWidth: fc.constant(bitWidth),
      runs: fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 2 ** bitWidth - 1 }),
          fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 100 })),
        ),
        { maxLength: 60 },
      ),
    }),
  )
  fc.assert(
    fc.property(runs, ({ bitWidth, runs: equal }) => {
      const values = equal.flatMap(([value, count]) => Array.from({ length: count }, () => value))
      const out = new ByteBuffer(1)
      appendHybrid(out, Uint16Array.from(values), values.length, bitWidth)
      expect(unpack(out.written(), values.length, bitWidth)).toEqual(values)
    }),
    { numRuns: 500 },
  )
})

test('writes a long run of one value in a few bytes', () => {
  const out = new ByteBuffer(1)
  appendHybrid(out, new Uint8Array(100_000).fill(1), 100_000, 1)
  expect([...out.written()]).toEqual([0xc0, 0x9a, 0x0c, 1])
})

test('packs the example of the specification', () => {
  const out = new ByteBuffer(1)
  appendHybrid(out, Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), 8, 3)
  expect([...out.written()]).toEqual([3, 0b10001000, 0b11000110, 0b11111010])
})

/** A decoder by the words of the specification, bit by bit. */
function unpack(bytes: Uint8Array, count: number, bitWidth: number): number[] {
  const values: number[] = []
  let at = 0
  while (at < bytes.length) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0
      header |= (byte & 127) << shift
      if (byte < 128) break
    }
    if ((header & 1) === 0) {
      let value = 0
      for (let i = 0; i < Math.ceil(bitWidth / 8); i++) value |= (bytes[at++] ?? 0) << (8 * i)
      for (let i = 0; i < header >>> 1; i++) values.push(value)
    } else {
      for (let i = 0; i < (header >>> 1) * 8; i++) {
        let value = 0
        for (let bit = 0; bit < bitWidth; bit++) {
          const position = i * bitWidth + bit
          value |= (((bytes[at + (position >>> 3)] ?? 0) >>> (position & 7)) & 1) << bit
        }
        values.push(value)
      }
      at += (header >>> 1) * bitWidth
    }
  }
  return values.slice(0, count)
}
