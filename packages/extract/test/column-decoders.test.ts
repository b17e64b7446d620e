import {
  boolDecoder,
  bytesDecoder,
  type BytesVector,
  dateDecoder,
  decimalDecoder,
  float32Decoder,
  float64Decoder,
  int32Decoder,
  int64Decoder,
  jsonbDecoder,
  listDecoder,
  numericTextDecoder,
  timestampMicrosDecoder,
  uuidTextDecoder,
  type Vector,
} from '@carmilla/extract'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { array, batchOf, int16, int32, int64, numeric } from './wire-fixture.ts'

const INT4_OID = 23

describe('decimalDecoder', () => {
  test('gives the unscaled value of every decimal that fits', () => {
    fc.assert(
      fc.property(decimalCase(), ({ precision, scale, unscaled }) => {
        const text = decimalText(unscaled, scale)
        const vector = decimalDecoder({ precision, scale }).decode(batchOf([numeric(text)]), 0)
        expect(unscaledAt(vector, 0)).toBe(unscaled)
      }),
      { numRuns: 2000 },
    )
  })

  test('keeps the value when Postgres shows more or fewer digits than the scale', () => {
    const vector = decimalDecoder({ precision: 9, scale: 3 }).decode(
      batchOf(['1.5', '1.50000', '-0.001', '100000', '0', '0.000000'].map(numeric)),
      0,
    )
    expect(unscaledOf(vector)).toEqual([1500n, 1500n, -1n, 100_000_000n, 0n, 0n])
  })

  test('chooses the smallest layout for the precision', () => {
    expect(layoutOf(9).layout).toBe('int32')
    expect(layoutOf(10).layout).toBe('int64')
    expect(layoutOf(18).layout).toBe('int64')
    expect(layoutOf(19)).toMatchObject({ layout: 'fixed', widthBytes: 9 })
    expect(layoutOf(38)).toMatchObject({ layout: 'fixed', widthBytes: 16 })
  })

  test.each([
    [10, 2, '1.234', 'numeric 1.234 does not fit decimal(10, 2); widen the decimal, or round'],
    [10, 2, '0.00001', 'numeric 0.00001 does not fit decimal(10, 2)'],
    [4, 2, '100.00', 'numeric 100.00 does not fit decimal(4, 2)'],
    [9, 0, '1000000000', 'numeric 1000000000 does not fit decimal(9, 0)'],
    [18, 6, '1000000000000', 'numeric 1000000000000 does not fit decimal(18, 6)'],
    [38, 0, `1${'0'.repeat(38)}`, 'does not fit decimal(38, 0)'],
    [38, 9, '9'.repeat(400), 'does not fit decimal(38, 9)'],
    [38, 9, 'NaN', 'numeric NaN does not fit decimal(38, 9); replace it in the query'],
    [5, 2, 'Infinity', 'numeric Infinity does not fit decimal(5, 2)'],
    [12, 2, '-Infinity', 'numeric -Infinity does not fit decimal(12, 2)'],
  ])('refuses for decimal(%i, %i) the value %s', (precision, scale, value, text) => {
    const batch = batchOf([null, numeric('1'), numeric(value)])
    expect(() => decimalDecoder({ precision, scale }).decode(batch, 0)).toThrow(
      expect.objectContaining({
        code: 'unrepresentable_value',
        message: expect.stringContaining(text),
        context: { value, row: 2 },
      }),
    )
  })

  test.each([
    [0, 0],
    [39, 0],
    [5, 6],
    [5, -1],
    [2.5, 0],
  ])('refuses decimal(%d, %d) itself', (precision, scale) => {
    expect(() => decimalDecoder({ precision, scale })).toThrow(RangeError)
  })
})

describe('numericTextDecoder', () => {
  test('gives exactly the text of every numeric', () => {
    const decoder = numericTextDecoder()
    fc.assert(
      fc.property(fc.array(numericCase(), { maxLength: 20 }), (texts) => {
        expect(textsOf(decoder.decode(batchOf(texts.map(numeric)), 0))).toEqual(texts)
      }),
    )
  })
})

test('gives 36 lower-case characters for every uuid', () => {
  const decoder = uuidTextDecoder()
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 20 }), (uuids) => {
      const values = uuids.map((uuid) => Buffer.from(uuid.replaceAll('-', ''), 'hex'))
      expect(textsOf(decoder.decode(batchOf(values), 0))).toEqual(uuids)
    }),
  )
})

