/** Values as policies change them, against what Postgres makes of the same values. */
import {
  type ChangedValues,
  type ColumnDecoder,
  type Connection,
  cutTextDecoder,
  decimalDecoder,
  flatListDecoder,
  int32Decoder,
  jsonTextDecoder,
  nearestFloat32Decoder,
  nearestFloat64Decoder,
  printedTextDecoder,
  timestampDateDecoder,
  timestampMillisDecoder,
  type SourceType,
  type Vector,
} from '@carmilla/extract'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { execute, open, positionAt, sql } from './source-database.ts'

let database: TestDatabase
let connection: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(
    database.url,
    'create extension hstore',
    `create type mood as enum ('sad', 'so "so"')`,
    `create type inner_pair as ("B" int, aa numeric(8, 2))`,
    `create type row_of_all as (
      zz text, flag bool, "Name" varchar(9), day date, at timestamp, instant timestamptz, real4 float4,
      real8 float8, number numeric, small int2, big int8, id uuid, bytes bytea, doc jsonb, mood mood,
      tags text[], pair inner_pair, oid oid, pairs inner_pair[], é int)`,
  )
  connection = await open(database.url)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

describe('numbers', () => {
  test.each([
    [9, 2],
    [18, 6],
    [38, 10],
    [38, 0],
    [30, 3],
  ])('round to decimal(%i, %i) as round() does, half away from zero', async (precision, scale) => {
    const texts = [...samples(numericText(), 4000), '0.5', '-0.5', '1.5', '2.5', '-2.45', '0.00499']
    const rounded = `round(v::numeric, ${scale})`
    const { rows, changed } = await decoded({
      decoder: (_, changes) => decimalDecoder({ precision, scale }, changes),
      read: (vector, row) => decimalText(vector, row, scale),
      select: `v::numeric, ${rounded}::text, (${rounded} <> v::numeric)::text`,
      where: `abs(${rounded}) < 1e${precision - scale}`,
      texts,
    })
    expect(rows.length).toBeGreaterThan(1000)
    for (const { value, columns } of rows) expect(value).toBe(columns[0])
    expect(changed).toBe(rows.filter(({ columns }) => columns[1] === 'true').length)
    expect(changed).toBeGreaterThan(0)
  })

  test('are the nearest doubles and floats, as casts give them', async () => {
    const texts = [
      ...samples(numericText(), 3000),
      ...samples(halfwayFloat32(), 2000),
      '9007199254740993',
      '9007199254740992.99999999999999999999999999999999',
      '16777217.00000000000000000000000001',
      '340282356779733661637539395458142568447',
      '0.00000000000000000000000000000000000000000000140129846432481707092372958328991613',
      'NaN',
      'Infinity',
      '-Infinity',
    ]
    const doubles = await decoded({
      decoder: (_, changes) => nearestFloat64Decoder('numeric', changes),
      read: numberAt,
      select: 'v::numeric, v::numeric::float8::text',
      texts,
    })
    for (const { value, columns } of doubles.rows) expect(value).toBe(Number(columns[0]))
    const floats = await decoded({
      decoder: (_, changes) => nearestFloat32Decoder('numeric', changes),
      read: numberAt,
      select: 'v::numeric, v::numeric::float4::text',
      where: FLOAT4_RANGE,
      texts,
    })
    expect(floats.rows.length).toBeGreaterThan(3000)
    for (const { value, columns } of floats.rows) {
      expect(value).toBe(Math.fround(Number(columns[0])))
    }
  })

  test.each(['float8', 'float4'] as const)('of bigint are the nearest %s', async (type) => {
    const texts = [
      ...samples(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), 3000),
      ...samples(halfwayBigint(), 3000),
      2n ** 53n - 1n,
      2n ** 53n + 1n,
      -(2n ** 53n) - 1n,
    ].map(String)
    const { rows, changed } = await decoded({
      decoder: (_, changes) =>
        type === 'float8'
          ? nearestFloat64Decoder('int8', changes)
          : nearestFloat32Decoder('int8', changes),
      read: numberAt,
      select: `v::int8, v::int8::${type}::text, v`,
      texts,
    })
    for (const { value, columns } of rows) {
      const expected = Number(columns[0])
      expect(value).toBe(type === 'float8' ? expected : Math.fround(expected))
    }
    const differ = rows.filter(({ value, columns }) => BigInt(value) !== BigInt(columns[1] ?? ''))
    expect(changed).toBe(differ.length)
  })

  test.each(['float8', 'int4'] as const)('of %s are the nearest floats', async (type) => {
    const numbers =
      type === 'int4'
        ? fc.integer()
        : fc.oneof(fc.double({ min: -3e38, max: 3e38, noNaN: true }), fc.float({ noNaN: true }))
    const { rows, changed } = await decoded({
      decoder: (_, changes) => nearestFloat32Decoder(type, changes),
      read: numberAt,
      select: `v::${type}, v::${type}::float4::text, (v::${type}::float4 <> v::${type})::text`,
      where: type === 'int4' ? 'true' : FLOAT4_RANGE,
      texts: samples(numbers, 4000).map(String),
    })
    expect(rows.length).toBeGreaterThan(500)
    for (const { value, columns } of rows) expect(value).toBe(Math.fround(Number(columns[0])))
    expect(changed).toBe(rows.filter(({ columns }) => columns[1] === 'true').length)
  })
})

