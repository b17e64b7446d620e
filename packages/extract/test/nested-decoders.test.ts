import {
  type BytesVector,
  bytesDecoder,
  dateDecoder,
  hstoreDecoder,
  int32Decoder,
  listDecoder,
  structDecoder,
  valueReader,
  type Vector,
} from '@carmilla/extract'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, int32 } from './wire-fixture.ts'

const INT4_OID = 23
const INFINITE_DATE = int32(2_147_483_647)

describe('listDecoder of several dimensions', () => {
  test('gives lists in as many levels, and an empty list for an array without elements', () => {
    fc.assert(
      fc.property(fc.array(fc.option(grids())), (values) => {
        const wire = values.map((value) => value && grid(value))
        const decoder = listDecoder(int32Decoder('int4'), 2)
        // Vectors are reused: what a batch leaves behind must not be seen in the next.
        decoder.decode(batchOf([grid([[9, null, 9]]), null, grid([[8], [8]])]), 0)
        expect(valuesOf(decoder.decode(batchOf(wire), 0))).toEqual(values)
      }),
    )
  })

  test.each([
    [int32Array([3], [1, 2, 3]), 'array of 1 dimension (3) does not fit lists in 2 levels'],
    [
      int32Array([1, 2, 1], [1, 2]),
      'array of 3 dimensions (1 x 2 x 1) does not fit lists in 2 levels',
    ],
  ])('refuses other dimensions, and names them and the row', (wire, message) => {
    const decoder = listDecoder(int32Decoder('int4'), 2)
    expect(() => decoder.decode(batchOf([null, grid([[1]]), wire]), 0)).toThrow(
      expect.objectContaining({
        code: 'unrepresentable_value',
        message: expect.stringContaining(message),
        context: expect.objectContaining({ row: 2 }),
      }),
    )
  })

  test('names the row of an element that cannot be held', () => {
    const decoder = listDecoder(dateDecoder(), 2)
    const wire = [grid([[1, 2]]), null, grid([]), arrayOf([1, 2], [int32(5), INFINITE_DATE])]
    expect(() => decoder.decode(batchOf(wire), 0)).toThrow(
      expect.objectContaining({ context: expect.objectContaining({ row: 3, element: 1 }) }),
    )
  })
})

describe('structDecoder', () => {
  const place = structDecoder(
    [
      { name: 'zip', source: 1, decoder: int32Decoder('int4') },
      { name: 'street', source: 0, decoder: bytesDecoder() },
    ],
    2,
  )

  test('takes the fields by their place, and tells NULL from a struct of NULLs', () => {
    const wire = [
      composite(text('a'), int32(1)),
      null,
      composite(null, null),
      composite(text(''), null),
    ]
    const vector = place.decode(batchOf(wire), 0)
    expect(vector.nulls).toBe(1)
    expect(valuesOf(vector)).toEqual([[1, 'a'], null, [null, null], [null, '']])
  })

  test('names the field and the row of a value that cannot be held, also below a list', () => {
    const decoder = structDecoder([{ name: 'since', source: 0, decoder: dateDecoder() }], 1)
    const message = expect.stringContaining('field `since`: date infinity does not fit')
    const rows = [composite(int32(1)), null, composite(INFINITE_DATE)]
    expect(() => decoder.decode(batchOf(rows), 0)).toThrow(
      expect.objectContaining({ message, context: expect.objectContaining({ row: 2 }) }),
    )
    const lists = [
      arrayOf([1], [composite(int32(1))]),
      arrayOf([2], [null, composite(INFINITE_DATE)]),
    ]
    expect(() => listDecoder(decoder).decode(batchOf(lists), 0)).toThrow(
      expect.objectContaining({
        message,
        context: expect.objectContaining({ row: 1, element: 1 }),
      }),
    )
  })

  test('refuses a value with another number of fields', () => {
    expect(() => place.decode(batchOf([composite(text('a'))]), 0)).toThrow(
      'composite value has 1 fields, expected 2',
    )
  })
})

