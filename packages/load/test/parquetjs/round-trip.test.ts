import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { parquetjsFormat, recordFormat } from '../../src/index.ts'
import { PARQUETJS_CODECS } from '../../src/parquetjs/options.ts'
import { DuckDbReader } from '../parquet/duckdb-reader.ts'
import { HyparquetReader } from '../parquet/hyparquet-reader.ts'
import { ParquetFolder } from '../parquet/parquet-file.ts'
import { columnArbitrary, nestedColumnArbitrary, SCALAR_TYPES } from '../parquet/record-types.ts'
import type { TestValue } from '../parquet/vectors.ts'
import { type RecordFile, writeRecordFile } from './record-file.ts'

let folder: ParquetFolder
let duckDb: DuckDbReader
let hyparquet: HyparquetReader
let files = 0

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

const WRITABLE = SCALAR_TYPES.filter(({ type }) => isWritable(type))

const layout = fc.record({
  codec: fc.constantFrom(...PARQUETJS_CODECS),
  pageRows: fc.integer({ min: 1, max: 60 }),
  rowGroupRows: fc.integer({ min: 1, max: 120 }),
  rowGroupHeapBytes: fc.constantFrom(1, 5000, 1_000_000),
})

/** A file of columns that the writer takes. */
function fileOf(
  columns: (rows: number) => ReturnType<typeof columnArbitrary>,
): fc.Arbitrary<Pick<RecordFile, 'schema' | 'rows'>> {
  return fc.integer({ min: 0, max: 120 }).chain((rows) =>
    fc
      .array(
        columns(rows).filter(({ field }) => isWritable(field.type)),
        { minLength: 1, maxLength: 3 },
      )
      .map((some) => ({
        schema: some.map(({ field }, i): RecordSchema[number] => ({ name: `c${i}`, ...field })),
        rows: Array.from({ length: rows }, (_, row) =>
          some.map(({ values }) => values[row] ?? null),
        ),
      })),
  )
}

test.each([
  ['columns', fileOf(columnArbitrary)],
  ['lists, structs and maps in each other', fileOf(nestedColumnArbitrary)],
])('DuckDB and hyparquet read back every value of %s', async (_what, file) => {
  await fc.assert(
    fc.asyncProperty(
      file,
      layout,
      fc.integer({ min: 1, max: 80 }),
      async (content, options, batchRows) => {
        const { schema, rows } = content
        const path = await write({ ...content, format: parquetjsFormat(options), batchRows })
        expect(await duckDb.rows(path)).toEqual(rows)
        expect(await hyparquet.rows(path, schema)).toEqual(rows)
      },
    ),
    { numRuns: Number(process.env['PARQUET_RUNS'] ?? 60) },
  )
})

test.each(WRITABLE)('reads back many pages of $type.kind', async ({ type, values }) => {
  const schema: RecordSchema = [
    { name: 'repeated', type, optional: true },
    { name: 'various', type, optional: false },
  ]
  const pool = fc.sample(values, { numRuns: 1500, seed: 7 })
  const rows = pool.map((value, row) => [
    row % 7 === 0 ? null : (pool[(row * row) % 40] ?? null),
    value,
  ])
  const format = parquetjsFormat({ pageRows: 400, rowGroupRows: 1100 })
  const path = await write({ format, schema, rows })
  expect(await duckDb.rows(path)).toEqual(rows)
  expect(await hyparquet.rows(path, schema)).toEqual(rows)
})

test.each(WRITABLE)(
  'has columns of $type.kind that DuckDB takes for what they are',
  async (kind) => {
    const { type } = kind
    const schema: RecordSchema = [{ name: 'c', type, optional: true }]
    const own = await folder.write(schema, [[null]])
    const path = await write({ format: parquetjsFormat(), schema, rows: [[null]] })
    const typesOf = (file: string) => duckDb.query(`describe from read_parquet('${file}')`)
    expect(await typesOf(path)).toEqual(await typesOf(own.path))
  },
)