describe('times', () => {
  test.each(['timestamp', 'timestamptz'])(
    'of type %s are cut to milliseconds as date_trunc() does, and to days as ::date',
    async (type) => {
      const texts = [...samples(timestampLiteral(), 4000), ...EDGES]
      const millis = await decoded({
        decoder: (_, changes) => timestampMillisDecoder(changes),
        read: bigintAt,
        select: `v::${type},
          (extract(epoch from date_trunc('milliseconds', v::${type})) * 1000)::int8::text,
          (date_trunc('milliseconds', v::${type}) <> v::${type})::text`,
        texts,
      })
      for (const { value, columns } of millis.rows) expect(value).toBe(BigInt(columns[0] ?? ''))
      const cut = millis.rows.filter(({ columns }) => columns[1] === 'true').length
      expect(millis.changed).toBe(cut)
      const days = await decoded({
        decoder: (_, changes) => timestampDateDecoder(changes),
        read: numberAt,
        select: `v::${type}, ((v::${type})::date - '1970-01-01'::date)::text,
          (date_trunc('day', v::${type}) <> v::${type})::text`,
        texts,
      })
      for (const { value, columns } of days.rows) expect(value).toBe(Number(columns[0]))
      expect(days.changed).toBe(days.rows.filter(({ columns }) => columns[1] === 'true').length)
    },
  )

  test.each(['date', 'timestamp', 'timestamptz'])(
    'of type %s are what ::text prints',
    async (type) => {
      const dates = type === 'date' ? ['5874897-12-31', '5874897-01-01', '12026-03-01'] : []
      const infinities = ['infinity', '-infinity']
      const { ours, theirs } = await printed(type, [
        ...samples(timestampLiteral(), 4000),
        ...EDGES,
        ...infinities,
        ...dates,
      ])
      expect(ours).toEqual(theirs)
    },
  )
})