describe('hstoreDecoder', () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.string(), fc.option(fc.string())), {
    selector: ([key]) => key,
  })

  test('gives every pair, and tells NULL from no pairs', () => {
    const decoder = hstoreDecoder(bytesDecoder(), bytesDecoder())
    fc.assert(
      fc.property(fc.array(fc.option(pairs)), (values) => {
        const vector = decoder.decode(batchOf(values.map((value) => value && hstore(value))), 0)
        expect(valuesOf(vector)).toEqual(values)
      }),
    )
  })

  test('is read as a map', () => {
    fc.assert(
      fc.property(pairs, (value) => {
        const batch = batchOf([hstore(value)])
        expect(valueReader({ kind: 'hstore' })(batch, batch.positions[0] ?? -1)).toEqual(
          new Map(value),
        )
      }),
    )
  })
})

test('a composite value is read as an object', () => {
  const batch = batchOf([composite(text('a'), null)])
  const fields = [
    { name: 'street', type: { kind: 'text' } },
    { name: 'zip', type: { kind: 'int4' } },
  ] as const
  const read = valueReader({ kind: 'composite', name: 'place', fields })
  expect(read(batch, batch.positions[0] ?? -1)).toEqual({ street: 'a', zip: null })
})

/** Rows and columns of one length each; Postgres has no other empty array than that without any. */
function grids(): fc.Arbitrary<(number | null)[][]> {
  const sides = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  const full = sides.chain(([rows, columns]) => {
    const row = fc.array(fc.option(fc.integer()), { minLength: columns, maxLength: columns })
    return fc.array(row, { minLength: rows, maxLength: rows })
  })
  return fc.oneof(full, fc.constant<(number | null)[][]>([]))
}

function grid(rows: readonly (readonly (number | null)[])[]): Buffer {
  return int32Array(rows.length === 0 ? [] : [rows.length, rows[0]?.length ?? 0], rows.flat())
}

function int32Array(lengths: readonly number[], elements: readonly (number | null)[]): Buffer {
  return arrayOf(
    lengths,
    elements.map((element) => (element === null ? null : int32(element))),
  )
}

/** An array whose dimensions begin at 7. */
function arrayOf(lengths: readonly number[], elements: readonly (Buffer | null)[]): Buffer {
  const dimensions = lengths.flatMap((length) => [int32(length), int32(7)])
  const header = [int32(lengths.length), int32(1), int32(INT4_OID), ...dimensions]
  return Buffer.concat([...header, ...elements.map(withLength)])
}

function composite(...fields: readonly (Buffer | null)[]): Buffer {
  const parts = fields.map((field) => Buffer.concat([int32(INT4_OID), withLength(field)]))
  return Buffer.concat([int32(fields.length), ...parts])
}

function hstore(pairs: readonly (readonly [string, string | null])[]): Buffer {
  const parts = pairs.flatMap(([key, value]) => [
    withLength(text(key)),
    withLength(value === null ? null : text(value)),
  ])
  return Buffer.concat([int32(pairs.length), ...parts])
}

function text(value: string): Buffer {
  return Buffer.from(value)
}

function withLength(value: Buffer | null): Buffer {
  return Buffer.concat([int32(value?.length ?? -1), value ?? Buffer.alloc(0)])
}

/** Structs as their fields in order, maps as their entries. */
function valuesOf(vector: Vector): unknown[] {
  return Array.from({ length: vector.rows }, (_, row) =>
    vector.present[row] === 1 ? valueAt(vector, row) : null,
  )
}

function valueAt(vector: Vector, row: number): unknown {
  switch (vector.layout) {
    case 'int32':
      return vector.values[row]
    case 'bytes':
      return textAt(vector, row)
    case 'list':
      return valuesOf(vector.elements).slice(vector.offsets[row], vector.offsets[row + 1])
    case 'struct':
      return vector.fields.map((field) => valuesOf(field)[row])
    case 'map': {
      const values = valuesOf(vector.values)
      return valuesOf(vector.keys)
        .map((key, entry) => [key, values[entry]])
        .slice(vector.offsets[row], vector.offsets[row + 1])
    }
    default:
      throw new TypeError(vector.layout)
  }
}

function textAt(vector: BytesVector, row: number): string {
  const start = vector.starts[row] ?? 0
  return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
}
