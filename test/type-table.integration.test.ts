import { afterAll, beforeAll, expect, test } from 'vitest'
import { introspect, readCatalog } from '../codegen/src/index.ts'
import type { SourceType } from '../packages/extract/src/index.ts'
import type { RecordType } from '../packages/transform/src/index.ts'
import { Postgres } from './oracle/postgres.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'
import { FAMILIES, SET_UP } from './type-table/type-families.ts'
import { typeRows } from './type-table/type-row.ts'

const SAMPLES = FAMILIES.flatMap(({ samples }) => samples)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the types of the document are those that a server has', async () => {
  await using postgres = await Postgres.connect(database.url)
  const extensions = await postgres.rows(['name'], 'pg_available_extensions')
  const available = new Set(extensions.flat())
  const wanted = new Set(SAMPLES.flatMap(({ extension }) => extension ?? []))
  // The types of the others are read in `extension-types.integration.test.ts`.
  const declared = SAMPLES.filter(
    ({ extension }) => extension === undefined || available.has(extension),
  )
  expect(SAMPLES.length - declared.length).toBeLessThanOrEqual(5)
  for (const extension of wanted) {
    if (available.has(extension)) await postgres.execute(`create extension ${extension}`)
  }
  for (const statement of SET_UP) await postgres.execute(statement)
  const columns = declared.map(({ postgres: type }, index) => `c${index} ${type}`)
  await postgres.execute(`create table samples (${columns.join(', ')})`)

  const catalog = await readCatalog(database.url, introspect)
  const [table] = catalog.tables
  expect(table?.columns.map(({ type, dimensions }) => ({ type, dimensions }))).toEqual(
    declared.map(({ source, dimensions }) => ({ type: source, dimensions })),
  )
})

test('no type that is read, and no column, is without a row', () => {
  const sources: Record<SourceType['kind'], true> = {
    bool: true,
    int2: true,
    int4: true,
    int8: true,
    float4: true,
    float8: true,
    text: true,
    varchar: true,
    bpchar: true,
    name: true,
    uuid: true,
    json: true,
    jsonb: true,
    date: true,
    timestamp: true,
    timestamptz: true,
    bytea: true,
    oid: true,
    xid: true,
    cid: true,
    vector: true,
    halfvec: true,
    geometry: true,
    geography: true,
    numeric: true,
    array: true,
    enum: true,
    printed: true,
    composite: true,
    hstore: true,
  }
  const columns: Record<RecordType['kind'], true> = {
    bool: true,
    int16: true,
    int32: true,
    int64: true,
    float32: true,
    float64: true,
    decimal: true,
    text: true,
    uuid: true,
    json: true,
    binary: true,
    uuidBytes: true,
    date: true,
    timeMicros: true,
    timestamp: true,
    list: true,
    struct: true,
    map: true,
  }
  const sampled = new Set(SAMPLES.map(({ source }) => source.kind))
  expect([...sampled].toSorted()).toEqual(Object.keys(sources).toSorted())
  const written = new Set(
    typeRows(SAMPLES).flatMap(({ recordType, others }) => [
      recordType.kind,
      ...others.map((other) => other.recordType.kind),
    ]),
  )
  expect([...written].toSorted()).toEqual(Object.keys(columns).toSorted())
})

test('names what each column refuses', () => {
  const unfit = Object.fromEntries(
    typeRows(SAMPLES).flatMap((row) => row.postgres.map((name) => [name, row.unfit.join(', ')])),
  )
  expect(unfit).toMatchObject({
    '`integer`': '',
    '`double precision`': '',
    '`numeric`': '',
    '`numeric(9,2)`': '`NaN`',
    '`date`': '±infinity',
    '`timestamptz`': '±infinity, after 294247-01-10',
    '`integer[]`': 'other dimensions',
    '`inet[]`': 'other dimensions',
    '`numeric(9,2)[]`': 'other dimensions, `NaN`',
    '`spot` (composite)': '',
  })
})
