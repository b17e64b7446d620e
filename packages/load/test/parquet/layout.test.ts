import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder, type TestRows } from './parquet-file.ts'
import type { TestValue } from './vectors.ts'

let folder: ParquetFolder

beforeAll(async () => {
  folder = await ParquetFolder.create()
})

afterAll(async () => {
  await folder[Symbol.asyncDispose]()
})

/** `dictionary page → data pages`, each `first row: levels encoding (bytes)`. */
interface Picture {
  readonly dictionary?: number
  readonly pages: readonly string[]
}

async function picture(
  schema: RecordSchema,
  rows: TestRows,
  options: Parameters<ParquetFolder['write']>[2],
): Promise<readonly (readonly Picture[])[]> {
  const { path } = await folder.write(schema, rows, { codec: 'none', ...options })
  const { rowGroups } = await readLayout(path)
  return rowGroups.map(({ columns }) =>
    columns.map(({ dictionaryEntries, pages }) => ({
      ...(dictionaryEntries === undefined ? {} : { dictionary: dictionaryEntries }),
      pages: pages.map(
        (page) => `${page.firstRow}: ${page.levels} ${page.encoding} (${page.uncompressedBytes})`,
      ),
    })),
  )
}

function column(type: RecordType, optional = false): RecordSchema {
  return [{ name: 'c', type, optional }]
}

function rowsOf(count: number, value: (row: number) => TestValue): TestRows {
  return Array.from({ length: count }, (_, row) => [value(row)])
}

const INT32: RecordType = { kind: 'int32' }
const TEXT: RecordType = { kind: 'text' }

describe('pages', () => {
  test('end at their limit of rows', async () => {
    const rows = rowsOf(25, (row) => row)
    expect(await picture(column(INT32), rows, { pageRows: 10 })).toEqual([
      [{ pages: ['0: 10 PLAIN (40)', '10: 10 PLAIN (40)', '20: 5 PLAIN (20)'] }],
    ])
  })

  test('end before the row that passes their limit of bytes', async () => {
    const rows = rowsOf(5, (row) => String(row).repeat(6))
    expect(await picture(column(TEXT), rows, { pageBytes: 25, dictionaryEntries: 0 })).toEqual([
      [{ pages: ['0: 2 PLAIN (20)', '2: 2 PLAIN (20)', '4: 1 PLAIN (10)'] }],
    ])
  })

  test('hold one row that is larger than the limit', async () => {
    const rows = rowsOf(3, (row) => (row === 1 ? 'x'.repeat(1000) : `${row}`))
    expect(await picture(column(TEXT), rows, { pageBytes: 100, dictionaryEntries: 0 })).toEqual([
      [{ pages: ['0: 1 PLAIN (5)', '1: 1 PLAIN (1004)', '2: 1 PLAIN (5)'] }],
    ])
  })

  test('of lists end where a row ends, however long it is', async () => {
    const rows: TestRows = [[[1, 2, 3]], [[]], [[4, 5, 6, 7, 8, 9]], [[10]], [[11]]]
    const lists = column({ kind: 'list', element: INT32 })
    // Values of 4 bytes; repetition levels 4 + 1 + 1 bytes, definition levels 4 + 1 + 2.
    expect(await picture(lists, rows, { pageBytes: 16 })).toEqual([
      [{ pages: ['0: 4 PLAIN (25)', '2: 6 PLAIN (37)', '3: 2 PLAIN (21)'] }],
    ])
  })

  test('of each leaf of a struct are cut by themselves, where a row ends', async () => {
    const fields = [
      { name: 'a', type: INT32, optional: false },
      { name: 'b', type: { kind: 'list', element: INT32 }, optional: true },
    ] as const
    const rows: TestRows = [
      [{ a: 1, b: [1, 2, 3] }],
      [null],
      [{ a: 2, b: null }],
      [{ a: 3, b: [4, 5] }],
    ]
    const structs = [{ name: 'c', type: { kind: 'struct', fields }, optional: true }] as const
    const pictured = await picture(structs, rows, { pageBytes: 12 })
    expect(pictured.map((chunks) => chunks.map(({ pages }) => pages))).toEqual([
      [
        // Definition levels 4 + 1 + 1 bytes; a NULL counts as a value of the limit.
        ['0: 3 PLAIN (14)', '3: 1 PLAIN (10)'],
        // Definition levels of three bits 4 + 1 + 3 bytes, repetition levels 4 + 1 + 1.
        ['0: 5 PLAIN (26)', '3: 2 PLAIN (22)'],
      ],
    ])
  })

  test('of one level only write it as one run', async () => {
    const rows = rowsOf(1000, (row) => row)
    // 4 bytes of length, 2 of the run's header, 1 of its level.
    expect(await picture(column(INT32, true), rows, {})).toEqual([
      [{ pages: ['0: 1000 PLAIN (4007)'] }],
    ])
    const nulls = rowsOf(1000, () => null)
    expect(await picture(column(INT32, true), nulls, {})).toEqual([
      [{ pages: ['0: 1000 PLAIN (7)'] }],
    ])
  })
})

