import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import type { SortKey } from '../../src/parquet/index.ts'
import { DuckDbReader } from './duckdb-reader.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import { readThrift, type ThriftStruct } from './thrift-reader.ts'
import type { TestValue } from './vectors.ts'

let folder: ParquetFolder
let duckdb: DuckDbReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckdb = await DuckDbReader.create()
})

afterAll(async () => {
  duckdb[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

const SCHEMA: RecordSchema = [
  { name: 'a', type: { kind: 'text' }, optional: false },
  { name: 'b', type: { kind: 'text' }, optional: false },
]

test('leaves out the dictionary of one column', async () => {
  const rows = Array.from({ length: 100 }, (_, row) => [`a${row % 3}`, `b${row % 3}`])
  const { path } = await folder.write(SCHEMA, rows, { columns: { b: { dictionary: false } } })
  const { rowGroups } = await readLayout(path)
  expect(rowGroups[0]?.columns.map(({ dictionaryEntries }) => dictionaryEntries)).toEqual([
    3,
    undefined,
  ])
  expect(await duckdb.rows(path)).toEqual(rows)
})

test('leaves out the page index, and readers read on', async () => {
  const rows = Array.from({ length: 100 }, (_, row) => [`${row}`, 'b'])
  const { path } = await folder.write(SCHEMA, rows, { pageIndex: false, pageRows: 10 })
  for (const chunk of chunksOf(await footerOf(path))) {
    expect([chunk.has(4), chunk.has(6)]).toEqual([false, false])
  }
  expect(await duckdb.rows(path)).toEqual(rows)
})

test('shortens bounds of text to the length that it is told', async () => {
  const { path } = await folder.write(SCHEMA, [['aaaaaaaaaaaaaaaa', 'short']], {
    statisticsBytes: 10,
  })
  const { rowGroups } = await readLayout(path)
  const bounds = rowGroups[0]?.columns.map((column) => [
    Buffer.from(column.bounds?.min ?? []).toString(),
    Buffer.from(column.bounds?.max ?? []).toString(),
    column.bounds?.isMinExact,
    column.bounds?.isMaxExact,
  ])
  expect(bounds).toEqual([
    ['aaaaaaaaaa', 'aaaaaaaaab', false, false],
    ['short', 'short', true, true],
  ])
})

test('ends a row group when its buffers hold too much', async () => {
  const rows = Array.from({ length: 2000 }, (_, row) => [`${row}`.repeat(50), 'b'])
  const { facts } = await folder.write(SCHEMA, rows, { memoryBytes: 200_000, batchRows: 100 })
  expect(facts.rowGroups).toBeGreaterThan(2)
})

test.each([
  ['sortBy', { sortBy: [ascending('c')] }, 'column `c`: is in `sortBy` of the files, but not in'],
  ['columns', { columns: { c: {} } }, 'column `c`: is in `columns` of the files, but not in'],
])('refuses a column that the record lacks in %s', async (_, options, says) => {
  await expect(folder.write(SCHEMA, [], options)).rejects.toThrow(says)
})

describe('sortBy', () => {
  test('writes the columns and their order into each row group', async () => {
    const sortBy = [{ column: 'b', descending: true, nullsFirst: true }, ascending('a')]
    const rows = [
      ['a', 'y'],
      ['b', 'y'],
      ['a', 'x'],
    ]
    const { path } = await folder.write(SCHEMA, rows, { sortBy, rowGroupRows: 2 })
    const footer = await footerOf(path)
    const written = footer
      .structs(4)
      .map((group) => group.structs(4).map((key) => [key.number(1), key.bool(2), key.bool(3)]))
    const expected = [
      [1, true, true],
      [0, false, false],
    ]
    expect(written).toEqual([expected, expected])
    expect(await duckdb.rows(path)).toEqual(rows)
  })

  const cases: readonly (readonly [RecordType['kind'], RecordType, readonly TestValue[]])[] = [
    ['bool', { kind: 'bool' }, [false, true]],
    ['int32', { kind: 'int32' }, [-2, -1, 0, 7]],
    ['int64', { kind: 'int64' }, [-(2n ** 40n), -1n, 0n, 2n ** 31n, 2n ** 32n]],
    ['float64', { kind: 'float64' }, [-1.5, 0, 2, Number.POSITIVE_INFINITY, Number.NaN]],
    ['text', { kind: 'text' }, ['', 'Z', 'a', 'ab', 'é']],
    ['decimal', { kind: 'decimal', precision: 30, scale: 2 }, [-300n, -1n, 0n, 255n, 256n]],
  ]

  test.each(cases)('takes %s in their order, and in no other', async (_, type, values) => {
    const schema = [{ name: 'c', type, optional: true }]
    const up = [...values, null].map((value) => [value])
    const down = up.toReversed()
    const descending = [{ column: 'c', descending: true, nullsFirst: true }]
    for (const batchRows of [1, 100]) {
      await folder.write(schema, up, { sortBy: [ascending('c')], batchRows })
      await folder.write(schema, down, { sortBy: descending, batchRows })
      for (let swap = 1; swap < up.length; swap++) {
        const wrong = up.with(swap - 1, up[swap] ?? []).with(swap, up[swap - 1] ?? [])
        await expect(
          folder.write(schema, wrong, { sortBy: [ascending('c')], batchRows }),
        ).rejects.toThrow(`row ${swap + 1} of the file sorts before row ${swap} by \`c\``)
      }
    }
  })

  test('looks at the second column where the first is equal', async () => {
    const sortBy = [ascending('a'), ascending('b')]
    const rows = [
      ['a', 'b'],
      ['a', 'a'],
    ]
    await expect(folder.write(SCHEMA, rows, { sortBy })).rejects.toMatchObject({
      code: 'not_sorted',
      message:
        'row 2 of the file sorts before row 1 by `a`, `b`, expected rows in the order of `sortBy`; order the query by them, text with `collate "C"`',
    })
  })
})

function ascending(column: string): SortKey {
  return { column, descending: false, nullsFirst: false }
}

async function footerOf(path: string): Promise<ThriftStruct> {
  const file = await readFile(path)
  return readThrift(file, file.length - 8 - file.readUInt32LE(file.length - 8))
}

function chunksOf(footer: ThriftStruct): readonly ThriftStruct[] {
  return footer.structs(4).flatMap((group) => group.structs(1))
}
