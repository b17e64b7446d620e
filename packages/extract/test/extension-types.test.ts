import { geometryDecoder, valueReader, type Vector, vectorDecoder } from '@carmilla/extract'
import { describe, expect, test } from 'vitest'
import { batchOf, int16 } from './wire-fixture.ts'

/** Values of extensions, as their send functions would write them. */
describe('vectorDecoder', () => {
  test('gives the elements of vector, which are binary32', () => {
    const values = [[1, -2.5, 0, -0, 3.4028234663852886e38, 1e-45].map(Math.fround), null, [], [7]]
    const wire = values.map((value) => value && vector(value.map(float4)))
    const decoder = vectorDecoder('vector')
    decoder.decode(batchOf([vector([float4(1), float4(2)]), null]), 0)
    expect(lists(decoder.decode(batchOf(wire), 0))).toEqual(values)
    expect(valueReader({ kind: 'vector' })(batchOf(wire), 4)).toEqual(values[0])
  })

  test('gives every binary16 of halfvec', () => {
    const all = Array.from({ length: 65_536 }, (_, bits) => bits)
    const wire = Array.from({ length: 8 }, (_, row) =>
      vector(all.slice(row * 8192, (row + 1) * 8192).map(uint16)),
    )
    const got = lists(vectorDecoder('halfvec').decode(batchOf(wire), 0))
    expect(got.flat()).toEqual(all.map(binary16))
  })

  test.each([vector([float4(1)]).subarray(0, 7), Buffer.from([0, 2, 0, 0, 0, 0, 0, 0]), int16(0)])(
    'refuses a value of another length than its elements',
    (wire) => {
      expect(() => vectorDecoder('vector').decode(batchOf([wire]), 0)).toThrow(
        expect.objectContaining({ code: 'protocol_violation' }),
      )
    },
  )
})

const XY = '000000000000f03f0000000000000040'
const Z = '0000000000000840'
const M = '0000000000001040'
const NAN = '000000000000f87f'

/** Extended WKB in little-endian with its WKB, in hexadecimal. */
const GEOMETRIES: readonly (readonly [name: string, extended: string, wkb: string])[] = [
  ['point', `0101000000${XY}`, `0101000000${XY}`],
  ['point with an SRID', `0101000020e6100000${XY}`, `0101000000${XY}`],
  ['empty point', `0101000000${NAN}${NAN}`, `0101000000${NAN}${NAN}`],
  ['point Z', `01010000a0e6100000${XY}${Z}`, `01e9030000${XY}${Z}`],
  ['point M', `0101000040${XY}${M}`, `01d1070000${XY}${M}`],
  ['point ZM', `01010000e0e6100000${XY}${Z}${M}`, `01b90b0000${XY}${Z}${M}`],
  ['line', `0102000020e610000002000000${XY}${XY}`, `010200000002000000${XY}${XY}`],
  ['empty line', `010200000000000000`, `010200000000000000`],
  [
    'polygon with a hole',
    `0103000020e61000000200000001000000${XY}02000000${XY}${XY}`,
    `01030000000200000001000000${XY}02000000${XY}${XY}`,
  ],
  [
    'collection of a point Z with an SRID of its own, and an empty collection',
    `01070000a0e61000000200000001010000a0e6100000${XY}${Z}010700008000000000`,
    `01ef0300000200000001e9030000${XY}${Z}01ef03000000000000`,
  ],
  ['triangle', `01110000000100000001000000${XY}`, `01110000000100000001000000${XY}`],
  [
    'point in big-endian',
    `0020000001000010e63ff00000000000004000000000000000`,
    `00000000013ff00000000000004000000000000000`,
  ],
]

describe('geometryDecoder', () => {
  test.each(GEOMETRIES)('gives the WKB of a %s', (_name, extended, wkb) => {
    const wire = [Buffer.from(extended, 'hex'), null, Buffer.from(extended, 'hex')]
    expect(texts(geometryDecoder().decode(batchOf(wire), 0))).toEqual([wkb, null, wkb])
    const read = valueReader({ kind: 'geography' })(batchOf(wire), 4)
    expect(read).toEqual(new Uint8Array(Buffer.from(wkb, 'hex')))
  })

  test('reads nothing behind a value that is cut, or longer, or unknown', () => {
    for (const [, extended] of GEOMETRIES) {
      const whole = Buffer.from(extended, 'hex')
      const cut = Array.from(whole.keys(), (length) => whole.subarray(0, length))
      for (const wire of [...cut, Buffer.concat([whole, Buffer.alloc(1)])]) {
        expect(() => geometryDecoder().decode(batchOf([wire]), 0)).toThrow(
          expect.objectContaining({ code: 'protocol_violation' }),
        )
      }
    }
    const nested = Buffer.from('010700000001000000'.repeat(10_000), 'hex')
    expect(() => geometryDecoder().decode(batchOf([nested]), 0)).toThrow('more than 200 deep')
    const unknown = Buffer.from(`010d000000${XY}`, 'hex')
    expect(() => geometryDecoder().decode(batchOf([unknown]), 0)).toThrow('unknown type')
  })
})

function vector(elements: readonly Buffer[]): Buffer {
  return Buffer.concat([int16(elements.length), int16(0), ...elements])
}

function float4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatBE(value)
  return bytes
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** IEEE 754: a sign, five bits of exponent, ten of fraction. */
function binary16(bits: number): number {
  const sign = bits < 0x8000 ? 1 : -1
  const exponent = (bits >> 10) & 0x1f
  const fraction = (bits & 0x3ff) / 1024
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15)
}

function lists(vector: Vector): unknown[] {
  if (vector.layout !== 'list' || vector.elements.layout !== 'float32') {
    throw new TypeError('expected lists of float32')
  }
  const { present, offsets, elements } = vector
  return Array.from({ length: vector.rows }, (_, row) =>
    present[row] === 0
      ? null
      : Array.from(elements.values.subarray(offsets[row], offsets[row + 1])),
  )
}

function texts(vector: Vector): unknown[] {
  if (vector.layout !== 'bytes') throw new TypeError('expected bytes')
  const { present, bytes, starts, lengths } = vector
  return Array.from({ length: vector.rows }, (_, row) => {
    const start = starts[row] ?? 0
    return present[row] === 0 ? null : bytes.toString('hex', start, start + (lengths[row] ?? 0))
  })
}