describe('timestampMicrosDecoder', () => {
  const EPOCH = 946_684_800_000_000n
  const MIN = -211_813_488_000_000_000n
  const MAX = 2n ** 63n - 1n - EPOCH

  test('is exact from 4713 BC to the end of 64 bits', () => {
    const decoder = timestampMicrosDecoder()
    fc.assert(
      fc.property(fc.bigInt(MIN, MAX), (micros) => {
        const vector = decoder.decode(batchOf([int64(micros)]), 0)
        expect(vector.values[0]).toBe(micros + EPOCH)
      }),
      { examples: [[MIN], [MAX], [0n], [-EPOCH], [-EPOCH - 1n], [-1n], [2n ** 32n - 1n]] },
    )
  })

  test.each([
    [2n ** 63n - 1n, 'infinity'],
    [-(2n ** 63n), '-infinity'],
    [MAX + 1n, `${MAX + 1n} us after 2000-01-01`],
  ])('refuses %d', (micros, value) => {
    expect(() => timestampMicrosDecoder().decode(batchOf([null, int64(micros)]), 0)).toThrow(
      expect.objectContaining({ code: 'unrepresentable_value', context: { value, row: 1 } }),
    )
  })
})

describe('dateDecoder', () => {
  test('counts days from 1970 for every date', () => {
    const decoder = dateDecoder()
    fc.assert(
      fc.property(fc.integer({ min: -2_451_545, max: 2_145_031_948 }), (days) => {
        expect(decoder.decode(batchOf([int32(days)]), 0).values[0]).toBe(days + 10_957)
      }),
    )
  })

  test.each([
    [0x7fff_ffff, 'infinity'],
    [-0x8000_0000, '-infinity'],
  ])('refuses %d', (days, value) => {
    expect(() => dateDecoder().decode(batchOf([int32(days)]), 0)).toThrow(
      expect.objectContaining({ code: 'unrepresentable_value', context: { value, row: 0 } }),
    )
  })
})

test('decodes whole numbers of every width', () => {
  expect([...int32Decoder('int2').decode(batchOf([int16(-32_768)]), 0).values]).toEqual([-32_768])
  expect([...int32Decoder('int4').decode(batchOf([int32(-1)]), 0).values]).toEqual([-1])
  expect(int64Decoder('int2').decode(batchOf([int16(-7)]), 0).values[0]).toBe(-7n)
  expect(int64Decoder('int4').decode(batchOf([int32(-2_147_483_648)]), 0).values[0]).toBe(
    -2_147_483_648n,
  )
  const decoder = int64Decoder('int8')
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
      expect(decoder.decode(batchOf([int64(value)]), 0).values[0]).toBe(value)
    }),
  )
})

test('decodes floats bit for bit', () => {
  const single = Buffer.alloc(4)
  single.writeFloatBE(0.1)
  const double = Buffer.alloc(8)
  double.writeDoubleBE(-0)
  expect(float32Decoder().decode(batchOf([single]), 0).values[0]).toBe(Math.fround(0.1))
  expect(float64Decoder('float4').decode(batchOf([single]), 0).values[0]).toBe(Math.fround(0.1))
  expect(float64Decoder('float8').decode(batchOf([double]), 0).values[0]).toBe(-0)
})

test('marks NULL and keeps the slots of the others in place', () => {
  const vector = boolDecoder().decode(batchOf([Buffer.from([1]), null, Buffer.from([0])]), 0)
  expect(vector).toMatchObject({ rows: 3, nulls: 1 })
  expect([...vector.present.subarray(0, 3)]).toEqual([1, 0, 1])
  expect([vector.values[0], vector.values[2]]).toEqual([1, 0])
})

test('takes every byte but 0 for true', () => {
  const values = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]))
  const vector = boolDecoder().decode(batchOf(values), 0)
  expect([...vector.values.subarray(0, 256)]).toEqual(values.map(([byte]) => (byte === 0 ? 0 : 1)))
})

test('leaves text where it was received', () => {
  const batch = batchOf([Buffer.from('été'), Buffer.from('')])
  const vector = bytesDecoder().decode(batch, 0)
  expect(vector.bytes).toBe(batch.bytes)
  expect(textsOf(vector)).toEqual(['été', ''])
})

test('drops the version byte of jsonb, and refuses a version it does not know', () => {
  expect(textsOf(jsonbDecoder().decode(batchOf([Buffer.from('\u0001{"a": 1}')]), 0))).toEqual([
    '{"a": 1}',
  ])
  expect(() => jsonbDecoder().decode(batchOf([Buffer.from('\u0002{}')]), 0)).toThrow(
    expect.objectContaining({ code: 'protocol_violation' }),
  )
})

