import {
  type BytesVector,
  bytesDecoder,
  type ColumnDecoder,
  type Connection,
  Decimal,
  decimalDecoder,
  numericTextDecoder,
  type SourceType,
  timestampMicrosDecoder,
  uuidTextDecoder,
} from '@carmilla/extract'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { execute, open, readAll, sql } from './source-database.ts'

let database: TestDatabase
let connection: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(
    database.url,
    `create schema shop`,
    `create type shop.status as enum ('new', 'paid', 'späť')`,
    `create type mood as enum ('sad', 'ok')`,
    `create domain amount as numeric(10, 2) check (value >= 0)`,
    `create domain small_amount as amount`,
    `create type pair as (a int, b int)`,
  )
  connection = await open(database.url)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

/** What Postgres prints and what the reader gives must say the same. */
const SAMPLES: readonly (readonly [type: string, literals: readonly string[]])[] = [
  ['bool', ['true', 'false']],
  ['int2', ['-32768', '0', '32767']],
  ['int4', ['-2147483648', '-1', '2147483647']],
  ['int8', ['-9223372036854775808', '-1', '9223372036854775807']],
  ['float4', ['0', '-0', '1.5', '3.4028235e38', '1e-45', 'NaN', 'Infinity', '-Infinity']],
  ['float8', ['0', '-0', '0.1', '1.7976931348623157e308', '5e-324', 'NaN', '-Infinity']],
  ['text', ['', 'a', 'žluťoučký kůň 🐎', 'line\nbreak', 'x'.repeat(9000)]],
  ['varchar(10)', ['', 'trailing  ']],
  ['char(6)', ['ab', '']],
  ['name', ['pg_class']],
  ['uuid', ['00000000-0000-0000-0000-000000000000', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']],
  ['json', ['{"b" : 1,  "a":[1.50, null]}', 'null', '""']],
  ['jsonb', ['{"b" : 1,  "a":[1.50, null]}', 'null', '"é"', '12345678901234567890.10']],
  ['numeric', ['0', '0.000', '-1.10', '1e130', '1e-130', '123456789012345678901234567890.5']],
  ['numeric(12, 2)', ['0', '-0.01', '9999999999.99', '-9999999999.99']],
  ['numeric(5, -2)', ['12345', '9999900']],
  ['date', ['1970-01-01', '1969-12-31', '0001-01-01', '4713-11-24 BC', '5874897-12-31']],
  ['timestamp', ['1970-01-01 00:00:00', '1969-12-31 23:59:59.999999', '4713-11-24 00:00:00 BC']],
  ['timestamptz', ['2024-02-29 12:00:00.000001+02', '1684-01-01 00:00+00', '9999-12-31 00:00+00']],
  ['bytea', ['', '\\x00ff10', '\\xdeadbeef']],
  ['shop.status', ['new', 'späť']],
]

describe.each(SAMPLES)('%s', (type, literals) => {
  test('reads NULL and every extreme as Postgres prints it', async () => {
    const rows = await readAll(
      connection,
      sql(
        `select v::${type}, v::${type}::text from unnest($1::text[]) with ordinality as u(v, i)
         union all select null::${type}, null`,
        [...literals],
      ),
    )
    expect(rows).toHaveLength(literals.length + 1)
    for (const [value, text] of rows) expect(printed(value, type)).toEqual(text)
  })
})

test('reads lists with NULL elements, empty lists and lists of every kind', async () => {
  const rows = await readAll(
    connection,
    sql(`select array[1, null, 3]::int4[], '{}'::text[], array['a', null, ''], null::int8[],
                array[1.50, 2]::numeric(6, 2)[], array['new', 'paid']::shop.status[],
                array[true, false], array[1.25]::amount[], array['\\x01']::bytea[]`),
  )
  const [row = []] = rows
  expect(row.slice(0, 4)).toEqual([[1, null, 3], [], ['a', null, ''], null])
  expect(row[4]).toEqual([new Decimal(150n, 100n), new Decimal(200n, 100n)])
  expect(row.slice(5, 7)).toEqual([
    ['new', 'paid'],
    [true, false],
  ])
  expect(row[7]).toEqual([new Decimal(125n, 100n)])
  expect(row[8]).toEqual([Uint8Array.of(1)])
})

test('refuses an array of two dimensions', async () => {
  await expect(readAll(connection, sql('select array[[1, 2], [3, 4]]'))).rejects.toMatchObject({
    code: 'unrepresentable_value',
    message: expect.stringContaining('of 2 dimensions (2 x 2) does not fit a list'),
  })
})

test.each(['date', 'timestamp', 'timestamptz', 'numeric'])(
  'refuses infinity of %s',
  async (type) => {
    await expect(readAll(connection, sql(`select 'infinity'::${type}`))).rejects.toMatchObject({
      code: 'unrepresentable_value',
    })
  },
)

describe('a description', () => {
  test('names built-in types, and types of the database in any schema', async () => {
    const columns = await connection.describe(
      sql(`select 1::int8 as a, 1.5::numeric(12, 3) as b, null::numeric as c, 'x'::varchar(5) as d,
                  'new'::shop.status as e, null::mood[] as f, 1::small_amount as g,
                  null::small_amount[] as h, null::numeric(7, -2) as i, null::numeric(3, 5)[] as j`),
    )
    expect(columns.map((column) => [column.name, column.type])).toEqual([
      ['a', { kind: 'int8' }],
      ['b', numeric(12, 3)],
      ['c', numeric(null, null)],
      ['d', { kind: 'varchar' }],
      ['e', { kind: 'enum', name: 'shop.status' }],
      ['f', { kind: 'array', element: { kind: 'enum', name: 'mood' } }],
      ['g', numeric(10, 2)],
      ['h', { kind: 'array', element: numeric(10, 2) }],
      ['i', numeric(7, -2)],
      ['j', { kind: 'array', element: numeric(3, 5) }],
    ])
    expect(columns[3]).toMatchObject({ typeOid: 1043, typeModifier: 9 })
  })

  test('names the types that come as printed, and the fields of composite types', async () => {
    const columns = await connection.describe(
      sql(`select '1 day'::interval, '10.0.0.1'::inet, row(1, 2)::pair, int4range(1, 2),
                  array['1 day'::interval]`),
    )
    expect(columns.map((column) => column.type)).toEqual([
      { kind: 'printed', name: 'interval' },
      { kind: 'printed', name: 'inet' },
      {
        kind: 'composite',
        name: 'pair',
        fields: [
          { name: 'a', type: { kind: 'int4' } },
          { name: 'b', type: { kind: 'int4' } },
        ],
      },
      { kind: 'printed', name: 'int4range' },
      { kind: 'array', element: { kind: 'printed', name: 'interval' } },
    ])
  })

  test('does not run the query', async () => {
    const columns = await connection.describe(sql('select 1 / (random() * 0)::int, $1::text'))
    expect(columns).toHaveLength(2)
  })

  test('refuses a statement without a result', async () => {
    await expect(connection.describe(sql('set datestyle = iso'))).rejects.toMatchObject({
      code: 'query_failed',
      message: 'query returns no rows; only a select can be read',
    })
  })
})

describe('columns', () => {
  test('give exactly what Postgres prints of 20000 random values', async () => {
    const query = sql(`
      select n, n::text, u, u::text, t,
             (extract(epoch from t) * 1000000)::numeric(30, 0)::text, d, (d * 1000000)::numeric(40, 0)::text
      from (
        select (case when i % 50 = 0 then null
                else (random() - 0.5)::numeric * (10::numeric ^ (i % 60 - 20)) end)
                  ::numeric as n,
               gen_random_uuid() as u,
               timestamp '0001-01-01' + random() * interval '9000 years' as t,
               ((random() - 0.5)::numeric(38, 18) * 10::numeric ^ (i % 24 - 5))::numeric(30, 6) as d
        from generate_series(1, 20000) i) s`)
    const texts = [numericTextDecoder(), uuidTextDecoder()] as const
    const plain: readonly ColumnDecoder<BytesVector>[] = [1, 3, 5, 7].map(() => bytesDecoder())
    const micros = timestampMicrosDecoder()
    const decimals = decimalDecoder({ precision: 30, scale: 6 })
    let rows = 0
    for await (const batch of connection.batches(query)) {
      const [numericText, uuidText, microsText, unscaledText] = plain.map((decoder, index) =>
        textsOf(decoder.decode(batch, index * 2 + 1)),
      )
      expect(textsOf(texts[0].decode(batch, 0))).toEqual(numericText)
      expect(textsOf(texts[1].decode(batch, 2))).toEqual(uuidText)
      const times = [...micros.decode(batch, 4).values.subarray(0, batch.rows)]
      expect(times.map(String)).toEqual(microsText)
      const fixed = decimals.decode(batch, 6)
      if (fixed.layout !== 'fixed') throw new TypeError(fixed.layout)
      const { values, widthBytes } = fixed
      const unscaled = Array.from({ length: batch.rows }, (_, row) => {
        const hex = Buffer.from(values.subarray(row * widthBytes, (row + 1) * widthBytes))
        return String(BigInt.asIntN(widthBytes * 8, BigInt(`0x${hex.toString('hex')}`)))
      })
      expect(unscaled).toEqual(unscaledText)
      rows += batch.rows
    }
    expect(rows).toBe(20_000)
  })
})

test('sends parameters of every JavaScript type', async () => {
  const at = new Date('2024-02-29T12:34:56.789Z')
  const query = sql(
    `select $1::text, $2::int4, $3::int8, $4::bool, $5::text, $6::timestamptz, $7::bytea, $8::int4[], $9::text[]`,
    `it's "quoted" \\ é`,
    -42,
    9_223_372_036_854_775_807n,
    true,
    null,
    at,
    Buffer.from([0, 255]),
    [1, null, 3],
    ['a,b', '{"}', null],
  )
  expect(await readAll(connection, query)).toEqual([
    [
      `it's "quoted" \\ é`,
      -42,
      9_223_372_036_854_775_807n,
      true,
      null,
      BigInt(at.getTime()) * 1000n,
      Uint8Array.of(0, 255),
      [1, null, 3],
      ['a,b', '{"}', null],
    ],
  ])
})

function numeric(precision: number | null, scale: number | null): SourceType {
  return { kind: 'numeric', precision, scale }
}

function textsOf(vector: BytesVector): (string | null)[] {
  return Array.from({ length: vector.rows }, (_, row) => {
    if (vector.present[row] === 0) return null
    const start = vector.starts[row] ?? 0
    return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
  })
}

/** Prints a value as Postgres does, by other means than those under test. */
function printed(value: unknown, type: string): string | null {
  if (value === null) return null
  if (type === 'date') return dateText(Number(value))
  if (typeof value === 'bigint' && type.startsWith('timestamp')) return timestampText(value, type)
  if (typeof value === 'string') return type.startsWith('char') ? value.trimEnd() : value
  if (type.startsWith('float')) return floatText(Number(value), type)
  if (value instanceof Decimal) return decimalText(value)
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return String(Number(value))
}

function decimalText({ numerator, denominator }: Decimal): string {
  const digits = String(denominator).length - 1
  const text = String(numerator < 0n ? -numerator : numerator).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const sign = numerator < 0n ? '-' : ''
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`
}

function floatText(value: number, type: string): string {
  if (Object.is(value, -0)) return '-0'
  // The shortest digits that give the same binary32 are those of some precision up to nine.
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const shortest = digits.map((count) => Number(value.toPrecision(count)))
  const short = shortest.find((candidate) => Math.fround(candidate) === value)
  return exponentText(type === 'float4' ? (short ?? value) : value)
}

function exponentText(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** The civil date of a day number. @see https://howardhinnant.github.io/date_algorithms.html */
function dateText(epochDays: number): string {
  const shifted = epochDays + 719_468
  const era = Math.floor(shifted / 146_097)
  const day = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365,
  )
  const dayOfYear =
    day - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const march = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * march + 2) / 5) + 1
  const month = march < 10 ? march + 3 : march - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const yearText = String(year > 0 ? year : 1 - year).padStart(4, '0')
  const text = `${yearText}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return year > 0 ? text : `${text} BC`
}

function timestampText(micros: bigint, type: string): string {
  const dayMicros = 86_400_000_000n
  const ofDay = ((micros % dayMicros) + dayMicros) % dayMicros
  const [date = '', era = ''] = dateText(Number((micros - ofDay) / dayMicros)).split(' ')
  const seconds = Number(ofDay / 1_000_000n)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const fraction = String(ofDay % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const time = clock.map((part) => String(part).padStart(2, '0')).join(':')
  const zone = type === 'timestamptz' ? '+00' : ''
  return `${date} ${time}${fraction === '' ? '' : `.${fraction}`}${zone}${era === '' ? '' : ` ${era}`}`
}