describe('dictionaries', () => {
  test('serve values that repeat', async () => {
    const rows = rowsOf(1000, (row) => `value ${row % 5}`)
    // One byte of bit width, one of header, three for each of 63 groups of eight.
    expect(await picture(column(TEXT), rows, { pageRows: 500 })).toEqual([
      [
        {
          dictionary: 5,
          pages: ['0: 500 RLE_DICTIONARY (191)', '500: 500 RLE_DICTIONARY (191)'],
        },
      ],
    ])
  })

  test.each<[RecordType, TestValue, TestValue]>([
    [INT32, 7, 8],
    [{ kind: 'int64' }, 7n, -8n],
    [{ kind: 'float64' }, 0.5, -0.25],
    [{ kind: 'float32' }, 0.5, -0.25],
    [{ kind: 'date' }, 7, 8],
    [{ kind: 'timestamp', unit: 'micros', utc: true }, 7n, 8n],
    [{ kind: 'decimal', precision: 38, scale: 0 }, 7n, -8n],
    [{ kind: 'binary' }, Uint8Array.of(1), Uint8Array.of(1, 0)],
  ])('serve %o', async (type, a, b) => {
    const rows = rowsOf(64, (row) => (row % 2 === 0 ? a : b))
    expect(await picture(column(type), rows, {})).toEqual([
      [{ dictionary: 2, pages: ['0: 64 RLE_DICTIONARY (10)'] }],
    ])
  })

  test('are not written when the first page does not repeat', async () => {
    const rows = rowsOf(100, (row) => `value ${row + 100}`)
    expect(await picture(column(TEXT), rows, { pageRows: 60 })).toEqual([
      [{ pages: ['0: 60 PLAIN (780)', '60: 40 PLAIN (520)'] }],
    ])
  })

  const PLAIN_TYPES: readonly (readonly [RecordType, (row: number) => TestValue])[] = [
    [INT32, (row) => row],
    [{ kind: 'int64' }, (row) => BigInt(row)],
    [{ kind: 'uuidBytes' }, (row) => Uint8Array.from(Buffer.from(`value ${row + 10_000_000}`))],
    [TEXT, (row) => `value ${row}`],
  ]

  test.each(PLAIN_TYPES)(
    'of $kind are given up after a sample of the first page',
    async (type, value) => {
      const repeating = rowsOf(9000, (row) => value(row < 2500 ? row : 1))
      for (const batchRows of [2500, 500]) {
        const [group] = await picture(column(type), repeating, { batchRows })
        expect(group?.[0]?.dictionary).toBeUndefined()
      }
      const shuffled = rowsOf(9000, (row) => value((row * 7919) % 1500))
      const [group] = await picture(column(type), shuffled, {})
      expect(group?.[0]?.dictionary).toBe(1500)
    },
  )

  test('leave the pages before they were full as they are', async () => {
    const rows = rowsOf(60, (row) => (row < 20 ? `a${row % 2}` : `value ${row}`))
    const options = { pageRows: 20, dictionaryEntries: 4 }
    expect(await picture(column(TEXT), rows, options)).toEqual([
      [
        {
          dictionary: 4,
          pages: [
            '0: 20 RLE_DICTIONARY (5)',
            '20: 2 RLE_DICTIONARY (4)',
            '22: 20 PLAIN (240)',
            '42: 18 PLAIN (216)',
          ],
        },
      ],
    ])
  })

  test('that fill up within a list end the page before its row', async () => {
    const type: RecordType = { kind: 'list', element: TEXT }
    const rows: TestRows = [...rowsOf(20, () => ['a', 'b']), [['a', 'c', 'd']], [['a', 'b']]]
    const [[chunk] = []] = await picture(column(type), rows, { pageRows: 20, dictionaryEntries: 3 })
    expect(chunk?.dictionary).toBe(3)
    expect(chunk?.pages.map((page) => page.replace(/ \(.*/, ''))).toEqual([
      '0: 40 RLE_DICTIONARY',
      '20: 5 PLAIN',
    ])
  })

  test('begin anew with each row group', async () => {
    const rows = rowsOf(40, (row) => (row < 20 ? 'a' : row % 2 === 0 ? 'b' : 'c'))
    expect(await picture(column(TEXT), rows, { rowGroupRows: 20 })).toEqual([
      [{ dictionary: 1, pages: ['0: 20 RLE_DICTIONARY (2)'] }],
      [{ dictionary: 2, pages: ['0: 20 RLE_DICTIONARY (5)'] }],
    ])
  })
})

describe('row groups', () => {
  test('end at their limit of rows within a batch', async () => {
    const rows = rowsOf(25, (row) => row)
    expect(await picture(column(INT32), rows, { rowGroupRows: 10 })).toEqual([
      [{ pages: ['0: 10 PLAIN (40)'] }],
      [{ pages: ['0: 10 PLAIN (40)'] }],
      [{ pages: ['0: 5 PLAIN (20)'] }],
    ])
  })

  test('end after the batch that reaches their limit of bytes', async () => {
    const { path } = await folder.write(
      column(INT32),
      rowsOf(25, (row) => row),
      { batchRows: 10, rowGroupBytes: 50 },
    )
    const { rowGroups } = await readLayout(path)
    expect(rowGroups.map(({ rows }) => rows)).toEqual([20, 5])
  })

  test('are none in a file without rows', async () => {
    const { path, facts } = await folder.write(column(INT32), [])
    const { rowGroups, footer } = await readLayout(path)
    expect(rowGroups).toEqual([])
    expect(footer.number(3)).toBe(0)
    expect(facts).toMatchObject({ rows: 0, rowGroups: 0, columns: [{ name: 'c', nulls: 0 }] })
  })
})