describe('listDecoder', () => {
  test('gives every element of every list', () => {
    const decoder = listDecoder(int32Decoder('int4'))
    const list = fc.option(fc.array(fc.option(fc.integer())))
    fc.assert(
      fc.property(fc.array(list, { maxLength: 30 }), (lists) => {
        const values = lists.map((elements) =>
          elements === null
            ? null
            : array(
                INT4_OID,
                elements.map((value) => (value === null ? null : int32(value))),
              ),
        )
        const vector = decoder.decode(batchOf(values), 0)
        const { elements } = vector
        if (elements.layout !== 'int32') throw new TypeError(elements.layout)
        const read = lists.map((_, row) => {
          if (vector.present[row] === 0) return null
          const [start = 0, end = 0] = vector.offsets.subarray(row, row + 2)
          return Array.from({ length: end - start }, (_element, index) =>
            elements.present[start + index] === 0 ? null : elements.values[start + index],
          )
        })
        expect(read).toEqual(lists)
      }),
    )
  })

  test('names the dimensions of an array that is not a list', () => {
    const header = [2, 0, INT4_OID, 2, 1, 3, 1]
    const elements = Array.from({ length: 6 }, () => -1)
    const square = Buffer.concat([...header, ...elements].map(int32))
    expect(() => listDecoder(int32Decoder('int4')).decode(batchOf([null, square]), 0)).toThrow(
      expect.objectContaining({
        code: 'unrepresentable_value',
        message: expect.stringContaining('array of 2 dimensions (2 x 3) does not fit a list'),
        context: { value: 'of 2 dimensions (2 x 3)', row: 1 },
      }),
    )
  })

  test('names the row and the element of a value that does not fit', () => {
    const decoder = listDecoder(decimalDecoder({ precision: 4, scale: 2 }))
    const fitting = array(1700, [numeric('1')])
    const misfit = array(1700, [numeric('1'), null, numeric('0.001')])
    expect(() => decoder.decode(batchOf([fitting, null, array(1700, []), misfit]), 0)).toThrow(
      expect.objectContaining({ context: { value: '0.001', row: 3, element: 2 } }),
    )
  })
})

function decimalCase(): fc.Arbitrary<{ precision: number; scale: number; unscaled: bigint }> {
  return fc
    .integer({ min: 1, max: 38 })
    .chain((precision) =>
      fc.record({
        precision: fc.constant(precision),
        scale: fc.integer({ min: 0, max: precision }),
        // As many short values as long ones: both ways to compute must be taken.
        digits: fc.integer({ min: 1, max: precision }),
        seed: fc.bigInt(-(10n ** 40n), 10n ** 40n),
      }),
    )
    .map(({ precision, scale, digits, seed }) => {
      return { precision, scale, unscaled: seed % 10n ** BigInt(digits) }
    })
}

function numericCase(): fc.Arbitrary<string> {
  const number = fc
    .record({
      negative: fc.boolean(),
      whole: fc.bigInt(0n, 10n ** 60n),
      wholeDigits: fc.integer({ min: 1, max: 60 }),
      fraction: fc.stringMatching(/^\d{0,40}$/),
    })
    .map(({ negative, whole, wholeDigits, fraction }) => {
      const text = `${whole % 10n ** BigInt(wholeDigits)}${fraction === '' ? '' : '.'}${fraction}`
      return negative && /[1-9]/.test(text) ? `-${text}` : text
    })
  return fc.oneof(number, fc.constantFrom('NaN', 'Infinity', '-Infinity', '0', '0.000', '10000'))
}

function decimalText(unscaled: bigint, scale: number): string {
  const digits = `${unscaled < 0n ? -unscaled : unscaled}`.padStart(scale + 1, '0')
  const point = digits.length - scale
  const fraction = scale === 0 ? '' : `.${digits.slice(point)}`
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`
}

function layoutOf(precision: number): Vector {
  return decimalDecoder({ precision, scale: 0 }).decode(batchOf([]), 0)
}

function unscaledOf(vector: Vector): bigint[] {
  return Array.from({ length: vector.rows }, (_, row) => unscaledAt(vector, row))
}

function unscaledAt(vector: Vector, row: number): bigint {
  if (vector.layout === 'int32' || vector.layout === 'int64') return BigInt(vector.values[row] ?? 0)
  if (vector.layout !== 'fixed') throw new TypeError(vector.layout)
  const start = row * vector.widthBytes
  const bytes = vector.values.subarray(start, start + vector.widthBytes)
  return BigInt.asIntN(vector.widthBytes * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}

function textsOf(vector: BytesVector): string[] {
  return Array.from({ length: vector.rows }, (_, row) => {
    const start = vector.starts[row] ?? 0
    return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
  })
}
