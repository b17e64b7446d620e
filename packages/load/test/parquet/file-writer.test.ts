import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import { LoadError } from '../../src/errors.ts'
import { ParquetWriter } from '../../src/parquet/index.ts'
import { DuckDbReader } from './duckdb-reader.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import { batchOf } from './vectors.ts'

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

const discard = { write: async (): Promise<void> => undefined }

describe('schema', () => {
  test('has both annotations of every type', async () => {
    const types: Record<string, RecordType> = {
      bool: { kind: 'bool' },
      int16: { kind: 'int16' },
      int32: { kind: 'int32' },
      int64: { kind: 'int64' },
      float32: { kind: 'float32' },
      float64: { kind: 'float64' },
      decimal_9: { kind: 'decimal', precision: 9, scale: 2 },
      decimal_18: { kind: 'decimal', precision: 18, scale: 6 },
      decimal_19: { kind: 'decimal', precision: 19, scale: 0 },
      decimal_38: { kind: 'decimal', precision: 38, scale: 38 },
      text: { kind: 'text' },
      uuid: { kind: 'uuid' },
      json: { kind: 'json' },
      binary: { kind: 'binary' },
      date: { kind: 'date' },
      local: { kind: 'timestamp', unit: 'micros', utc: false },
      instant: { kind: 'timestamp', unit: 'micros', utc: true },
      local_millis: { kind: 'timestamp', unit: 'millis', utc: false },
      instant_millis: { kind: 'timestamp', unit: 'millis', utc: true },
      list: { kind: 'list', element: { kind: 'int16' } },
    }
    const schema = Object.entries(types).map(([name, type]) => ({ name, type, optional: true }))
    schema.push({ name: 'required', type: { kind: 'int32' }, optional: false })
    const { path } = await folder.write(schema, [])
    const columns = await duckDb.query(
      `select name, type, type_length, repetition_type, converted_type, precision, scale, logical_type
       from parquet_schema('${path}')`,
    )
    const timestamp =
      'TimestampType(isAdjustedToUTC=%, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))'
    const millis =
      'TimestampType(isAdjustedToUTC=%, unit=TimeUnit(MILLIS=MilliSeconds(), MICROS=<null>, NANOS=<null>))'
    expect(columns.map((column) => column.map(String).join(' '))).toEqual([
      'schema null null null null null null null',
      'bool BOOLEAN null OPTIONAL null null null null',
      'int16 INT32 null OPTIONAL INT_16 null null IntType(bitWidth=\u0010, isSigned=1)',
      'int32 INT32 null OPTIONAL null null null null',
      'int64 INT64 null OPTIONAL null null null null',
      'float32 FLOAT null OPTIONAL null null null null',
      'float64 DOUBLE null OPTIONAL null null null null',
      'decimal_9 INT32 null OPTIONAL DECIMAL 9 2 DecimalType(scale=2, precision=9)',
      'decimal_18 INT64 null OPTIONAL DECIMAL 18 6 DecimalType(scale=6, precision=18)',
      'decimal_19 FIXED_LEN_BYTE_ARRAY 9 OPTIONAL DECIMAL 19 0 DecimalType(scale=0, precision=19)',
      'decimal_38 FIXED_LEN_BYTE_ARRAY 16 OPTIONAL DECIMAL 38 38 DecimalType(scale=38, precision=38)',
      'text BYTE_ARRAY null OPTIONAL UTF8 null null StringType()',
      'uuid BYTE_ARRAY null OPTIONAL UTF8 null null StringType()',
      'json BYTE_ARRAY null OPTIONAL UTF8 null null StringType()',
      'binary BYTE_ARRAY null OPTIONAL null null null null',
      'date INT32 null OPTIONAL DATE null null DateType()',
      `local INT64 null OPTIONAL TIMESTAMP_MICROS null null ${timestamp.replace('%', '0')}`,
      `instant INT64 null OPTIONAL TIMESTAMP_MICROS null null ${timestamp.replace('%', '1')}`,
      `local_millis INT64 null OPTIONAL TIMESTAMP_MILLIS null null ${millis.replace('%', '0')}`,
      `instant_millis INT64 null OPTIONAL TIMESTAMP_MILLIS null null ${millis.replace('%', '1')}`,
      'list null null OPTIONAL LIST null null ListType()',
      'list null null REPEATED null null null null',
      'element INT32 null OPTIONAL INT_16 null null IntType(bitWidth=\u0010, isSigned=1)',
      'required INT32 null REQUIRED null null null null',
    ])
    const described = await duckDb.query(
      `select column_name, column_type from (describe from read_parquet('${path}'))`,
    )
    expect(described.map((column) => column.map(String).join(' '))).toEqual([
      'bool BOOLEAN',
      'int16 SMALLINT',
      'int32 INTEGER',
      'int64 BIGINT',
      'float32 FLOAT',
      'float64 DOUBLE',
      'decimal_9 DECIMAL(9,2)',
      'decimal_18 DECIMAL(18,6)',
      'decimal_19 DECIMAL(19,0)',
      'decimal_38 DECIMAL(38,38)',
      'text VARCHAR',
      'uuid VARCHAR',
      'json VARCHAR',
      'binary BLOB',
      'date DATE',
      'local TIMESTAMP',
      'instant TIMESTAMP WITH TIME ZONE',
      'local_millis TIMESTAMP',
      'instant_millis TIMESTAMP WITH TIME ZONE',
      'list SMALLINT[]',
      'required INTEGER',
    ])
    const { footer } = await readLayout(path)
    expect(footer.list(7)).toHaveLength(schema.length)
  })

  test('has the three levels of a list, the key and value of a map, and a group for a struct', async () => {
    const place: RecordType = {
      kind: 'struct',
      fields: [
        { name: 'zip', type: { kind: 'int32' }, optional: false },
        { name: 'tags', type: { kind: 'list', element: { kind: 'text' } }, optional: true },
      ],
    }
    const schema: RecordSchema = [
      {
        name: 'm',
        type: { kind: 'map', key: { kind: 'text' }, value: { kind: 'list', element: place } },
        optional: true,
      },
    ]
    const { path } = await folder.write(schema, [])
    const elements = await duckDb.query(
      `select name, type, repetition_type, num_children, converted_type, logical_type
       from parquet_schema('${path}')`,
    )
    expect(elements.map((element) => element.map(String).join(' '))).toEqual([
      'schema null null 1 null null',
      'm null OPTIONAL 1 MAP MapType()',
      'key_value null REPEATED 2 null null',
      'key BYTE_ARRAY REQUIRED null UTF8 StringType()',
      'value null OPTIONAL 1 LIST ListType()',
      'list null REPEATED 1 null null',
      'element null OPTIONAL 2 null null',
      'zip INT32 REQUIRED null null null',
      'tags null OPTIONAL 1 LIST ListType()',
      'list null REPEATED 1 null null',
      'element BYTE_ARRAY OPTIONAL null UTF8 StringType()',
    ])
    expect(
      await duckDb.query(`select column_type from (describe from read_parquet('${path}'))`),
    ).toEqual([['MAP(VARCHAR, STRUCT(zip INTEGER, tags VARCHAR[])[])']])
    const { footer } = await readLayout(path)
    // Column orders: one for each leaf.
    expect(footer.list(7)).toHaveLength(3)
  })

  test.each<[string, RecordSchema, string]>([
    [
      'a struct without fields',
      [{ name: 'a', type: { kind: 'struct', fields: [] }, optional: true }],
      'column `a`: struct has no fields',
    ],
    [
      'fields that differ only by case',
      [
        {
          name: 'a',
          type: {
            kind: 'struct',
            fields: [
              { name: 'zip', type: { kind: 'bool' }, optional: true },
              { name: 'Zip', type: { kind: 'bool' }, optional: true },
            ],
          },
          optional: true,
        },
      ],
      'field `a.Zip` and field `a.zip` have the same name to readers, which ignore case; rename one',
    ],
    ['no column', [], 'schema has no columns, expected at least one'],
    [
      'an empty name',
      [{ name: '', type: { kind: 'bool' }, optional: true }],
      'column 1 has an empty name',
    ],
    [
      'names that differ only by case',
      [
        { name: 'total', type: { kind: 'bool' }, optional: true },
        { name: 'Total', type: { kind: 'bool' }, optional: true },
      ],
      'column `Total` and column `total` have the same name to readers, which ignore case; rename one',
    ],
    [
      'a decimal that is too wide, within a list',
      [
        {
          name: 'a',
          type: { kind: 'list', element: { kind: 'decimal', precision: 39, scale: 2 } },
          optional: true,
        },
      ],
      'column `a`: decimal(39, 2) cannot be stored, expected a precision of 1 to 38 and a scale of 0 to the precision',
    ],
    [
      'a decimal whose scale passes its precision',
      [{ name: 'a', type: { kind: 'decimal', precision: 2, scale: 3 }, optional: true }],
      'column `a`: decimal(2, 3) cannot be stored, expected a precision of 1 to 38 and a scale of 0 to the precision',
    ],
  ])('is refused with %s', (_what, schema, message) => {
    expect(() => new ParquetWriter({ schema, output: discard })).toThrow(
      expect.objectContaining({ name: 'LoadError', code: 'schema_invalid', message }),
    )
  })
})

