import { bytesDecoder, type Connection, int64Decoder } from '@carmilla/extract'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { execute, open, readAll, sql } from './source-database.ts'

let database: TestDatabase
let connection: Connection

/** Everything a session may choose, as no file should have it. */
const CONTRARY_SETTINGS = [
  'intervalstyle=sql_standard',
  'datestyle=german',
  'timezone=Asia/Kathmandu',
  'extra_float_digits=-15',
  'bytea_output=escape',
  'xmlbinary=hex',
  'quote_all_identifiers=on',
]

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(
    database.url,
    'create extension citext',
    'create extension ltree',
    'create type bytes_range as range (subtype = bytea)',
    "create domain short_span as interval check (value < interval '1 hour')",
    'create type "Odd Type" as (a int, b text)',
  )
  const options = CONTRARY_SETTINGS.map((setting) => `-c ${setting}`).join(' ')
  connection = await open(database.url, { options })
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

const MAC8 = '08:00:2b:01:02:03:04:05'
/** For each type its least, its greatest, its empty and its odd values. */
const SAMPLES: readonly (readonly [type: string, literals: readonly string[]])[] = [
  ['time', ['00:00:00', '24:00:00', '23:59:59.999999', '12:34:56.7']],
  ['time(0)', ['12:34:56.7']],
  ['timetz', ['00:00:00+15:59:59', '24:00:00-15:59:59', '12:34:56.789+05:45']],
  [
    'interval',
    ['0', '1 year -2 mons 3 days -04:05:06.000007', '-178000000 years', '178000000 years', '1 us'],
  ],
  ['money', ['0', '-0.01', '92233720368547758.07', '-92233720368547758.08']],
  ['bit(1)', ['0', '1']],
  ['bit(12)', ['101010101010']],
  ['varbit', ['', '1', '10'.repeat(5000)]],
  [
    'inet',
    ['0.0.0.0', '255.255.255.255/0', '10.1.2.3/8', '::', '2001:db8::1/64', '::ffff:1.2.3.4'],
  ],
  ['cidr', ['0.0.0.0/0', '10.0.0.0/8', '192.168.1.1/32', '2001:db8::/32']],
  ['macaddr', ['00:00:00:00:00:00', 'ff-ff-ff-ff-ff-ff']],
  ['macaddr8', ['00:00:00:00:00:00:00:00', MAC8]],
  ['xml', ['', '<a b="1">é<!-- c --></a>', '<?xml version="1.0" encoding="UTF-8"?><a/>', 'plain']],
  ['tsvector', ['', "a:1A,2B b 'it''s':16383", 'žluťoučký kůň']],
  ['tsquery', ['', "a & !b | c:*A <-> 'it''s'"]],
  ['jsonpath', ['$', 'strict $.a[*] ? (@.b > 1.50 && @.c like_regex "^x")']],
  ['pg_lsn', ['0/0', 'FFFFFFFF/FFFFFFFF', '16/B374D848']],
  ['txid_snapshot', ['1:1:', '10:20:10,14,15']],
  ['pg_snapshot', ['1:1:', '10:20:10,14,15', '3:4294967300:5']],
  ['tid', ['(0,0)', '(4294967295,65535)']],
  ['xid8', ['0', '9223372036854775808', '18446744073709551615']],
  ['regclass', ['pg_class', '"Odd Type"']],
  ['regtype', ['int4', 'timestamp with time zone', '"Odd Type"']],
  ['regproc', ['now', '0']],
  ['regprocedure', ['lower(text)']],
  ['regoper', ['pg_catalog.||/']],
  ['regoperator', ['+(int4,int4)']],
  ['regrole', ['pg_monitor']],
  ['regnamespace', ['pg_catalog']],
  ['regconfig', ['english']],
  ['regdictionary', ['simple']],
  ['point', ['(0,0)', '(-0,NaN)', '(0.1,1.7976931348623157e308)', '(5e-324,-Infinity)']],
  ['line', ['{1,-1,0}', '{0.30000000000000004,2,3}']],
  ['lseg', ['[(0,0),(1,0.1)]']],
  ['box', ['(1,1),(0,0)', '(0.1,-0.2),(3,4)']],
  ['path', ['[(0,0),(1,1)]', '((0,0),(1,1),(2,0.7))']],
  ['polygon', ['((0,0),(1,1),(2,0))']],
  ['circle', ['<(0,0),0>', '<(0.1,0.2),3>']],
  ['int4range', ['empty', '(,)', '[1,5]', '[-2147483648,2147483647)']],
  ['int8range', ['[-9223372036854775808,9223372036854775807)']],
  ['numrange', ['(1.50,2.5000]', '[-Infinity,NaN]']],
  ['tsrange', ['["2024-02-29 12:00","2024-03-01")', '[-infinity,infinity]']],
  ['tstzrange', ['["2024-02-29 12:00+02",)']],
  ['daterange', ['[2024-02-29,2024-03-01]']],
  ['bytes_range', ['["\\\\x00ff","\\\\xffff")']],
  ['int4multirange', ['{}', '{[1,3),[5,)}']],
  ['datemultirange', ['{[2024-01-01,2024-02-01),(,2020-01-01)}']],
  ['"char"', ['', 'x', '\\200', '\\377']],
  ['citext', ['', 'MiXed ǅ', 'line\nbreak']],
  ['ltree', ['', 'Top.Science.Astronomy']],
  ['lquery', ['Top.*{0,2}.sport*@|football%.!x']],
  ['int2vector', ['', '1 -2 32767']],
  ['oidvector', ['', '0 4294967295']],
  ['short_span', ['59 minutes 59.999999 seconds']],
]

