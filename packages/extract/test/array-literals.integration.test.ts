import {
  bytesDecoder,
  type Connection,
  listDecoder,
  printedListDecoder,
  type Vector,
} from '@carmilla/extract'
import { createTestDatabase, type TestDatabase } from '@carmilla/test'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { execute, open, readAll, sql } from './source-database.ts'

/*
 * Arrays whose elements come as printed. What is right is what Postgres makes of them: `text[]`, which
 * comes in binary.
 */
let database: TestDatabase
let connection: Connection

beforeAll(async () => {
  database = await createTestDatabase()
  await execute(
    database.url,
    'create extension citext',
    'create domain span as interval',
    'create domain addresses as inet[]',
  )
  connection = await open(database.url, { options: '-c intervalstyle=sql_standard' })
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

test.each([
  ['inet', `'{10.0.0.1,NULL,2001:db8::1/64}'`],
  ['interval', `'{1 day -02:03:04.5,NULL,"1 year 2 mons"}'`],
  ['span', `'{01:00}'`],
  ['time', `'{00:00,24:00}'`],
  ['money', `array[1, 1234567.89]::money[]`],
  ['box', `'{(1,2),(0,0);(1.5,2),(3,4)}'`],
  ['point', `'{"(1,2)",NULL}'`],
  ['int4range', `'{"[1,5)",empty,"(,)"}'`],
  ['tstzrange', `array[tstzrange(null, '2024-01-01 00:00+02'), null]`],
  ['tsvector', `array['a:1A b'::tsvector, 'quo''te \\back'::tsvector]`],
  ['bit', `'{1,0}'`],
  ['xml', `array['<a b="{1,2}">\\</a>', '']::xml[]`],
  ['regclass', `'{pg_class}'`],
  ['int2vector', `array['1 2', '']::int2vector[]`],
])('reads %s[] as Postgres does', async (type, array) => {
  // A cast to text is not what is printed: it gives an inet its /32.
  const query = sql(`select v, case when v is not null then array(
    select case when e is not null then format('%s', e) end from unnest(v) e) end
    from (values (${array}::${type}[]), ('{}'), (null), ('[-3:-3]={NULL}'), ('{}')) t (v)`)
  const rows = await readAll(connection, query)
  expect(rows).toHaveLength(5)
  for (const [got, expected] of rows) expect(got).toEqual(expected)
})

/** Texts with everything that array_out quotes and escapes, and words that are almost NULL. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('{}[],;"\\ \n\tNULnul=0é😀')), maxLength: 8 }),
  fc.constantFrom('NULL', 'null', 'NULLS', '', ' ', '\\', '"', '{}', '[0:1]={1}'),
)

/** The length of each dimension, and the elements of all. */
const lengthsAndElements = fc
  .oneof(
    fc.tuple(fc.integer({ min: 1, max: 12 })),
    fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 2, maxLength: 6 }),
  )
  .chain((lengths) => {
    const count = lengths.reduce((product, length) => product * length, 1)
    const elements = fc.array(fc.option(texts), { minLength: count, maxLength: count })
    return fc.tuple(fc.constant(lengths), elements)
  })

test('reads any text in arrays of any dimensions', async () => {
  await fc.assert(
    fc.asyncProperty(lengthsAndElements, async ([lengths, elements]) => {
      const bounds = lengths.map((_, dimension) => dimension - 2)
      const query = sql(
        // Nested in as many dimensions, with lower bounds that are not 1.
        `select v::citext[], v from (select $1::text[] v) t`,
        literal(elements, lengths, bounds),
      )
      const [printed, binary] = await decoded(query, lengths.length)
      expect(printed).toEqual(binary)
    }),
    { numRuns: 300 },
  )
}, 60_000)

test('refuses other dimensions than are declared, and names the row', async () => {
  const query = sql(`select v from (values ('{1.1.1.1}'::inet[]), ('{{1.1.1.1,2.2.2.2}}')) t (v)`)
  await expect(readAll(connection, query)).rejects.toThrow(
    'array of 2 dimensions (1 x 2) does not fit a list',
  )
  for await (const batch of connection.batches(query)) {
    const decoder = printedListDecoder(bytesDecoder())
    expect(() => decoder.decode(batch, 0)).toThrow(
      expect.objectContaining({
        code: 'unrepresentable_value',
        context: expect.objectContaining({ row: 1 }),
      }),
    )
  }
})

test('does not read an array of arrays, which only domains make', async () => {
  const query = sql(`select array['{1.1.1.1}', null]::addresses[]`)
  await expect(readAll(connection, query)).rejects.toThrow('type `inet[]` in another')
})

/** Both columns, as nested arrays of text. */
async function decoded(
  query: ReturnType<typeof sql>,
  dimensions: number,
): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for await (const batch of connection.batches(query)) {
    rows.push(
      valuesOf(printedListDecoder(bytesDecoder(), dimensions).decode(batch, 0)),
      valuesOf(listDecoder(bytesDecoder(), dimensions).decode(batch, 1)),
    )
  }
  return rows
}

function valuesOf(vector: Vector): unknown[] {
  return Array.from({ length: vector.rows }, (_, row) => {
    if (vector.present[row] === 0) return null
    if (vector.layout === 'list') {
      return valuesOf(vector.elements).slice(vector.offsets[row], vector.offsets[row + 1])
    }
    if (vector.layout !== 'bytes') throw new TypeError(`unexpected ${vector.layout}`)
    const start = vector.starts[row] ?? 0
    return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
  })
}

/** An array literal, every text quoted. */
function literal(
  elements: readonly (string | null)[],
  lengths: readonly number[],
  bounds: readonly number[],
): string {
  const subscripts = lengths.map((length, dimension) => {
    const lower = bounds[dimension] ?? 1
    return `[${lower}:${lower + length - 1}]`
  })
  return `${subscripts.join('')}=${braces(elements, lengths)}`
}

function braces(elements: readonly (string | null)[], lengths: readonly number[]): string {
  const [length = 1, ...inner] = lengths
  const each = elements.length / length
  const items = Array.from({ length }, (_, index) => {
    const part = elements.slice(index * each, (index + 1) * each)
    return inner.length > 0 ? braces(part, inner) : quoted(part[0] ?? null)
  })
  return `{${items.join(',')}}`
}

function quoted(text: string | null): string {
  return text === null ? 'NULL' : `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
