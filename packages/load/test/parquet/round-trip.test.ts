import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordSchema } from '@carmilla/transform'
import { CODECS } from '../../src/parquet/index.ts'
import { DuckDbReader } from './duckdb-reader.ts'
import { HyparquetReader } from './hyparquet-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import { columnArbitrary, nestedColumnArbitrary, SCALAR_TYPES } from './record-types.ts'

let folder: ParquetFolder
let duckDb: DuckDbReader
let hyparquet: HyparquetReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckDb = await DuckDbReader.create()
  hyparquet = new HyparquetReader()
})

afterAll(async () => {
  duckDb[Symbol.dispose]()
  hyparquet[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

const layout = fc.record({
  codec: fc.constantFrom(...CODECS),
  pageRows: fc.integer({ min: 1, max: 60 }),
  pageBytes: fc.integer({ min: 1, max: 2000 }),
  rowGroupRows: fc.integer({ min: 1, max: 120 }),
  rowGroupBytes: fc.constantFrom(1, 500, 100_000),
  dictionaryBytes: fc.constantFrom(0, 100, 1000, 1_000_000),
  dictionaryEntries: fc.constantFrom(0, 3, 30, 32_768),
  batchRows: fc.integer({ min: 1, max: 80 }),
})

const file = fc.integer({ min: 0, max: 150 }).chain((rows) =>
  fc.array(columnArbitrary(rows), { minLength: 1, maxLength: 4 }).map((columns) => ({
    schema: columns.map(({ field }, i): RecordSchema[number] => ({ name: `c${i}`, ...field })),
    rows: Array.from({ length: rows }, (_, row) =>
      columns.map(({ values }) => values[row] ?? null),
    ),
  })),
)

test('DuckDB and hyparquet read back every value of random files', async () => {
  await fc.assert(
    fc.asyncProperty(file, layout, async ({ schema, rows }, options) => {
      const { path, facts } = await folder.write(schema, rows, options)
      expect(facts.rows).toBe(rows.length)
      expect(await duckDb.rows(path)).toEqual(rows)
      expect(await hyparquet.rows(path, schema)).toEqual(rows)
    }),
    { numRuns: Number(process.env['PARQUET_RUNS'] ?? 100) },
  )
})

test('DuckDB and hyparquet read back lists, structs and maps in each other', async () => {
  const nested = fc.integer({ min: 0, max: 60 }).chain((rows) =>
    fc.array(nestedColumnArbitrary(rows), { minLength: 1, maxLength: 2 }).map((columns) => ({
      schema: columns.map(({ field }, i): RecordSchema[number] => ({ name: `c${i}`, ...field })),
      rows: Array.from({ length: rows }, (_, row) =>
        columns.map(({ values }) => values[row] ?? null),
      ),
    })),
  )
  await fc.assert(
    fc.asyncProperty(nested, layout, async ({ schema, rows }, options) => {
      const { path, facts } = await folder.write(schema, rows, options)
      expect(facts.rows).toBe(rows.length)
      expect(await duckDb.rows(path)).toEqual(rows)
      expect(await hyparquet.rows(path, schema)).toEqual(rows)
    }),
    { numRuns: Number(process.env['PARQUET_RUNS'] ?? 100) },
  )
})

test.each(SCALAR_TYPES)('reads back many pages of $type.kind', async ({ type, values }) => {
  const schema: RecordSchema = [
    { name: 'repeated', type, optional: true },
    { name: 'various', type, optional: false },
  ]
  const pool = fc.sample(values, { numRuns: 1500, seed: 7 })
  const rows = pool.map((value, row) => [
    row % 7 === 0 ? null : (pool[(row * row) % 40] ?? null),
    value,
  ])
  const { path } = await folder.write(schema, rows, { pageRows: 400, rowGroupRows: 1100 })
  expect(await duckDb.rows(path)).toEqual(rows)
  expect(await hyparquet.rows(path, schema)).toEqual(rows)
})
