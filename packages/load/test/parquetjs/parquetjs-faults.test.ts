import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ParquetSchema, ParquetWriter, type SchemaDefinition } from '@dsnp/parquetjs'
import { parquetMetadata, readColumnIndex, readOffsetIndex } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DuckDbReader } from '../parquet/duckdb-reader.ts'
import { ParquetFolder } from '../parquet/parquet-file.ts'
import { readThrift } from '../parquet/thrift-reader.ts'

/*
 * Every fault of parquetjs for which `--writer parquetjs` refuses a column or leaves something out of
 * its files, shown with parquetjs alone. A test that fails after an upgrade means that a fault is
 * gone: then look whether the refusal (`column-refusals.ts`) or the omission (`schema-definition.ts`,
 * `parquetjs-writer.ts`) can go too.
 */

let folder: ParquetFolder
let duckDb: DuckDbReader
let files = 0

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckDb = await DuckDbReader.create()
})

afterAll(async () => {
  duckDb[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

type WriterOptions = NonNullable<Parameters<typeof ParquetWriter.openFile>[2]>

/** Writes rows as anyone would, each awaited. */
async function write(
  schema: SchemaDefinition,
  rows: readonly Record<string, unknown>[],
  options: WriterOptions = {},
): Promise<string> {
  const path = join(folder.path, `faulty-${files++}.parquet`)
  const writer = await ParquetWriter.openFile(new ParquetSchema(schema), path, options)
  for (const row of rows) await writer.appendRow(row)
  await writer.close()
  return path
}

/** Writes a column `c`. */
function writeColumn(
  type: SchemaDefinition[string],
  values: readonly unknown[],
  options: WriterOptions = {},
): Promise<string> {
  return write(
    { c: type },
    values.map((c) => ({ c })),
    options,
  )
}

function rowsOf(path: string): Promise<readonly (readonly unknown[])[]> {
  return duckDb.query(`from read_parquet('${path}')`)
}

/** Rows of `c` that DuckDB finds by the bounds of row groups. */
function found(path: string, condition: string): Promise<readonly (readonly unknown[])[]> {
  return duckDb.query(`select c from read_parquet('${path}') where ${condition}`)
}

async function typeOf(path: string): Promise<unknown> {
  const [column] = await duckDb.describe(`describe from read_parquet('${path}')`)
  return column?.['column_type']
}

async function metadataOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  const [chunk] = await duckDb.describe(`from parquet_metadata('${path}')`)
  return chunk ?? {}
}

test('the version whose faults these are is the one that is installed', () => {
  const manifest: unknown = createRequire(import.meta.url)('@dsnp/parquetjs/package.json')
  expect(manifest).toHaveProperty('version', 'v1.8.9')
})

describe('values', () => {
  test('decimals go through doubles, and down', async () => {
    const path = await writeColumn({ type: 'DECIMAL', precision: 10, scale: 2 }, [1.15, 0.29, 4.35])
    expect(await rowsOf(path)).toEqual([[114n], [28n], [434n]])
  })

  test('decimals are not taken as texts or bigints', async () => {
    const decimal = { type: 'DECIMAL', precision: 10, scale: 2 } as const
    await expect(writeColumn(decimal, ['1.15'])).rejects.toThrow('invalid value for INT64')
    await expect(writeColumn(decimal, [115n])).rejects.toThrow('Cannot mix BigInt')
  })

  test('a day before 1970 is not taken as a number', async () => {
    await expect(writeColumn({ type: 'DATE' }, [-1])).rejects.toThrow('DATE value is out of bounds')
  })

  test('a date before 1970 with a time of day becomes the day after', async () => {
    const path = await writeColumn({ type: 'DATE' }, [new Date('1969-12-31T12:00:00Z')])
    expect(await duckDb.query(`select c::varchar from '${path}'`)).toEqual([['1970-01-01']])
  })

  test('microseconds before 1970 are not taken', async () => {
    await expect(writeColumn({ type: 'TIMESTAMP_MICROS' }, [-1n])).rejects.toThrow(
      'TIMESTAMP_MICROS value is out of bounds',
    )
  })

  test('an interval with a part that is zero is not taken', async () => {
    const interval = { months: 1, days: 0, milliseconds: 5 }
    await expect(writeColumn({ type: 'INTERVAL' }, [interval])).rejects.toThrow(
      'value for INTERVAL must be object',
    )
  })

  test('JSON arrays lose their brackets, or are not taken', async () => {
    const json = { type: 'JSON', optional: true } as const
    expect(await rowsOf(await writeColumn(json, [[1], []]))).toEqual([['1'], [null]])
    await expect(writeColumn(json, [[1, 2]])).rejects.toThrow('too many values for field')
  })

  test('rows that are not awaited break the file', async () => {
    const path = join(folder.path, 'not-awaited.parquet')
    const schema = new ParquetSchema({ c: { type: 'INT32' } })
    const writer = await ParquetWriter.openFile(schema, path, { rowGroupSize: 10, pageSize: 5 })
    const appended = Array.from({ length: 100 }, (_, c) => writer.appendRow({ c }))
    await Promise.allSettled(appended)
    await writer.close()
    const read = rowsOf(path).then(({ length }) => length)
    expect(await read.catch(() => 'unreadable')).not.toBe(100)
  })
})

describe('names', () => {
  test.each(['constructor', 'toString', 'valueOf'])('`%s` is no name of a column', async (name) => {
    await expect(write({ [name]: { type: 'INT32' } }, [{ [name]: 1 }])).rejects.toThrow(
      'insert is not a function',
    )
  })

  test('`__proto__` is no name of a column', () => {
    const schema = { id: { type: 'INT32' }, ['__proto__']: { type: 'INT32' } } as const
    expect(() => new ParquetSchema(schema)).toThrow(TypeError)
  })

  test('a name with a comma is taken for a nested field', async () => {
    const path = await write(
      { 'a,b': { type: 'INT32' }, a: { fields: { b: { type: 'INT32' } } } },
      [{ 'a,b': 1, a: { b: 2 } }],
    )
    expect(await rowsOf(path)).toEqual([[1, { b: 1 }]])
  })

  test('a name that is a number comes first', async () => {
    const path = await write({ b: { type: 'INT32' }, 1: { type: 'INT32' } }, [{ b: 1, 1: 2 }])
    expect(await rowsOf(path)).toEqual([[2, 1]])
  })
})

describe('types', () => {
  test('none has a logical type, so that times in UTC are local ones to DuckDB', async () => {
    const path = await writeColumn({ type: 'TIMESTAMP_MICROS' }, [1n])
    expect(await typeOf(path)).toBe('TIMESTAMP')
    const elements = await duckDb.describe(`from parquet_schema('${path}')`)
    expect(elements.map((element) => element['logical_type'])).toEqual([null, null])
  })

  test('there is none of UUIDs, which are bytes to DuckDB', async () => {
    const type = { type: 'FIXED_LEN_BYTE_ARRAY', typeLength: 16 } as const
    expect(await typeOf(await writeColumn(type, [Buffer.alloc(16)]))).toBe('BLOB')
  })

  test('there is no Zstandard', () => {
    // @ts-expect-error -- nor is there in its types
    const column: SchemaDefinition[string] = { type: 'INT32', compression: 'ZSTD' }
    const schema = (): ParquetSchema => new ParquetSchema({ c: column })
    expect(schema).toThrow('Unsupported compression method')
  })
})

describe('bounds', () => {
  test('of integers given as texts are in the order of texts', async () => {
    const path = await writeColumn({ type: 'INT64' }, ['9', '10', '95'])
    expect(await found(path, 'c = 9')).toEqual([])
    expect(await rowsOf(path)).toEqual([[9n], [10n], [95n]])
  })

  test('of texts are in the order of UTF-16', async () => {
    const path = await writeColumn({ type: 'UTF8' }, ['a', '\u{1f600}', '\uff5e'])
    expect(await found(path, "c = '\u{1f600}'")).toEqual([])
    expect(await rowsOf(path)).toContainEqual(['\u{1f600}'])
  })

  test('of texts are never cut, and kept fifteen times in a small file', async () => {
    const bytes = 1024 * 1024
    const path = await writeColumn({ type: 'UTF8' }, ['a'.repeat(bytes)])
    expect((await stat(path)).size).toBeGreaterThan(14 * bytes)
  })

  test('of decimals of fixed bytes do not know of signs', async () => {
    const decimal = { type: 'DECIMAL', precision: 4, scale: 0, typeLength: 2 } as const
    const path = await writeColumn(decimal, [Buffer.from([0xff, 0xff]), Buffer.from([0, 5])])
    // Least is 5, greatest -1.
    expect(await metadataOf(path)).toMatchObject({ stats_min_value: '5', stats_max_value: '-1' })
  })

  test('of floats are NaN when the first value is', async () => {
    const path = await writeColumn({ type: 'DOUBLE' }, [Number.NaN, 1, 2])
    const file = await readFile(path)
    const { row_groups: rowGroups } = parquetMetadata(arrayBufferOf(file))
    expect(rowGroups[0]?.columns[0]?.meta_data?.statistics).toMatchObject({
      min_value: Number.NaN,
      max_value: Number.NaN,
    })
  })

  test('of floats have a zero without a sign', async () => {
    const path = await writeColumn({ type: 'DOUBLE' }, [-0, 1])
    expect(await metadataOf(path)).toMatchObject({ stats_min_value: '0.0' })
  })

  test('count every buffer as a distinct value', async () => {
    const path = await writeColumn({ type: 'BYTE_ARRAY' }, [Buffer.from('a'), Buffer.from('a')])
    expect(await metadataOf(path)).toMatchObject({ stats_distinct_count: 2n })
  })
})

describe('metadata', () => {
  test('the page index calls a page NULL that has values, and all its pages row 0', async () => {
    const column = { type: 'INT32', optional: true } as const
    const path = await writeColumn(column, [null, null, 1, null, 2, 3], { pageSize: 3 })
    const file = await readFile(path)
    const { schema, row_groups: rowGroups } = parquetMetadata(arrayBufferOf(file))
    const chunk = rowGroups[0]?.columns[0]
    const element = schema[1]
    if (chunk === undefined || element === undefined) throw new Error('file has no column')
    const at = (offset: bigint | undefined, length: number | undefined) => ({
      view: new DataView(arrayBufferOf(file), Number(offset), length),
      offset: 0,
    })
    const columnIndex = readColumnIndex(
      at(chunk.column_index_offset, chunk.column_index_length),
      element,
    )
    expect(columnIndex).toMatchObject({ null_pages: [false, true], min_values: [1, 2] })
    const { page_locations: pages } = readOffsetIndex(
      at(chunk.offset_index_offset, chunk.offset_index_length),
    )
    expect(pages.map((page) => page.first_row_index)).toEqual([0n, 0n])
  })

  test('pages of version 2 count the values of lists as rows', async () => {
    const element = { type: 'INT32' } as const
    const list = {
      type: 'LIST',
      fields: { list: { repeated: true, fields: { element } } },
    } as const
    const path = await writeColumn(list, [{ list: [{ element: 1 }, { element: 2 }] }])
    const dataPageHeaderV2 = readThrift(await readFile(path), 4).struct(8)
    const [values, rows] = [dataPageHeaderV2.number(1), dataPageHeaderV2.number(3)]
    expect({ values, rows }).toEqual({ values: 2, rows: 2 })
  })

  test('a Bloom filter rules nothing out', async () => {
    const path = await writeColumn({ type: 'INT64' }, [1n, 2n, 3n, 4n], {
      rowGroupSize: 2,
      bloomFilters: [{ column: 'c' }],
    })
    const probes = await duckDb.describe(`from parquet_bloom_probe('${path}', 'c', 77)`)
    expect(probes.map((probe) => probe['bloom_filter_excludes'])).toEqual([false, false])
  })

  test('sizes before compression are those after it', async () => {
    const column = { type: 'UTF8', compression: 'GZIP', statistics: false } as const
    const path = await writeColumn(column, ['a'.repeat(10_000)])
    const { total_compressed_size: compressed, total_uncompressed_size: uncompressed } =
      await metadataOf(path)
    expect(uncompressed).toBe(compressed)
    expect(compressed).toBeLessThan(1000n)
  })

  test('there is no order of columns, by which bounds would have a meaning', async () => {
    const file = await readFile(await writeColumn({ type: 'INT32' }, [1]))
    expect(parquetMetadata(arrayBufferOf(file))).not.toHaveProperty('column_orders')
  })
})

function arrayBufferOf({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + byteLength)
}