/** Values at whose order and sign bounds go wrong, each with its predicate in SQL. */
const SOUGHT: readonly { type: RecordType; values: readonly (readonly [TestValue, string])[] }[] = [
  {
    type: { kind: 'bool' },
    values: [
      [true, 'true'],
      [false, 'false'],
    ],
  },
  { type: { kind: 'int16' }, values: [9, 10, -95, 100].map((n) => [n, String(n)]) },
  { type: { kind: 'int32' }, values: [9, 10, -95, 100].map((n) => [n, String(n)]) },
  {
    type: { kind: 'int64' },
    values: [9n, 10n, 95n, -(2n ** 63n), 2n ** 63n - 1n].map((n) => [n, `'${n}'::bigint`]),
  },
  {
    type: { kind: 'float64' },
    values: [Number.NaN, 1, -2.5, 0].map((n) => [n, `'${n}'::double`]),
  },
  {
    type: { kind: 'float32' },
    values: [Number.NaN, 1, -2.5, 0].map((n) => [n, `'${n}'::float`]),
  },
  ...[9, 18, 38].map((precision) => ({
    type: { kind: 'decimal', precision, scale: 2 } as const,
    values: ([-150n, -1n, 115n, 29n, 435n] as const).map((n): [TestValue, string] => [
      n,
      `(${n} / 100)::decimal(${precision}, 2)`,
    ]),
  })),
  { type: { kind: 'text' }, values: ['a', '', '\u{1f600}', '\uff5e'].map((t) => [t, `'${t}'`]) },
  {
    type: { kind: 'date' },
    values: [-1, 0, 20_000, -800_000].map((n) => [n, `date '1970-01-01' + (${n})`]),
  },
]

test.each(SOUGHT)('lets DuckDB find every $type.kind by its value', async ({ type, values }) => {
  const schema: RecordSchema = [
    { name: 'row', type: { kind: 'int32' }, optional: false },
    { name: 'c', type, optional: true },
  ]
  // A row group for each pair of values, and NULL pages between.
  const rows = values.flatMap(([value], row): TestValue[][] => [
    [row, value],
    [-1, null],
  ])
  for (const rowGroupRows of [1, 4, 1000]) {
    const format = parquetjsFormat({ pageRows: 2, rowGroupRows })
    const path = await write({ format, schema, rows })
    for (const [row, [, literal]] of values.entries()) {
      const sql = `select row from read_parquet('${path}') where c = ${literal}`
      expect({ sql, rows: await duckDb.query(sql) }).toEqual({ sql, rows: [[row]] })
    }
    expect(await duckDb.query(`select count(*) from '${path}' where c is null`)).toEqual([
      [BigInt(values.length)],
    ])
  }
})

const HEAP_BYTES = 50_000

test.each([
  { given: 'rowGroupHeapBytes', format: parquetjsFormat({ rowGroupHeapBytes: HEAP_BYTES }) },
  {
    given: 'memoryBytes',
    format: recordFormat({ writer: 'parquetjs', codec: 'gzip', memoryBytes: HEAP_BYTES }),
  },
])('ends a row group at so many bytes of heap, and holds no more: $given', async ({ format }) => {
  const schema: RecordSchema = [
    { name: 'c', type: { kind: 'text' }, optional: false },
    { name: 'l', type: { kind: 'list', element: { kind: 'int64' } }, optional: false },
  ]
  const rows = Array.from({ length: 500 }, (_, row) => ['x'.repeat(row), [1n, 2n]])
  const path = join(folder.path, `bounded-${files++}.parquet`)
  const { heldBytes } = await writeRecordFile({ path, format, schema, rows, batchRows: 7 })
  expect(heldBytes).toBeGreaterThan(0)
  expect(heldBytes).toBeLessThan(HEAP_BYTES)
  const [[groups] = []] = await duckDb.query(
    `select count(distinct row_group_id) from parquet_metadata('${path}')`,
  )
  expect(groups).toBeGreaterThan(5n)
  expect(await duckDb.rows(path)).toEqual(rows)
})

async function write(file: Omit<RecordFile, 'path'>): Promise<string> {
  const path = join(folder.path, `parquetjs-${files++}.parquet`)
  await writeRecordFile({ ...file, path })
  return path
}

function isWritable(type: RecordType): boolean {
  return parquetjsFormat().refusals([{ name: 'c', type, optional: true }]).length === 0
}
