import type { ColumnDecoder, SourceType, Vector } from '@carmilla/extract'
import { describe, expect, test } from 'vitest'
import {
  asJson,
  asText,
  type ChangeKind,
  clamp,
  type Column,
  date,
  decimal,
  epochMicros,
  float32,
  float64,
  int32,
  list,
  localMicros,
  lossy,
  text,
  timestampMicros,
  timestampMillis,
  timestamptzMicros,
  timestamptzMillis,
  UNCOUNTED,
} from '../src/index.ts'
import { NoteCounts } from '../src/note-counts.ts'
import { NullingDecoder } from '../src/nulling-decoder.ts'
import { int4, text as wireText, timestamp, wireBatch } from './fake-connection.ts'

const DATE: SourceType = { kind: 'date' }
const TIMESTAMP: SourceType = { kind: 'timestamp' }
const INFINITY = Buffer.from('7fffffffffffffff', 'hex')
const MINUS_INFINITY = Buffer.from('8000000000000000', 'hex')

/** Decodes one column, and says what was counted. */
function decodeAll(column: Column, source: SourceType, values: readonly (Buffer | null)[]) {
  const counted: { kind: ChangeKind; reason: string; changed: { values: number } }[] = []
  const decoder = column.decoder(source, {
    ...UNCOUNTED,
    changed: (kind, reason) => {
      const changed = { values: 0 }
      counted.push({ kind, reason, changed })
      return changed
    },
  })
  if (decoder === undefined) throw new Error(`no decoder for ${source.kind}`)
  const vector = decoder.decode(wireBatch(values.map((value) => [value])), 0)
  const changes = counted.map(({ kind, reason, changed }) => [kind, reason, changed.values])
  return { values: valuesOf(vector), changes }
}

function valuesOf(vector: Vector): readonly unknown[] {
  return Array.from({ length: vector.rows }, (_, row) => {
    if (vector.present[row] !== 1) return null
    if (vector.layout === 'bytes') {
      const start = vector.starts[row] ?? 0
      return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
    }
    return 'values' in vector && vector.layout !== 'map' ? vector.values[row] : undefined
  })
}

describe('lossy()', () => {
  test('changes the values and counts them under its reason', () => {
    const column = lossy(timestampMillis(), 'Athena rounds')
    const values = [timestamp(1999n), null, timestamp(-1n), timestamp(5000n)]
    expect(decodeAll(column, TIMESTAMP, values)).toEqual({
      values: [1n, null, -1n, 5n],
      changes: [['truncated', 'Athena rounds', 2]],
    })
  })

  test.each([
    [lossy(float64(), 'r'), { kind: 'text' }],
    [lossy(float64(), 'r'), { kind: 'int4' }],
    [lossy(decimal(9, 2), 'r'), { kind: 'float8' }],
    [lossy(decimal(9, 2), 'r'), { kind: 'numeric', precision: 12, scale: 2 }],
    [lossy(text({ maxCharacters: 3 }), 'r'), { kind: 'enum', name: 'mood' }],
    [lossy(timestampMillis(), 'r'), { kind: 'timestamptz' }],
    [lossy(timestamptzMillis(), 'r'), { kind: 'timestamp' }],
    [lossy(timestamptzMicros(), 'r'), { kind: 'timestamp' }],
    [lossy(list(int32()), 'r'), { kind: 'array', element: { kind: 'int8' } }],
    [timestampMillis(), { kind: 'timestamp' }],
    [text({ maxCharacters: 3 }), { kind: 'text' }],
    [float32(), { kind: 'float8' }],
  ] as const satisfies readonly (readonly [Column, SourceType])[])(
    'is no way from another type: %o from %o',
    (column: Column, source: SourceType) => {
      expect(column.decoder(source, UNCOUNTED)).toBeUndefined()
    },
  )

  test('takes a type that has become narrow enough to be exact', () => {
    const column = lossy(decimal(9, 2), 'rounded to cents')
    const narrow: SourceType = { kind: 'numeric', precision: 8, scale: 1 }
    expect(column.decoder(narrow, UNCOUNTED)).toBeDefined()
  })

  test('needs a reason', () => {
    const blank: string = [' ', '\t'].join('')
    expect(() => lossy(float64(), blank)).toThrow('lossy() has no reason; say why')
  })

  test('lets a function of the task return what is cut', () => {
    const column = lossy(timestamptzMillis(), 'Athena rounds')
    expect(built(column, epochMicros(-1n), epochMicros(2_999n))).toEqual([-1n, 2n])
    expect(built(lossy(text({ maxCharacters: 2 }), 'a preview'), 'é🐎x', '🐎')).toEqual([
      'é🐎',
      '🐎',
    ])
  })

  test('is what such a function needs, for its values are not changed silently', () => {
    expect(built(timestampMillis(), localMicros(2_000n))).toEqual([2n])
    expect(() => built(timestampMillis(), localMicros(2_001n))).toThrow(
      '2001 us does not fit whole milliseconds; wrap the column in lossy()',
    )
    expect(() => built(text({ maxCharacters: 2 }), 'abc')).toThrow(
      'text of 3 characters does not fit 2; wrap the column in lossy()',
    )
  })
})