describe('text', () => {
  test.each([1, 3, 7])('is cut to %i characters as left() does', async (maxCharacters) => {
    const texts = samples(fc.string({ unit: 'grapheme', maxLength: 12 }), 2000).filter(
      (text) => !text.includes('\0'),
    )
    const { rows, changed } = await decoded({
      decoder: (_, changes) => cutTextDecoder(maxCharacters, changes),
      read: textAt,
      select: `v, left(v, ${maxCharacters})`,
      texts,
    })
    for (const { value, columns } of rows) expect(value).toBe(columns[0])
    expect(changed).toBe(texts.filter((text) => Array.from(text).length > maxCharacters).length)
  })

  test.each([
    ['bool', ['true', 'false']],
    ['int2', ['-32768', '7']],
    ['int4', ['-2147483648', '7']],
    ['int8', ['-9223372036854775808', '0']],
    ['oid', ['4294967295']],
    ['numeric(9,2)', ['NaN', '-1.10']],
    ['numeric', ['NaN', '-Infinity', '1e-20', '0.000']],
    ['bytea', [String.raw`\x00ff`, '']],
    ['uuid', ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']],
    ['json', ['{"b" : 1}']],
    ['jsonb', ['{"b":1,"a":[]}']],
    ['mood', ['sad']],
    ['inet', ['127.0.0.1/8']],
  ])('of type %s is what ::text prints', async (type, texts) => {
    const { ours, theirs } = await printed(type, texts)
    expect(ours).toHaveLength(texts.length)
    expect(ours).toEqual(theirs)
  })

  test('of floating-point numbers has the fewest digits', async () => {
    const edges = ['0', '-0', 'NaN', 'Infinity', '-Infinity', '1e15', '123456789012345', '0.0001']
    const doubles = samples(fc.double({ noNaN: true, noDefaultInfinity: true }), 4000)
    const halves = ['1e23', '2e23', '-1e23', '9007199254740992', '1.5e17']
    const float8 = await printed('float8', [
      ...edges,
      ...halves,
      '1e14',
      '0.00001',
      ...doubles.map(String),
    ])
    expect(float8.ours).toEqual(float8.theirs)
    const floats = samples(fc.float({ noNaN: true, noDefaultInfinity: true }), 6000)
    const powers = Array.from({ length: 270 }, (_, index) => 2 ** (index - 145))
    const numbers = [...floats, ...powers].map(String)
    const float4 = await printed('float4', [...edges, '123456', '1e6', '999999.9', ...numbers])
    expect(float4.ours).toEqual(float4.theirs)
  })
})

describe('JSON', () => {
  test.each([
    ['int4[]', ['{}', '{1,NULL,3}', '{{1,2},{3,4}}', '{{{1},{NULL}}}', '[5:6]={1,2}']],
    ['numeric[]', ['{NaN,Infinity,1.50,-0.0,1e30}']],
    ['float8[]', ['{NaN,-Infinity,1e20,1e-7,-0,0.1,1e300}']],
    ['float4[]', ['{3.4e38,1e-45,16777216}']],
    ['text[]', [String.raw`{"a\"b","\\","é🐎",""}`, '{"null",NULL}', '{"\u0001\n\u007f\u2028"}']],
    ['date[]', ['{infinity,-infinity,0044-03-15 BC,12026-03-01}']],
    ['timestamp[]', ['{infinity,"0044-03-15 12:00:00.5 BC","2026-03-01 00:00:00.000001"}']],
    ['timestamptz[]', ['{-infinity,"0044-03-15 12:00:00.5+00 BC","2026-03-01 00:00:00+02"}']],
    ['bool[]', ['{t,f,NULL}']],
    ['bytea[]', [String.raw`{"\\x00ff"}`]],
    ['mood[]', [String.raw`{sad,"so \"so\""}`]],
    ['oid[]', ['{4294967295}']],
    ['jsonb[]', [String.raw`{"{\"b\": [1], \"a\": null}","null"}`]],
    ['hstore', ['b=>1, aa=>NULL, a=>"x\\"y"', '']],
    [
      'row_of_all',
      [
        `(${','.repeat(19)})`,
        `(z,t,"A ""b""",infinity,"0001-01-01 00:00:00","2026-01-01 00:00:00+00",1.5,2.5,NaN,1,2,A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11,"\\\\x01","{""a"":1}",sad,"{{a,b},{c,d}}","(1,2.50)",7,"{""(1,2)"",NULL}",3)`,
      ],
    ],
  ])('of %s is what to_jsonb() prints', async (type, texts) => {
    const { rows } = await decoded({
      decoder: jsonTextDecoder,
      read: textAt,
      select: `v::${type}, to_jsonb(v::${type})::text`,
      texts,
    })
    expect(rows).toHaveLength(texts.length)
    for (const { value, columns } of rows) expect(value).toBe(columns[0])
  })
})

test('arrays of other dimensions are flattened as unnest() does', async () => {
  const { rows, changed } = await decoded({
    decoder: (_, changes) => flatListDecoder(int32Decoder('int4'), changes),
    read: listAt,
    select: 'v::int4[], array_to_json(array(select unnest(v::int4[])))::text',
    texts: ['{}', '{1,2}', '{{1,2},{3,NULL}}', '{{{1},{2}},{{3},{4}}}', '[0:1][2:3]={{5,6},{7,8}}'],
  })
  for (const { value, columns } of rows) expect(JSON.stringify(value)).toBe(columns[0])
  expect(changed).toBe(3)
})

/** Whether a float4 has the number, as Postgres sees it: it refuses what would become zero. */
const FLOAT4_RANGE = `v in ('0', '-0', 'NaN', 'Infinity', '-Infinity')
  or abs(v::numeric) between 1e-45 and 3.4028235e38`

const EDGES = [
  '1970-01-01 00:00:00',
  '1969-12-31 23:59:59.999999',
  '2000-01-01 00:00:00',
  '1999-12-31 23:59:59.999999',
  '0001-01-01 00:00:00',
  '0001-12-31 23:59:59.9 BC',
  '4713-11-24 00:00:00 BC',
  '294276-12-31 23:59:59.999999',
  '9999-12-31 23:59:59.000001',
  '2024-02-29 00:00:00.100000',
]

interface Decoding<Value> {
  readonly decoder: (source: SourceType, changes: ChangedValues) => ColumnDecoder | undefined
  readonly read: (vector: Vector, row: number) => Value
  /** The value, then what it is compared with, as text; `v` is one of `texts`. */
  readonly select: string
  readonly where?: string
  readonly texts: readonly string[]
}

/** Decodes the first column of a query; the others are Postgres' own word. */
async function decoded<Value>({ decoder, read, select, where, texts }: Decoding<Value>) {
  const rowsOfTexts = 'unnest($1::text[]) with ordinality as u (v, i)'
  const query = sql(
    `select ${select} from ${rowsOfTexts} where ${where ?? 'true'} order by i`,
    texts,
  )
  const [first, ...others] = await connection.describe(query)
  const changes = { values: 0 }
  const used = first && decoder(first.type, changes)
  if (used === undefined) throw new Error(`no decoder for ${first?.type.kind}`)
  const rows: { value: Value; columns: readonly string[] }[] = []
  let changed = 0
  for await (const batch of connection.batches(query)) {
    const vector = used.decode(batch, 0)
    changed += changes.values
    for (let row = 0; row < batch.rows; row++) {
      const columns = others.map((_, index) => {
        const position = positionAt(batch, index + 1, row)
        return batch.bytes.toString('utf8', position, position + batch.view.getInt32(position - 4))
      })
      rows.push({ value: read(vector, row), columns })
    }
  }
  return { rows, changed }
}

/** The texts that we make of values, and those of Postgres. */
async function printed(type: string, texts: readonly string[]) {
  const { rows } = await decoded({
    decoder: printedTextDecoder,
    read: textAt,
    select: `v::${type}, v::${type}::text`,
    texts,
  })
  const values = rows.map(({ value }) => value)
  return { ours: values, theirs: rows.map(({ columns }) => columns[0]) }
}

function samples<Value>(arbitrary: fc.Arbitrary<Value>, count: number): readonly Value[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 7 })
}

