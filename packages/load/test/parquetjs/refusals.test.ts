import { describe, expect, test } from 'vitest'
import type { RecordSchema, RecordType } from '@carmilla/transform'
import {
  checkWritable,
  LoadError,
  newRunId,
  parquetFormat,
  parquetjsFormat,
  Publication,
  recordFormat,
} from '../../src/index.ts'
import { batchOf, int32Vector } from '../record-batches.ts'
import { temporaryTarget } from '../temporary-target.ts'

const UTC: RecordType = { kind: 'timestamp', unit: 'micros', utc: true }
const LOCAL: RecordType = { kind: 'timestamp', unit: 'micros', utc: false }
const INT32: RecordType = { kind: 'int32' }

function messageOf(schema: RecordSchema): string {
  try {
    checkWritable('orders', schema, parquetjsFormat())
  } catch (error) {
    if (error instanceof LoadError && error.code === 'column_unwritable') return error.message
    throw error
  }
  return ''
}

const NO_LOGICAL_TYPE = 'it writes no logical type, so that'

describe('writer parquetjs refuses', () => {
  test.each([
    [
      UTC,
      'INT64 TIMESTAMP(MICROS, UTC)',
      `it rejects microseconds before 1970, and writes no logical type, so that DuckDB takes the times for local ones`,
    ],
    [
      LOCAL,
      'INT64 TIMESTAMP(MICROS, local)',
      `${NO_LOGICAL_TYPE} readers take local times for UTC`,
    ],
    [
      { kind: 'timeMicros' },
      'INT64 TIME(MICROS, local)',
      `${NO_LOGICAL_TYPE} readers take local times for UTC`,
    ],
    [
      { kind: 'uuidBytes' },
      'FIXED_LEN_BYTE_ARRAY(16) UUID',
      `${NO_LOGICAL_TYPE} readers see 16 raw bytes`,
    ],
  ] satisfies [RecordType, string, string][])('a column of %o', (type, shown, reason) => {
    expect(messageOf([{ name: 'seen', type, optional: true }])).toBe(
      `table \`orders\`: writer parquetjs cannot write column \`seen\` as ${shown}: ${reason}; use the default writer, carmilla`,
    )
  })

  test.each([
    ['LIST<INT64 TIMESTAMP(MICROS, UTC)>', { kind: 'list', element: UTC }],
    ['MAP<BYTE_ARRAY STRING, FIXED_LEN_BYTE_ARRAY(16) UUID>', mapOf({ kind: 'uuidBytes' })],
    ['GROUP<at: INT64 TIME(MICROS, local)>', structOf('at', { kind: 'timeMicros' })],
  ] satisfies [string, RecordType][])('a column with one in it: %s', (shown, type) => {
    expect(messageOf([{ name: 'c', type, optional: true }])).toContain(`column \`c\` as ${shown}: `)
  })

  test.each([
    ['constructor', 'is a property of every JavaScript object, by which it looks columns up'],
    ['__proto__', 'is a property of every JavaScript object, by which it looks columns up'],
    ['a,b', 'has a comma, with which it joins the names of nested fields'],
    ['42', 'is a number, and so moves to the front of the columns'],
  ])('the name `%s`, of a column and of a field', (name, reason) => {
    const sentence = `INT32: the name \`${name}\` ${reason};`
    expect(messageOf([{ name, type: INT32, optional: false }])).toContain(sentence)
    expect(messageOf([{ name: 'c', type: structOf(name, INT32), optional: false }])).toContain(
      `the name \`${name}\` ${reason};`,
    )
  })

  test('all columns at once', () => {
    const schema: RecordSchema = [
      { name: 'id', type: INT32, optional: false },
      { name: 'made', type: UTC, optional: false },
      { name: 'shown', type: LOCAL, optional: false },
    ]
    expect(messageOf(schema)).toMatch(/column `made` as .*; nor column `shown` as .*; use the /)
    expect(messageOf(schema)).not.toContain('`id`')
  })

  test('before anything is written', async () => {
    await using temporary = await temporaryTarget()
    const begun = Publication.begin({
      target: temporary.target,
      table: 'orders',
      schema: [{ name: 'made', type: UTC, optional: false }],
      runId: newRunId(),
      format: parquetjsFormat(),
    })
    await expect(begun).rejects.toMatchObject({ code: 'column_unwritable' })
    expect(await temporary.files()).toEqual([])
  })

  test('an encoding that it does not write', () => {
    const format = recordFormat({
      writer: 'parquetjs',
      codec: 'gzip',
      files: { columns: { a: { encoding: 'DELTA_LENGTH_BYTE_ARRAY' }, b: { encoding: 'PLAIN' } } },
    })
    const schema: RecordSchema = ['a', 'b', 'c'].map((name) => ({
      name,
      type: { kind: 'text' },
      optional: false,
    }))
    expect(format.refusals(schema)).toEqual([
      {
        column: 'a',
        type: 'BYTE_ARRAY STRING',
        reason: 'it does not write the encoding DELTA_LENGTH_BYTE_ARRAY, which `files` asks for',
      },
    ])
  })

  test('a codec that it does not have', () => {
    expect(() => recordFormat({ writer: 'parquetjs', codec: 'zstd' })).toThrow(
      'codec zstd: writer parquetjs has none such, expected one of gzip, snappy, none; name one, or use the default writer, carmilla',
    )
  })
})

