import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { HyparquetReader } from './hyparquet-reader.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import type { TestValue } from './vectors.ts'

let folder: ParquetFolder
let hyparquet: HyparquetReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  hyparquet = new HyparquetReader()
})

afterAll(async () => {
  hyparquet[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

const COLUMNS: readonly {
  readonly type: RecordType
  readonly value: (row: number) => TestValue
}[] = [
  { type: { kind: 'int32' }, value: (row) => row * 1000 - 7000 },
  { type: { kind: 'int64' }, value: (row) => BigInt(row) * 2n ** 40n - 2n ** 44n },
  { type: { kind: 'float64' }, value: (row) => row / 3 - 5 },
  { type: { kind: 'text' }, value: (row) => `${'é'.repeat(row % 3)}${row}` },
]

test.each(COLUMNS)(
  'hyparquet finds every $type.kind through the page index',
  async ({ type, value }) => {
    const schema: RecordSchema = [
      { name: 'row', type: { kind: 'int32' }, optional: false },
      { name: 'c', type, optional: true },
    ]
    const rows = Array.from({ length: 40 }, (_, row) => [row, row % 10 === 3 ? null : value(row)])
    const { path } = await folder.write(schema, rows, { pageRows: 4, rowGroupRows: 25 })
    const { rowGroups } = await readLayout(path)
    expect(
      rowGroups.flatMap(({ columns }) => columns.map((column) => column.hasColumnIndex)),
    ).toEqual([true, true, true, true])
    for (const [row, found] of rows) {
      if (found === null || found === undefined) continue
      expect(await hyparquet.find(path, found)).toEqual([[row, found]])
    }
  },
)