function built(column: Column, ...values: readonly unknown[]): readonly unknown[] {
  const builder = column.builder()
  builder.begin(values.length)
  for (const value of values) builder.append(value)
  return valuesOf(builder.vector)
}

describe('clamp()', () => {
  const BOUNDS = { from: '1970-01-02', to: '1970-01-03' }
  const day = (epochDay: number) => int4(epochDay - 10_957)
  const DAY = 86_400_000_000n

  test('keeps dates within its bounds, both included, and the infinities too', () => {
    const column = clamp(date(), BOUNDS, 'sentinels')
    const infinities = [int4(0x7fff_ffff), int4(-0x8000_0000)]
    const values = [day(0), day(1), null, day(2), day(3), ...infinities]
    expect(decodeAll(column, DATE, values)).toEqual({
      values: [1, 1, null, 2, 2, 2, 1],
      changes: [['clamped', 'sentinels', 4]],
    })
  })

  test('keeps timestamps within their bounds to the microsecond', () => {
    const bounds = { from: '1970-01-02 00:00', to: '1970-01-02T23:59:59.999999Z' }
    const edges = [DAY - 1n, DAY, 2n * DAY - 1n, 2n * DAY].map(timestamp)
    const values = [
      ...edges,
      INFINITY,
      MINUS_INFINITY,
      timestamp(-(2n ** 62n)),
      timestamp(2n ** 62n),
    ]
    const kept = [DAY, DAY, 2n * DAY - 1n, 2n * DAY - 1n]
    expect(decodeAll(clamp(timestampMicros(), bounds, 'r'), TIMESTAMP, values)).toEqual({
      values: [...kept, 2n * DAY - 1n, DAY, DAY, 2n * DAY - 1n],
      changes: [['clamped', 'r', 6]],
    })
  })

  test('takes a day until its end where a timestamp becomes a date', () => {
    const column = clamp(lossy(date(), 'only the day'), BOUNDS, 'sentinels')
    const values = [timestamp(DAY), timestamp(3n * DAY - 1n), timestamp(3n * DAY), INFINITY]
    expect(decodeAll(column, TIMESTAMP, values)).toEqual({
      values: [1, 2, 2, 2],
      changes: [
        ['truncated', 'only the day', 1],
        ['clamped', 'sentinels', 2],
      ],
    })
  })

  test('leaves the batch as it was', () => {
    const batch = wireBatch([[INFINITY], [timestamp(0n)]])
    const before = batch.positions.slice()
    const decoder = clamp(timestampMicros(), BOUNDS, 'r').decoder(TIMESTAMP, UNCOUNTED)
    decoder?.decode(batch, 0)
    expect(batch.positions).toEqual(before)
  })

  test.each([
    ['1970-02-30', '1971-01-01', `bound '1970-02-30' of clamp(): expected a date such as`],
    ['1970-01-01 00:00', '1971-01-01', 'expected a date such as 2026-03-01'],
    ['0000-01-01', '1971-01-01', `bound '0000-01-01'`],
    ['1971-01-01', '1970-01-01', 'the bounds are in the wrong order'],
  ])('refuses for dates the bounds %s and %s', (from, to, message) => {
    expect(() => clamp(date(), { from, to }, 'r')).toThrow(message)
  })

  test.each([
    ['1970-01-01 24:00', '1971-01-01', 'expected a time such as'],
    ['1970-01-01', 'infinity', `bound 'infinity'`],
  ])('refuses for timestamps the bounds %s and %s', (from, to, message) => {
    expect(() => clamp(timestampMicros(), { from, to }, 'r')).toThrow(message)
  })
})