test('writer carmilla refuses nothing of the same', () => {
  const schema: RecordSchema = [
    { name: 'constructor', type: UTC, optional: true },
    { name: 'a,b', type: { kind: 'uuidBytes' }, optional: true },
  ]
  expect(() => checkWritable('orders', schema, parquetFormat())).not.toThrow()
})

describe('a publication by parquetjs', () => {
  const schema: RecordSchema = [{ name: 'id', type: INT32, optional: false }]

  test('has the writer in its manifest, and files that hold what was appended', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await Publication.begin({
      target: temporary.target,
      table: 'orders',
      schema,
      runId: newRunId(),
      format: parquetjsFormat({ codec: 'snappy' }),
      expect: { unique: ['id'] },
    })
    await publication.append([], batchOf(int32Vector([1, 2, 3])))
    const { version, manifestKey } = await publication.publish()
    expect(version).toMatchObject({ rows: 3 })
    expect(version.files[0]?.key).toMatch(/part-00000\.snappy\.parquet$/)
    const { bytes = 0 } = (await temporary.target.sink.stat(manifestKey)) ?? {}
    const manifest = Buffer.from(await temporary.target.sink.read(manifestKey, 0, bytes))
    expect(JSON.parse(manifest.toString())).toMatchObject({
      writer: 'parquetjs',
      files: [{ columns: [{ name: 'id', nulls: 0 }] }],
    })
  })

  test('has a file of no rows for a table of none', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await Publication.begin({
      target: temporary.target,
      table: 'orders',
      schema,
      runId: newRunId(),
      format: parquetjsFormat(),
    })
    const { version } = await publication.publish()
    expect(version.files).toMatchObject([{ rows: 0 }])
    expect(await temporary.files()).toContain(version.files[0]?.key)
  })

  test('stops at a NULL where there may be none', async () => {
    const output = { write: async () => {} }
    const writer = parquetjsFormat().open({ schema, output, metadata: {} })
    expect(() => writer.append(batchOf(int32Vector([1, null])))).toThrow(
      'column `id` has a NULL, expected none; declare the field optional',
    )
  })
})

function mapOf(value: RecordType): RecordType {
  return { kind: 'map', key: { kind: 'text' }, value }
}

function structOf(name: string, type: RecordType): RecordType {
  return { kind: 'struct', fields: [{ name, type, optional: true }] }
}