/** Of up to 45 digits, the point anywhere; many end in a five. */
function numericText(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.stringMatching(/^[0-9]{1,25}$/),
      fc.stringMatching(/^[0-9]{0,19}5?$/),
    )
    .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`)
}

/** Numbers at, right below and right above the middle of two binary32. */
function halfwayFloat32(): fc.Arbitrary<string> {
  const mantissa = fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 })
  const off = fc.constantFrom('', '0000000000000000000000000001', '-')
  return fc.tuple(mantissa, fc.integer({ min: 0, max: 40 }), off).map(([odd, bits, end]) => {
    const digits = ((2n * BigInt(odd) + 1n) * 5n ** BigInt(bits)).toString().padStart(bits + 1, '0')
    const shown = end === '-' ? `${BigInt(digits) - 1n}`.padStart(bits + 1, '0') : digits
    const point = shown.length - bits
    const exact = `${shown.slice(0, point)}.${shown.slice(point)}`
    return end === '-' ? `${exact}9999999999999999` : `${exact}${end}`
  })
}

function halfwayBigint(): fc.Arbitrary<bigint> {
  return fc
    .tuple(
      fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }),
      fc.integer({ min: 1, max: 38 }),
      fc.constantFrom(-1n, 0n, 1n),
      fc.constantFrom(1n, -1n),
    )
    .map(([odd, shift, off, sign]) => sign * (((2n * BigInt(odd) + 1n) << BigInt(shift)) + off))
}

/** Over the whole range of Postgres; no year is its first, which may be out of it. */
function timestampLiteral(): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 294_275 })),
      fc.integer({ min: 1, max: 365 * 24 * 60 * 60 - 1 }),
      fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999 })),
      fc.boolean(),
    )
    .map(([year, second, micros, isBc]) => {
      const iso = new Date(Date.UTC(2023, 0, 1) + second * 1000).toISOString()
      const era = isBc && year < 4712 ? ' BC' : ''
      const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`
      return `${String(year).padStart(4, '0')}-${iso.slice(5, 10)} ${iso.slice(11, 19)}${fraction}${era}`
    })
}

function numberAt(vector: Vector, row: number): number {
  if (vector.layout === 'int32' || vector.layout === 'float32' || vector.layout === 'float64') {
    return vector.values[row] ?? Number.NaN
  }
  throw new TypeError(`no number in ${vector.layout}`)
}

function bigintAt(vector: Vector, row: number): bigint {
  switch (vector.layout) {
    case 'int32':
      return BigInt(vector.values[row] ?? 0)
    case 'int64':
      return vector.values[row] ?? 0n
    case 'fixed': {
      const start = row * vector.widthBytes
      const hex = Buffer.from(vector.values.subarray(start, start + vector.widthBytes))
      return BigInt.asIntN(vector.widthBytes * 8, BigInt(`0x${hex.toString('hex')}`))
    }
    default:
      throw new TypeError(`no whole number in ${vector.layout}`)
  }
}

function decimalText(vector: Vector, row: number, scale: number): string {
  const unscaled = bigintAt(vector, row)
  const sign = unscaled < 0n ? '-' : ''
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const point = digits.length - scale
  return `${sign}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`
}

function textAt(vector: Vector, row: number): string {
  if (vector.layout !== 'bytes') throw new TypeError(`no text in ${vector.layout}`)
  const start = vector.starts[row] ?? 0
  return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
}

function listAt(vector: Vector, row: number): readonly (number | null)[] {
  if (vector.layout !== 'list') throw new TypeError(`no list in ${vector.layout}`)
  const { elements, offsets } = vector
  const start = offsets[row] ?? 0
  return Array.from({ length: (offsets[row + 1] ?? 0) - start }, (_, index) =>
    elements.present[start + index] === 1 ? numberAt(elements, start + index) : null,
  )
}
