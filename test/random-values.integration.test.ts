import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, connectionSettings } from '../packages/extract/src/index.ts'
import { SeededRandom } from '../packages/extract/test/seeded-random.ts'
import { DuckDbReader } from '../packages/load/test/parquet/duckdb-reader.ts'
import { Postgres } from './oracle/postgres.ts'
import { rowText } from './oracle/postgres-text.ts'
import {
  arrayOf,
  compositeLiteral,
  decimalLiteral,
  PRINTED,
  type RandomType,
  SCALARS,
  unconstrainedLiteral,
} from './oracle/random-types.ts'
import { writtenTexts } from './oracle/written-query.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/** `RANDOM_SEED=…` for other values. */
const SEED = Number(process.env['RANDOM_SEED'] ?? 20_260_303)
const TABLES = 12
const ROWS = 200
const NUMERIC_TYPES = 500
const NUMERICS_OF_TYPE = 210
const NUMERIC_COLUMNS = 50

let database: TestDatabase
let postgres: Postgres
let duckDb: DuckDbReader
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await Postgres.connect(database.url)
  await postgres.execute(`
    create extension hstore;
    create type mood as enum ('sad', 'ok', 'it is "odd", {x}');
    set timezone = 'UTC'; set intervalstyle = 'iso_8601'`)
  duckDb = await DuckDbReader.create()
  folder = await mkdtemp(join(tmpdir(), 'random-values-'))
})
afterAll(async () => {
  duckDb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await rm(folder, { recursive: true })
})

/** The canonical form of a row is `row::text`: what `record_out` prints of all its columns. */
test(`${TABLES} tables of random types print from the file as their rows do in Postgres`, async () => {
  const random = new SeededRandom(SEED)
  for (let table = 0; table < TABLES; table++) {
    const columns = await randomColumns(random, table)
    const rows = Array.from({ length: ROWS }, () =>
      columns.map(({ literal }) => (random.chance(6) ? null : literal(random))),
    )
    await fill(`t${table}`, columns, rows)
    const types = columns.map(({ name }) => name).join(', ')
    const { different } = await compared(`t${table}`, columns)
    expect(different, `seed ${SEED}, table ${table} (${types})`).toEqual([])
  }
}, 120_000)

test(`${NUMERIC_TYPES * NUMERICS_OF_TYPE} numerics of ${NUMERIC_TYPES} precisions and scales are exact`, async () => {
  const random = new SeededRandom(SEED)
  const types = Array.from({ length: NUMERIC_TYPES }, (_, index) => numericType(random, index))
  let exact = 0
  for (let from = 0; from < types.length; from += NUMERIC_COLUMNS) {
    const columns = types.slice(from, from + NUMERIC_COLUMNS)
    const rows = Array.from({ length: NUMERICS_OF_TYPE }, () =>
      columns.map(({ literal }) => literal(random)),
    )
    await fill(`n${from}`, columns, rows)
    const names = columns.map(({ name }) => name).join(', ')
    const { values, different } = await compared(`n${from}`, columns)
    expect(different, `seed ${SEED}, types ${names}`).toEqual([])
    exact += values
  }
  process.stdout.write(`random numerics: ${exact} exact, with seed ${SEED}\n`)
  expect(exact).toBe(NUMERIC_TYPES * NUMERICS_OF_TYPE)
}, 120_000)

/** Scalars and printed types, arrays of scalars in up to three dimensions, composite types in each other. */
async function randomColumns(random: SeededRandom, table: number): Promise<readonly RandomType[]> {
  const composites: RandomType[] = []
  const inner = (): RandomType => {
    const type =
      random.chance(4) && composites.length > 0 ? random.pick(composites) : random.pick(SCALARS)
    return random.chance(4) && type.dimensions === undefined ? arrayOf(type, 1) : type
  }
  for (let index = 0; index < 3; index++) {
    const name = `composite_${table}_${index}`
    const fields = Array.from({ length: random.between(1, 5) }, inner)
    const attributes = fields.map((field, place) => `f${place} ${field.name}`)
    await postgres.execute(`create type ${name} as (${attributes.join(', ')})`)
    composites.push({ name, literal: (random) => compositeLiteral(fields, random) })
  }
  return Array.from({ length: 12 }, () => {
    if (random.chance(5)) return random.pick(PRINTED)
    const type = random.chance(3) ? random.pick(composites) : random.pick(SCALARS)
    return random.chance(3) ? arrayOf(type, random.between(1, 3)) : type
  })
}

/** Within the precision, somewhat beyond it on both sides, and any. */
const SCALES = [undefined, [-20, 60], [-1000, 1000]] as const

/** All precisions that a decimal has, then any, of any scale; one in ten is not constrained. */
function numericType(random: SeededRandom, index: number): RandomType {
  if (index % 10 === 9) return { name: 'numeric', literal: unconstrainedLiteral }
  const precision = index % 10 < 7 ? random.between(1, 38) : random.between(1, 1000)
  const [least, most] = SCALES[index % SCALES.length] ?? [0, precision]
  const scale = random.between(least, most)
  return {
    name: `numeric(${precision},${scale})`,
    // NaN is in every numeric; no decimal has it, so those whose digits fit one never get it here.
    literal: (random) => decimalLiteral(random, precision, scale),
  }
}

async function fill(
  table: string,
  columns: readonly RandomType[],
  rows: readonly (readonly (string | null)[])[],
): Promise<void> {
  const declared = columns.map(({ name }, index) => `c${index} ${name}`)
  await postgres.execute(`create table ${table} (id int primary key, ${declared.join(', ')})`)
  const values = rows.map((row, id) => `(${[String(id), ...row.map(quoted)].join(', ')})`)
  await postgres.execute(`insert into ${table} values ${values.join(', ')}`)
}

/** Rows of a table that the file does not say the same of, and the number of values compared. */
async function compared(
  table: string,
  columns: readonly RandomType[],
): Promise<{ readonly values: number; readonly different: readonly unknown[] }> {
  const dimensions = Object.fromEntries(
    columns.flatMap(({ dimensions }, index) =>
      dimensions === undefined ? [] : [[`c${index}`, dimensions]],
    ),
  )
  // A connection reads in the snapshot that it begins with, so each table has its own.
  await using connection = await connect(connectionSettings({ url: database.url }))
  const tools = { connection, duckDb, folder }
  const found = await writtenTexts(`select * from ${table} order by id`, tools, dimensions)
  const expected = await postgres.query<{ row: string }>(
    `select ${table}::text as row from ${table} order by id`,
  )
  const different = expected
    .map(({ row }, index) => ({ expected: row, got: rowText(found[index] ?? []) }))
    .filter(({ expected, got }) => expected !== got)
  if (found.length !== expected.length) throw new Error(`${found.length} rows in the file`)
  return { values: expected.length * columns.length, different: different.slice(0, 3) }
}

function quoted(value: string | null): string {
  return value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
}