describe('asText() and asJson()', () => {
  test('hold what their column holds, and no other type', () => {
    const wide: SourceType = { kind: 'numeric', precision: 12, scale: 2 }
    expect(asText(decimal(10, 2)).decoder(wide, UNCOUNTED)).toBeUndefined()
    expect(asText(decimal(12, 2)).decoder(wide, UNCOUNTED)).toBeDefined()
    expect(asText(date()).decoder(TIMESTAMP, UNCOUNTED)).toBeUndefined()
    const texts: SourceType = { kind: 'array', element: { kind: 'text' } }
    expect(asJson(list(int32())).decoder(texts, UNCOUNTED)).toBeUndefined()
    expect(asJson(list(text())).decoder(texts, UNCOUNTED)).toBeDefined()
  })

  test('have a place for every value', () => {
    expect(decodeAll(asText(timestampMicros()), TIMESTAMP, [INFINITY, null]).values).toEqual([
      'infinity',
      null,
    ])
  })
})

describe('a column whose values become NULL where they do not fit', () => {
  /** Counts how many rows it is asked to decode. */
  function counting(decoder: ColumnDecoder) {
    const asked = { rows: 0 }
    const counted: ColumnDecoder = {
      decode: (batch, column) => {
        asked.rows += batch.rows
        return decoder.decode(batch, column)
      },
    }
    return { asked, counted }
  }

  const ROWS = 65_536
  const cases = {
    every: () => true,
    none: () => false,
    'one in ten': (row: number) => row % 10 === 3,
    'the last': (row: number) => row === ROWS - 1,
  }

  test.each(Object.entries(cases))('finds them in a few passes: %s of 65 536', (_, isBad) => {
    const rows = Array.from({ length: ROWS }, (_value, row) => [
      row % 100 === 99 ? null : isBad(row) ? INFINITY : timestamp(BigInt(row)),
    ])
    const exact = timestampMicros().decoder(TIMESTAMP, UNCOUNTED)
    if (exact === undefined) throw new Error('no decoder')
    const { asked, counted } = counting(exact)
    const counts = new NoteCounts('at')
    const startedMs = performance.now()
    const values = valuesOf(new NullingDecoder(counted, counts).decode(wireBatch(rows), 0))
    expect(performance.now() - startedMs).toBeLessThan(10_000)
    expect(values).toEqual(
      rows.map(([value], row) => (value === null || value === INFINITY ? null : BigInt(row))),
    )
    const bad = rows.filter(([value]) => value === INFINITY).length
    expect(counts.notes().reduce((sum, { count }) => sum + count, 0)).toBe(bad)
    // A refusal costs its run of 64 rows at most, and there are two passes and a trial of all.
    expect(asked.rows).toBeLessThanOrEqual(3 * ROWS + 64 * bad)
  })

  test('finds lists with an element that does not fit, however many', () => {
    const array = (element: Buffer) =>
      Buffer.concat([int4(1), int4(0), int4(1114), int4(1), int4(1), int4(8), element])
    const source: SourceType = { kind: 'array', element: TIMESTAMP }
    const decoder = list(timestampMicros()).decoder(source, UNCOUNTED)
    if (decoder === undefined) throw new Error('no decoder')
    const rows = Array.from({ length: 10_000 }, (_, row) => [
      array(row % 3 === 0 ? timestamp(0n) : INFINITY),
    ])
    const counts = new NoteCounts('at')
    const vector = new NullingDecoder(decoder, counts).decode(wireBatch(rows), 0)
    expect(vector.nulls).toBe(6666)
    expect(Array.from(vector.present.subarray(0, 6))).toEqual([1, 0, 0, 1, 0, 0])
    expect(counts.notes()).toMatchObject([{ kind: 'null', count: 6666 }])
  })

  test('counts a change once, though its column is decoded again', () => {
    const counts = new NoteCounts('total')
    const column = lossy(text({ maxCharacters: 1 }), 'a preview')
    const decoder = column.decoder(
      { kind: 'text' },
      { ...UNCOUNTED, changed: (kind, reason) => counts.changed(kind, reason) },
    )
    decoder?.decode(wireBatch([[wireText('ab')]]), 0)
    decoder?.decode(wireBatch([[wireText('ab')], [wireText('c')]]), 0)
    counts.settle()
    expect(counts.notes()).toEqual([
      { column: 'total', kind: 'truncated', reason: 'a preview', count: 1 },
    ])
  })
})