describe.each(SAMPLES)('%s', (type, literals) => {
  test('is read as its output function prints it, NULL as NULL', async () => {
    // `format` calls the output function; a cast to text does not always (see `inet` and `xml`).
    const query = sql(
      `select v::${type} as value, format('%s', v::${type}) as printed, i::int4 as row
       from unnest($1::text[]) with ordinality as u(v, i)
       union all select null::${type}, null, 0`,
      [...literals],
    )
    const rows = await readAll(connection, query)
    expect(rows).toHaveLength(literals.length + 1)
    for (const [value, printed, row] of rows) {
      expect(value).toEqual(row === 0 ? null : printed)
      expect(typeof value).toBe(row === 0 ? 'object' : 'string')
    }
    expect(await columnTexts(0, query)).toEqual(rows.map(([value]) => value))
  })
})

test('prints alike for every setting of the session', async () => {
  const [row] = await readAll(
    connection,
    sql(`select interval '1 year -2 mons 3 days -04:05:06.000007', timetz '12:00+05:45',
                point(0.1, 1e300), inet '10.0.0.1', cidr '10.0.0.1', '$.a'::jsonpath,
                tstzrange('2024-02-29 12:00+02', null), bytes_range('\\x00ff', '\\xffff'),
                'pg_class'::regclass, xid8 '18446744073709551615'`),
  )
  expect(row).toEqual([
    'P10M3DT-4H-5M-6.000007S',
    '12:00:00+05:45',
    '(0.1,1e+300)',
    '10.0.0.1',
    '10.0.0.1/32',
    '$."a"',
    '["2024-02-29 10:00:00+00",)',
    '["\\\\x00ff","\\\\xffff")',
    'pg_class',
    '18446744073709551615',
  ])
})

test.each(['oid', 'xid', 'cid'] as const)('reads %s to its greatest value', async (type) => {
  const values = [0, 1, 2_147_483_648, 4_294_967_295]
  const query = sql(
    `select v::${type} from unnest($1::text[]) v union all select null::${type}`,
    values.map(String),
  )
  expect((await readAll(connection, query)).flat()).toEqual([...values, null])
  for await (const batch of connection.batches(query)) {
    const { values: words, present } = int64Decoder(type).decode(batch, 0)
    expect([...words.subarray(0, 4)]).toEqual(values.map(BigInt))
    expect([...present.subarray(0, 5)]).toEqual([1, 1, 1, 1, 0])
  }
  const [[list] = []] = await readAll(connection, sql(`select array['0', '4294967295']::${type}[]`))
  expect(list).toEqual([0, 4_294_967_295])
})

describe('formats', () => {
  test('are chosen for each column, with parameters of every kind between them', async () => {
    const query = sql(
      `select $1::inet, $2::int4, $3::bytea, $4::interval, $5::numeric, null::xml, $6::uuid`,
      '10.0.0.1/8',
      7,
      Buffer.from([0, 255]),
      '1 day',
      '1.50',
      '00000000-0000-0000-0000-000000000000',
    )
    const [[inet, int, bytes, interval, , xml, uuid] = []] = await readAll(connection, query)
    expect([inet, int, interval, xml]).toEqual(['10.0.0.1/8', 7, 'P1D', null])
    expect(bytes).toEqual(Uint8Array.of(0, 255))
    expect(uuid).toBe('00000000-0000-0000-0000-000000000000')
  })

  test('are known without describing first, and after a failure', async () => {
    const query = sql(`select '1 day'::interval as a, 1 as b`)
    await using fresh = await open(database.url)
    await expect(readAll(fresh, sql('select 1 / 0, 1::money'))).rejects.toThrow('division by zero')
    const texts: string[] = []
    for await (const batch of fresh.batches(query)) {
      const { bytes, starts, lengths } = bytesDecoder().decode(batch, 0)
      const start = starts[0] ?? 0
      texts.push(bytes.toString('utf8', start, start + (lengths[0] ?? 0)))
    }
    expect(texts).toEqual(['P1D'])
  })

  test('hold for as many columns as a result can have', async () => {
    const columns = Array.from({ length: 1664 }, (_, index) =>
      index % 2 === 0 ? `${index}::int4` : `'${index} us'::interval`,
    )
    const [row = []] = await readAll(connection, sql(`select ${columns.join(', ')}`))
    expect(row[1662]).toBe(1662)
    expect(row[1663]).toBe('PT0.001663S')
  })
})

test.each(['10.0.0.1', '{10.0.0.1}'])(
  'says how to read a composite type with a field that comes as printed, such as %s',
  async (address) => {
    const type = address.startsWith('{') ? 'inet[]' : 'inet'
    await execute(
      database.url,
      `drop type if exists guest; create type guest as (id int, address ${type})`,
    )
    await using fresh = await open(database.url)
    const query = sql(`select row(1, '${address}')::guest as value`)
    await expect(readAll(fresh, query)).rejects.toMatchObject({
      code: 'unsupported_type',
      message: `a value of type \`${type}\` in another cannot be read; cast the whole column in the query to text`,
    })
  },
)

/** A column as the file gets it. */
async function columnTexts(column: number, query: ReturnType<typeof sql>): Promise<unknown[]> {
  const texts: (string | null)[] = []
  for await (const batch of connection.batches(query)) {
    const { rows, present, bytes, starts, lengths } = bytesDecoder().decode(batch, column)
    for (let row = 0; row < rows; row++) {
      const start = starts[row] ?? 0
      const text = bytes.toString('utf8', start, start + (lengths[row] ?? 0))
      texts.push(present[row] === 1 ? text : null)
    }
  }
  return texts
}
