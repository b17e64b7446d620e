import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { DuckDbReader } from './duckdb-reader.ts'
import { HyparquetReader } from './hyparquet-reader.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder, type TestRows } from './parquet-file.ts'
import type { TestValue } from './vectors.ts'

let folder: ParquetFolder
let duckdb: DuckDbReader
let hyparquet: HyparquetReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckdb = await DuckDbReader.create()
  hyparquet = new HyparquetReader()
})

afterAll(async () => {
  duckdb[Symbol.dispose]()
  hyparquet[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

const TEXT: RecordType = { kind: 'text' }
const DELTA = { encoding: 'DELTA_LENGTH_BYTE_ARRAY' } as const
const APART = { c: { ...DELTA, dictionary: false } }

function schemaOf(type: RecordType): RecordSchema {
  return [{ name: 'c', type, optional: true }]
}

async function readBack(
  type: RecordType,
  values: readonly TestValue[],
  layout: Parameters<ParquetFolder['write']>[2],
): Promise<string> {
  const schema = schemaOf(type)
  const rows = values.map((value) => [value])
  const { path } = await folder.write(schema, rows, { columns: APART, ...layout })
  expect(await duckdb.rows(path)).toEqual(rows)
  expect(await hyparquet.rows(path, schema)).toEqual(rows)
  return path
}

const TYPES: readonly (readonly [RecordType, fc.Arbitrary<TestValue>])[] = [
  [TEXT, fc.string({ unit: fc.constantFrom('a', 'ü', '€', '𝄞'), maxLength: 300 })],
  [{ kind: 'binary' }, fc.uint8Array({ maxLength: 300 })],
  [{ kind: 'list', element: TEXT }, fc.array(fc.option(fc.string({ maxLength: 9 })))],
]

test.each(TYPES)('readers find every value of random pages of $kind', async (type, values) => {
  const layout = fc.record({
    pageRows: fc.integer({ min: 1, max: 400 }),
    pageBytes: fc.integer({ min: 1, max: 20_000 }),
    rowGroupRows: fc.integer({ min: 1, max: 500 }),
    batchRows: fc.integer({ min: 1, max: 300 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(values), { maxLength: 400 }),
      layout,
      async (rows, options) => {
        await expect(readBack(type, rows, options)).resolves.toContain('.parquet')
      },
    ),
    { numRuns: 30 },
  )
})

/** 40 lengths of up to n bits after those of up to n − 1; one in 32 is long. */
function lengthOf(i: number): number {
  const bits = Math.floor(i / 40)
  return i % 32 === 0 ? 2 ** bits - 1 : i % 3
}

describe('lengths', () => {
  test.each([
    ['of one value', [7]],
    ['of one block and one value', Array.from({ length: 130 }, () => 36)],
    ['of whole miniblocks', Array.from({ length: 97 }, (_, i) => i % 5)],
    ['that fall', Array.from({ length: 300 }, (_, i) => 300 - i)],
    ['of every width up to 20 bits', Array.from({ length: 21 * 40 }, (_, i) => lengthOf(i))],
  ])('%s', async (_, lengths) => {
    const values = lengths.map((length, i) => String.fromCodePoint(97 + (i % 26)).repeat(length))
    await expect(readBack(TEXT, values, {})).resolves.toContain('.parquet')
  })
})

test('tells what it is in page headers, footer, bounds and page index', async () => {
  const values = ['b', null, 'aa', 'c', null, null]
  const path = await readBack(TEXT, values, { pageRows: 4 })
  const { rowGroups } = await readLayout(path)
  const column = rowGroups[0]?.columns[0]
  expect(column).toMatchObject({ encodings: [3, 0, 6], nulls: 3, dictionaryEntries: undefined })
  // A page of NULLs has no values that could have an encoding.
  expect(column?.pages.map(({ encoding }) => encoding)).toEqual([
    'DELTA_LENGTH_BYTE_ARRAY',
    'PLAIN',
  ])
  expect(Buffer.from(column?.bounds?.min ?? []).toString()).toBe('aa')
  expect(Buffer.from(column?.bounds?.max ?? []).toString()).toBe('c')
  const sql = `select encodings like '%DELTA_LENGTH_BYTE_ARRAY%' from parquet_metadata('${path}')`
  expect(await duckdb.query(sql)).toEqual([[true]])
})

test('is for the pages after a full dictionary', async () => {
  const values = Array.from({ length: 200 }, (_, i) => `value ${i < 100 ? i % 3 : i}`)
  const path = await readBack(TEXT, values, {
    columns: { c: DELTA },
    pageRows: 50,
    dictionaryEntries: 20,
  })
  const { rowGroups } = await readLayout(path)
  const encodings = rowGroups[0]?.columns[0]?.pages.map(({ encoding }) => encoding)
  expect(encodings?.slice(0, 2)).toEqual(['RLE_DICTIONARY', 'RLE_DICTIONARY'])
  expect(encodings?.at(-1)).toBe('DELTA_LENGTH_BYTE_ARRAY')
})

test('is for the first page too, when a dictionary does not pay', async () => {
  const values = Array.from({ length: 5000 }, (_, i) => `value ${i}`)
  for (const batchRows of [5000, 700]) {
    const path = await readBack(TEXT, values, { columns: { c: DELTA }, batchRows })
    const { rowGroups } = await readLayout(path)
    expect(rowGroups[0]?.columns[0]?.pages).toMatchObject([{ encoding: 'DELTA_LENGTH_BYTE_ARRAY' }])
  }
})

test('has a bloom filter that excludes no value that is there', async () => {
  const values = Array.from({ length: 300 }, (_, i) => `value ${i}`)
  const bloomFilter = { falsePositiveRate: 0.01, distinctValues: 10_000 }
  const path = await readBack(TEXT, values, {
    columns: { c: { ...APART.c, bloomFilter } },
    pageRows: 70,
  })
  for (const value of values) expect(await excludes(path, value)).toEqual([[false]])
  expect(await excludes(path, 'another')).toEqual([[true]])
})

test.each<readonly [RecordType]>([
  [{ kind: 'int32' }],
  [{ kind: 'uuidBytes' }],
  [{ kind: 'map', key: TEXT, value: { kind: 'int32' } }],
])('is refused for $kind', async (type) => {
  await expect(folder.write(schemaOf(type), [], { columns: { c: DELTA } })).rejects.toMatchObject({
    code: 'schema_invalid',
    message: `column \`c\`: \`encoding\` is for text and binary, which a ${type.kind} is not; leave it out`,
  })
})

function excludes(path: string, value: string): Promise<TestRows> {
  return duckdb.query(
    `select bloom_filter_excludes from parquet_bloom_probe('${path}', 'c', '${value}')`,
  )
}
