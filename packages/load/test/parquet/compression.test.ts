import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordSchema } from '@carmilla/transform'
import { DuckDbReader } from './duckdb-reader.ts'
import { HyparquetReader } from './hyparquet-reader.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'

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

const SCHEMA: RecordSchema = [{ name: 'c', type: { kind: 'text' }, optional: false }]

const PLAIN_PAGES = { pageRows: 100_000, columns: { c: { dictionary: false } } }

const WORDS = Array.from({ length: 500 }, (_, word) => `word${(word * word * 7919) % 100_003}`)

test.each([
  ['short values', 30_000, (row: number) => `${row}:${WORDS[(row * 31) % WORDS.length]}`],
  [
    'long values',
    3000,
    (row: number) =>
      Array.from({ length: 40 }, (_, at) => WORDS[(row * at * 13 + row) % WORDS.length]).join(' '),
  ],
])('reads back large pages of %s, at each level', async (_, count, valueOf) => {
  const rows = Array.from({ length: count }, (__, row) => [valueOf(row)])
  for (const compressionLevel of [1, 2, 9]) {
    const { path } = await folder.write(SCHEMA, rows, { ...PLAIN_PAGES, compressionLevel })
    const { rowGroups } = await readLayout(path)
    const pages = rowGroups.flatMap(({ columns }) => columns.flatMap((column) => column.pages))
    expect(pages[0]?.uncompressedBytes).toBeGreaterThan(256 * 1024)
    expect(await duckDb.rows(path)).toEqual(rows)
    expect(await hyparquet.rows(path, SCHEMA)).toEqual(rows)
  }
})