describe('file', () => {
  const schema: RecordSchema = [
    { name: 'n', type: { kind: 'int32' }, optional: true },
    { name: 't', type: { kind: 'text' }, optional: true },
  ]

  test('carries metadata and who wrote it', async () => {
    const pieces: Uint8Array[] = []
    const output = {
      write: async (bytes: Uint8Array): Promise<void> => void pieces.push(Uint8Array.from(bytes)),
    }
    const writer = new ParquetWriter({
      schema,
      output,
      metadata: { 'carmilla.run': 'r1', empty: '' },
      createdBy: 'carmilla version 0.1.0 (build abc)',
    })
    const { bytes } = await writer.close()
    const path = `${folder.path}/metadata.parquet`
    await writeFile(path, Buffer.concat(pieces))
    expect(Buffer.concat(pieces)).toHaveLength(bytes)
    expect(
      await duckDb.query(
        `select key::varchar, value::varchar from parquet_kv_metadata('${path}') order by 1`,
      ),
    ).toEqual([
      ['carmilla.run', 'r1'],
      ['empty', ''],
    ])
    expect(await duckDb.query(`select created_by from parquet_file_metadata('${path}')`)).toEqual([
      ['carmilla version 0.1.0 (build abc)'],
    ])
  })

  test('says what it holds when it is closed', async () => {
    const rows = [
      [3, 'b'],
      [null, 'é'],
      [-1, null],
    ]
    const { facts } = await folder.write(schema, rows, { rowGroupRows: 2 })
    expect(facts).toMatchObject({
      rows: 3,
      rowGroups: 2,
      columns: [
        {
          name: 'n',
          nulls: 1,
          bounds: { min: Uint8Array.of(255, 255, 255, 255), max: Uint8Array.of(3, 0, 0, 0) },
        },
        {
          name: 't',
          nulls: 1,
          bounds: {
            min: Uint8Array.from(Buffer.from('b')),
            max: Uint8Array.from(Buffer.from('é')),
          },
        },
      ],
    })
  })

  test('holds 1 600 columns', async () => {
    const wide = Array.from({ length: 1600 }, (_, i) => ({
      name: `c${i}`,
      type: { kind: i % 2 === 0 ? 'int32' : 'text' } as const,
      optional: true,
    }))
    const rows = [0, 1].map((row) => wide.map((_, i) => (i % 2 === 0 ? i + row : `${i + row}`)))
    const { path } = await folder.write(wide, rows)
    expect(await duckDb.rows(path)).toEqual(rows)
  })

  test('holds a value of 100 MB', async () => {
    const big = 'x'.repeat(100_000_000)
    const { path, facts } = await folder.write(
      schema,
      [
        [1, 'small'],
        [2, big],
        [3, 'small'],
      ],
      { batchRows: 1 },
    )
    expect(facts.bytes).toBeLessThan(1_000_000)
    expect(
      await duckDb.query(
        `select n, length(t), t = repeat('x', length(t)) from read_parquet('${path}')`,
      ),
    ).toEqual([
      [1, 5n, false],
      [2, 100_000_000n, true],
      [3, 5n, false],
    ])
  })

  test('gives the memory of a large value back', async () => {
    const writer = new ParquetWriter({ schema, output: discard, options: { rowGroupBytes: 1 } })
    writer.append(batchOf(schema, [[1, 'x'.repeat(20_000_000)]]))
    await writer.flush()
    expect(writer.memoryBytes).toBeLessThan(2_000_000)
  })

  test('takes memory for one row group, however many there are', async () => {
    let peakBytes = 0
    const writer = new ParquetWriter({
      schema,
      output: discard,
      options: { rowGroupRows: 5000, codec: 'none', dictionaryEntries: 0 },
    })
    const rows = Array.from({ length: 1000 }, (_, row) => [row, `value ${row} of a column`])
    const batch = batchOf(schema, rows)
    for (let i = 0; i < 400; i++) {
      writer.append(batch)
      await writer.flush()
      peakBytes = Math.max(peakBytes, writer.memoryBytes)
    }
    const { bytes, rowGroups } = await writer.close()
    expect(rowGroups).toBe(80)
    expect(bytes).toBeGreaterThan(10_000_000)
    expect(peakBytes).toBeLessThan(4_000_000)
  })

  test('reuses nothing that the output has not taken yet', async () => {
    const writer = new ParquetWriter({ schema, output: discard, options: { rowGroupRows: 1 } })
    writer.append(
      batchOf(schema, [
        [1, 'a'],
        [2, 'b'],
      ]),
    )
    const before = writer.memoryBytes
    await writer.flush()
    expect(writer.memoryBytes).toBe(before)
  })

  test('refuses a NULL in a column that is not optional', () => {
    const required: RecordSchema = [{ name: 'n', type: { kind: 'int32' }, optional: false }]
    const writer = new ParquetWriter({ schema: required, output: discard })
    const append = (): void => writer.append(batchOf(required, [[null]]))
    expect(append).toThrow(LoadError)
    expect(append).toThrow('file is failed, expected it to be open')
  })

  test('passes the failure of its output on, and cannot be finished then', async () => {
    const output = { write: (): Promise<void> => Promise.reject(new Error('disk is full')) }
    const writer = new ParquetWriter({ schema, output })
    await expect(writer.flush()).rejects.toThrow('disk is full')
    await expect(writer.close()).rejects.toThrow('file is failed, expected it to be open')
  })

  test('refuses limits that are no positive integers', () => {
    expect(() => new ParquetWriter({ schema, output: discard, options: { pageRows: 0 } })).toThrow(
      'pageRows is 0, expected an integer of at least 1',
    )
  })
})
