import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { DuckDbReader } from './duckdb-reader.ts'
import { boundaryOrder, problemOf, type TestBounds } from './expected-bounds.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import { columnArbitrary } from './record-types.ts'
import { bigEndian, type TestValue } from './vectors.ts'

let folder: ParquetFolder
let duckDb: DuckDbReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckDb = await DuckDbReader.create()
})

afterAll(async () => {
  duckDb[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

const columns = fc.integer({ min: 1, max: 120 }).chain((rows) => columnArbitrary(rows))

const layouts = fc.record({
  codec: fc.constant('none' as const),
  pageRows: fc.integer({ min: 1, max: 40 }),
  pageBytes: fc.integer({ min: 1, max: 2000 }),
  rowGroupRows: fc.integer({ min: 1, max: 100 }),
  dictionaryEntries: fc.constantFrom(0, 3, 32_768),
})

test('bounds and NULL counts of every row group and page are those of their values', async () => {
  await fc.assert(
    fc.asyncProperty(columns, layouts, async ({ field, values }, options) => {
      const schema = [{ name: 'c', ...field }]
      const written = await folder.write(
        schema,
        values.map((value) => [value]),
        options,
      )
      const { rowGroups } = await readLayout(written.path)
      let row = 0
      for (const { rows, columns: chunks } of rowGroups) {
        const [chunk] = chunks
        if (chunk === undefined) throw new Error('no column')
        const inGroup = values.slice(row, row + rows)
        const leaves = leavesOf(inGroup)
        expect(chunk.nulls).toBe(leaves.nulls)
        expect(problemOf(field.type, leaves.values, chunk.bounds)).toBeUndefined()
        const bounds: TestBounds[] = []
        for (const [i, page] of chunk.pages.entries()) {
          const endRow = chunk.pages[i + 1]?.firstRow ?? rows
          const inPage = leavesOf(inGroup.slice(page.firstRow, endRow))
          expect(page.levels).toBe(inPage.nulls + inPage.values.length)
          const { index } = page
          if (index === undefined) continue
          expect(index.nulls).toBe(inPage.nulls)
          expect(index.isNull).toBe(inPage.values.length === 0)
          if (!index.isNull) bounds.push(index)
          const indexed = index.isNull ? undefined : { min: index.min, max: index.max }
          expect(problemOf(field.type, inPage.values, indexed)).toBeUndefined()
        }
        const order = chunk.hasColumnIndex ? boundaryOrder(field.type, bounds) : undefined
        expect(chunk.boundaryOrder).toBe(order)
        row += rows
      }
    }),
    { numRuns: Number(process.env['PARQUET_RUNS'] ?? 120) },
  )
})

/** Values below all lists, and the NULLs and empty lists beside them. */
function leavesOf(values: readonly TestValue[]): { values: TestValue[]; nulls: number } {
  const leaves: TestValue[] = []
  let nulls = 0
  for (const value of values) {
    if (Array.isArray(value) && value.length > 0) {
      const below = leavesOf(value)
      leaves.push(...below.values)
      nulls += below.nulls
    } else if (value === null || Array.isArray(value)) nulls++
    else leaves.push(value)
  }
  return { values: leaves, nulls }
}

const EXTREMES: readonly { readonly type: RecordType; readonly values: readonly TestValue[] }[] = [
  { type: { kind: 'bool' }, values: [true, false] },
  { type: { kind: 'int16' }, values: [-32768, 32767, 0, -1] },
  { type: { kind: 'int32' }, values: [-(2 ** 31), 2 ** 31 - 1, 0, -1] },
  {
    type: { kind: 'int64' },
    values: [
      -(2n ** 63n),
      2n ** 63n - 1n,
      0n,
      -1n,
      2n ** 32n,
      2n ** 31n,
      2n ** 53n + 1n,
      -(2n ** 32n),
    ],
  },
  { type: { kind: 'float32' }, values: [NaN, -1.5, Infinity, 0, -0, -Infinity, 3.25] },
  { type: { kind: 'float64' }, values: [NaN, -1.5, Infinity, 0, -0, -Infinity, 5e-324, 1e308] },
  { type: { kind: 'decimal', precision: 5, scale: 2 }, values: [-99999n, 99999n, 0n, -1n] },
  {
    type: { kind: 'decimal', precision: 18, scale: 6 },
    values: [1n - 10n ** 18n, 10n ** 18n - 1n, 0n, -1n, 255n, 256n],
  },
  {
    type: { kind: 'decimal', precision: 38, scale: 10 },
    values: [1n - 10n ** 38n, 10n ** 38n - 1n, 0n, -1n, 255n, 256n, -256n, -257n],
  },
  {
    type: { kind: 'text' },
    // U+FFFF sorts after U+10000 in UTF-16 and before it in UTF-8.
    values: ['', 'a', '😀', '￿', '𐀀', '\u0000', 'z'.repeat(200), '😀'.repeat(40), 'é'.repeat(64)],
  },
  {
    type: { kind: 'uuid' },
    values: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  },
  {
    type: { kind: 'uuidBytes' },
    // The first byte is no sign.
    values: ['00', '7f', '80', 'ff'].map((byte) => Buffer.from(byte.repeat(16), 'hex')),
  },
  { type: { kind: 'timeMicros' }, values: [0n, 86_399_999_999n, 43_200_000_000n] },
  { type: { kind: 'date' }, values: [-719_528, 2_932_896, 0, -1] },
  {
    type: { kind: 'timestamp', unit: 'micros', utc: true },
    values: [-62_135_596_800_000_000n, 253_402_300_799_999_999n, 0n, -1n],
  },
  {
    type: { kind: 'timestamp', unit: 'micros', utc: false },
    values: [-62_135_596_800_000_000n, 253_402_300_799_999_999n, 0n, -1n],
  },
]

test.each(EXTREMES)('DuckDB finds every extreme value of $type.kind', async ({ type, values }) => {
  const schema: RecordSchema = [{ name: 'c', type, optional: true }]
  const rows = values.map((value) => [value])
  // One value a row group, so that a wrong bound hides it; then more.
  for (const [rowGroupRows, dictionaryEntries] of [
    [1, 0],
    [2, 1000],
    [1000, 0],
  ] as const) {
    const { path } = await folder.write(schema, rows, {
      rowGroupRows,
      pageRows: 2,
      dictionaryEntries,
    })
    const file = `read_parquet('${path}')`
    // A table has no bounds of the file: what it finds is right.
    await duckDb.query(`create or replace table stored as from ${file}`)
    const texts = await duckDb.query('select c::varchar from stored')
    for (const [text] of texts) {
      if (typeof text !== 'string' || text.includes('\u0000')) continue
      const constant = `'${text}'::${duckDbType(type)}`
      const found = await duckDb.query(countsOf(file, constant))
      expect(found, `${constant}, row groups of ${rowGroupRows}`).toEqual(
        await duckDb.query(countsOf('stored', constant)),
      )
      expect(Number(found[0]?.[0])).toBeGreaterThan(0)
    }
    const range = 'select min(c), max(c) from'
    expect(await duckDb.query(`${range} ${file}`)).toEqual(await duckDb.query(`${range} stored`))
  }
})

/** One row: how many values each operator finds. */
function countsOf(table: string, constant: string): string {
  const operators = ['=', '>', '>=', '<', '<=', '<>']
  const counts = operators.map(
    (operator) => `(select count(*) from ${table} where c ${operator} ${constant})`,
  )
  return `select ${counts.join(', ')}`
}

function duckDbType(type: RecordType): string {
  switch (type.kind) {
    case 'bool':
      return 'boolean'
    case 'int16':
      return 'smallint'
    case 'int32':
      return 'integer'
    case 'int64':
      return 'bigint'
    case 'float32':
      return 'float'
    case 'float64':
      return 'double'
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`
    case 'date':
      return 'date'
    case 'uuidBytes':
      return 'uuid'
    case 'timeMicros':
      return 'time'
    case 'timestamp':
      return type.utc ? 'timestamptz' : 'timestamp'
    default:
      return 'varchar'
  }
}

test('shortens long bounds of text on character boundaries, and says that they are inexact', async () => {
  const schema: RecordSchema = [{ name: 'c', type: { kind: 'text' }, optional: false }]
  const low = 'é'.repeat(40)
  const high = `a${'😀'.repeat(30)}`
  const { path } = await folder.write(schema, [[high], [low]])
  const { rowGroups } = await readLayout(path)
  const bounds = rowGroups[0]?.columns[0]?.bounds
  expect(
    bounds && {
      ...bounds,
      min: Buffer.from(bounds.min).toString(),
      max: Buffer.from(bounds.max).toString(),
    },
  ).toEqual({
    min: `a${'😀'.repeat(15)}`,
    max: `${'é'.repeat(31)}ê`,
    isMinExact: false,
    isMaxExact: false,
  })
})

test('leaves out the bounds of a chunk whose long maximum has nothing above it', async () => {
  const schema: RecordSchema = [{ name: 'c', type: { kind: 'binary' }, optional: false }]
  const { path } = await folder.write(schema, [
    [new Uint8Array(100).fill(0xff)],
    [bigEndian(1n, 4)],
  ])
  const { rowGroups } = await readLayout(path)
  expect(rowGroups[0]?.columns[0]).toMatchObject({ bounds: undefined, hasColumnIndex: false })
})
