import { readFileSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { batchOf } from '../packages/extract/test/wire-fixture.ts'
import { type ParquetOptions, ParquetWriter } from '../packages/load/src/index.ts'
import { DuckDbReader } from '../packages/load/test/parquet/duckdb-reader.ts'
import { HyparquetReader } from '../packages/load/test/parquet/hyparquet-reader.ts'
import {
  columnOf,
  defaultRecordType,
  type RecordSchema,
  type RecordType,
} from '../packages/transform/src/index.ts'
import { parseWireFixtures, type WireFixture, WIRE_VALUES_FILE } from './fixtures/wire-fixtures.ts'
import { postgresText } from './oracle/postgres-text.ts'
import { UNCHANGED } from './oracle/written-query.ts'

/**
 * Bytes that a real Postgres sent, decoded, written and read back by two other readers: what they find
 * prints as Postgres printed it. No server is needed.
 */
const FIXTURES = parseWireFixtures(readFileSync(WIRE_VALUES_FILE, 'utf8'))

let folder: string
let duckDb: DuckDbReader
let hyparquet: HyparquetReader

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-fixtures-'))
  duckDb = await DuckDbReader.create()
  hyparquet = new HyparquetReader()
})
afterAll(async () => {
  duckDb[Symbol.dispose]()
  hyparquet[Symbol.dispose]()
  await rm(folder, { recursive: true })
})

describe.each(FIXTURES.map((fixture) => ({ ...fixture, title: titleOf(fixture) })))(
  '$title',
  (fixture) => {
    const type = recordTypeOf(fixture)
    const schema: RecordSchema = [{ name: 'c', type, optional: true }]

    test('is read from the file as Postgres printed it', async () => {
      const path = await write(fixture, schema, { pageRows: 2, rowGroupRows: 5 })
      // Lower bounds are not kept.
      const printed = fixture.values.map(
        ({ text }) => text?.replace(/^(?:\[-?\d+:-?\d+\])+=/, '') ?? null,
      )
      for (const rows of [await duckDb.rows(path), await hyparquet.rows(path, schema)]) {
        const texts = rows.map(([value = null]) => postgresText(fixture.source, type, value))
        expect(texts).toEqual(printed)
      }
    })

    test('is found in row groups and pages that are picked by their bounds', async () => {
      for (const rowGroupRows of [1, 2]) {
        const path = await write(fixture, schema, {
          pageRows: 1,
          rowGroupRows,
          dictionaryEntries: 0,
        })
        const file = `read_parquet('${path}')`
        // A table has no bounds of the file: what it finds is right.
        await duckDb.query(`create or replace table stored as from ${file}`)
        for (const leaf of leavesOf('c', type)) expect(await notFound(file, leaf)).toEqual([])
      }
    })
  },
)

/** Constants, of all values of a leaf, that find something else in the file than in the table. */
async function notFound(file: string, leaf: string): Promise<readonly string[]> {
  const values = await duckDb.query(
    `select distinct typeof(${leaf}), ${textOf(await typeOf(leaf), leaf)} from stored where ${leaf} is not null`,
  )
  const constants = values.map(([type, text]) => constantOf(string(type), string(text)))
  const wrong: string[] = []
  for (const constant of constants) {
    const [picked = []] = await duckDb.query(countsOf(file, leaf, constant))
    const [stored = []] = await duckDb.query(countsOf('stored', leaf, constant))
    if (Number(picked[0]) === 0 || !isDeepStrictEqual(picked, stored)) {
      wrong.push(
        `${leaf} and ${constant}: ${picked.map(Number).join(' ')}, expected ${stored.map(Number).join(' ')}`,
      )
    }
  }
  const [nulls] = await duckDb.query(nullsOf(file, leaf))
  const [stored] = await duckDb.query(nullsOf('stored', leaf))
  return isDeepStrictEqual(nulls, stored) ? wrong : [...wrong, `${leaf} is null`]
}

async function typeOf(leaf: string): Promise<string> {
  const [[type] = []] = await duckDb.query(`select typeof(${leaf}) from stored limit 1`)
  return type === undefined ? 'VARCHAR' : string(type)
}

function string(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError('DuckDB gave no text')
}

/** DuckDB prints the last microseconds of a `timestamptz` wrong, so these go by their number. */
function textOf(type: string, leaf: string): string {
  if (type === 'BLOB') return `hex(${leaf})`
  return type.startsWith('TIMESTAMP') ? `epoch_us(${leaf})::varchar` : `${leaf}::varchar`
}

function constantOf(type: string, text: string): string {
  if (type === 'TIMESTAMP') return `make_timestamp(${text})`
  if (type.startsWith('TIMESTAMP')) return `make_timestamptz(${text})`
  const quoted = `'${text.replaceAll("'", "''")}'`
  return type === 'BLOB' ? `unhex(${quoted})` : `${quoted}::${type}`
}

function countsOf(table: string, leaf: string, constant: string): string {
  const counts = ['=', '>', '>=', '<', '<=', '<>'].map(
    (operator) => `(select count(*) from ${table} where ${leaf} ${operator} ${constant})`,
  )
  return `select ${counts.join(', ')}`
}

function nullsOf(table: string, leaf: string): string {
  return `select (select count(*) from ${table} where ${leaf} is null),
                 (select count(*) from ${table} where ${leaf} is not null)`
}

/** What a reader can prune by: not what is in lists and maps. */
function leavesOf(expression: string, type: RecordType): readonly string[] {
  if (type.kind === 'list' || type.kind === 'map') return []
  if (type.kind !== 'struct') return [expression]
  return type.fields.flatMap((field) => leavesOf(`${expression}."${field.name}"`, field.type))
}

function recordTypeOf({ name, source, dimensions }: WireFixture): RecordType {
  const type = defaultRecordType(source, dimensions)
  if (type === undefined) throw new TypeError(`no record type for ${name}`)
  return type
}

let files = 0

async function write(
  { source, values }: WireFixture,
  schema: RecordSchema,
  options: Partial<ParquetOptions>,
): Promise<string> {
  const path = join(folder, `${files++}.parquet`)
  const [field] = schema
  const decoder = field && columnOf(field.type).decoder(source, UNCHANGED)
  if (decoder === undefined) throw new TypeError('no decoder')
  await using file = await open(path, 'w')
  const output = {
    write: async (bytes: Uint8Array): Promise<void> => {
      await file.writeFile(bytes)
    },
  }
  const writer = new ParquetWriter({ schema, output, options })
  const wire = batchOf(values.map(({ bytes }) => bytes))
  writer.append({ rows: wire.rows, vectors: [decoder.decode(wire, 0)] })
  await writer.close()
  return path
}

function titleOf({ name, dimensions }: WireFixture): string {
  return dimensions === 1 ? name : `${name} of ${dimensions} dimensions`
}
