import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Task } from '@carmilla/transform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModel, introspect, readCatalog } from '../codegen/src/index.ts'
import { ScratchWorkspace } from '../codegen/test/scratch-workspace.ts'
import { marketplaceTemplate } from '../marketplace/src/index.ts'
import { DuckDb } from './oracle/duckdb.ts'
import { type Ended, runEtl, taskLines } from './oracle/etl-process.ts'
import { Hyparquet } from './oracle/hyparquet.ts'
import { canonical, Postgres } from './oracle/postgres.ts'
import { currentFiles, strayFiles } from './oracle/published-files.ts'
import { type Column, differences } from './oracle/rows.ts'
import { classifyAsMarketplace, revealTasks } from './revealed-tasks.ts'
import { createTestDatabase, type TestDatabase } from './support/index.ts'

/**
 * Columns with values that no Parquet type holds, and the value to write instead: arrays of several
 * dimensions, and the infinite times.
 */
const UNREPRESENTABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  requests: { filters: 'array_ndims(filters) > 1' },
  users: {
    last_sign_in_at: 'not isfinite(last_sign_in_at)',
    expired_at: 'not isfinite(expired_at)',
  },
}

const CONFIG = `
import { tasks } from './generated/tasks.ts'
export default { tasks }
`

/** A column as `pg_attribute` has it. */
interface SourceColumn {
  readonly name: string
  /** As `format_type` prints it, of a domain's base type. */
  readonly type: string
  /** A domain that is NOT NULL does not count: an empty subquery puts a NULL into its columns. */
  readonly nullable: boolean
}

/** A table, view or materialized view. */
interface Relation {
  /** `audit."Order"`, as SQL takes it. */
  readonly sql: string
  /** `audit.Order`, as create-model takes it. */
  readonly name: string
  readonly columns: readonly SourceColumn[]
}

let database: TestDatabase
let postgres: Postgres
let duckdb: DuckDb
let scratch: ScratchWorkspace
let folder: string
/** The run of the tasks as they were written. */
let first: Ended
/** The run of those that failed, mended. */
let second: Ended
const relations = new Map<string, Relation>()

beforeAll(async () => {
  database = await createTestDatabase({ template: marketplaceTemplate() })
  postgres = await Postgres.connect(database.url)
  // A session can print intervals in four ways; files hold the one that other programs read.
  await postgres.execute(`set intervalstyle = 'iso_8601'`)
  duckdb = await DuckDb.open()
  folder = await mkdtemp(join(tmpdir(), 'every-table-'))
  scratch = await ScratchWorkspace.create()
  const catalog = await readCatalog(database.url, introspect)
  for (const relation of await relationsOf(postgres)) {
    const { taskName } = await createModel(scratch.workspace, catalog, relation.name)
    relations.set(taskName, relation)
  }
  const tables = new Map([...relations].map(([task, { name }]) => [task, name]))
  await revealTasks(scratch, catalog, tables)
  await scratch.write('etl.config.ts', CONFIG)
  first = await run('--all')
}, 240_000)
afterAll(async () => {
  duckdb[Symbol.dispose]()
  await postgres[Symbol.asyncDispose]()
  await database.drop()
  await scratch[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('scaffolds every table and view of the database', () => {
  const names = [...relations.values()].map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'public.clicks',
      'audit.Order',
      'audit.events',
      'reporting.open_orders',
      'reporting.monthly_invoices',
    ]),
  )
  expect(relations.size).toBeGreaterThanOrEqual(31)
  // `audit.events` and `public.events` are two tables.
  expect(new Set(relations.keys()).size).toBe(names.length)
})

test('publishes all in one run but those with a value that no file can hold, and names the column', async () => {
  const lines = taskLines(first)
  expect(lines.map(({ task }) => task).toSorted()).toEqual([...relations.keys()].toSorted())
  const failures = lines.filter(({ status }) => status !== 'published')
  expect(failures.map(({ task }) => task).toSorted()).toEqual(Object.keys(UNREPRESENTABLE))
  for (const { task, error } of failures) {
    expect(error?.code).toBe('unrepresentable_value')
    const columns = Object.keys(UNREPRESENTABLE[task] ?? {}).join('|')
    const says = new RegExp(
      `^task \`${task}\` column \`(${columns})\` \\(public\\.${task}\\.\\1\\), row with id = (\\d+): `,
    )
    const message = error?.message ?? ''
    expect(message).toMatch(says)
    const [, column = '', id] = says.exec(message) ?? []
    const condition = UNREPRESENTABLE[task]?.[column]
    expect(
      await postgres.query(`select from ${task} where id = ${id} and ${condition}`),
    ).toHaveLength(1)
    expect(await currentFiles(folder, task)).toEqual([])
  }
  expect(first.status).toBe(1)
  expect(first.stderr).toContain(
    `published ${lines.length - failures.length} of ${lines.length} tables; run again to finish`,
  )
  expect(await strayFiles(folder)).toEqual([])
})

test('publishes those too once their columns say that such a value becomes NULL, and counts', async () => {
  for (const [task, columns] of Object.entries(UNREPRESENTABLE)) {
    let text = await scratch.read(`tasks/${task}.ts`)
    for (const column of Object.keys(columns)) {
      const mended = text.replace(
        new RegExp(`(    ${column}: optional\\(.*)\\),\n`),
        `$1, { unrepresentable: 'null' }),\n`,
      )
      expect(mended).not.toBe(text)
      text = mended
    }
    await scratch.write(`tasks/${task}.ts`, text)
  }
  second = await run(...Object.keys(UNREPRESENTABLE))
  expect(second).toMatchObject({ status: 0 })
  for (const { task, notes = [] } of taskLines(second)) {
    for (const [column, condition] of Object.entries(UNREPRESENTABLE[task] ?? {})) {
      const [expected] = await postgres.query<{ count: number }>(
        `select count(*)::int as count from ${task} where ${condition}`,
      )
      expect(expected?.count).toBeGreaterThan(0)
      expect(notes).toContainEqual({
        column,
        kind: 'null',
        reason: 'unrepresentable value',
        count: expected?.count,
      })
    }
    expect(notes).toHaveLength(Object.keys(UNREPRESENTABLE[task] ?? {}).length)
  }
  expect(await strayFiles(folder)).toEqual([])
})

test('has tasks that all compile together', { timeout: 120_000 }, async () => {
  expect(await scratch.compile()).toBe('')
})

test('gives every column the type that holds it, and lets it be NULL only where the source may be', async () => {
  for (const [task, { columns }] of relations) {
    const paths = await currentFiles(folder, task)
    const found = await duckdb.columns(paths)
    expect(
      found.map(({ type }) => type),
      `columns of ${task}`,
    ).toEqual(columns.map(({ type }) => duckTypeOf(type)))
    const [path = ''] = paths
    const elements = await duckdb.query(
      `select name, repetition_type from parquet_schema('${path}') where repetition_type is not null`,
    )
    const isOptional = new Map(
      elements.map((element) => [element['name'], element['repetition_type'] !== 'REQUIRED']),
    )
    for (const [index, { name, nullable }] of columns.entries()) {
      expect(isOptional.get(found[index]?.name), `${task}.${name}`).toBe(nullable)
    }
  }
})

test(
  'holds every value of Postgres, read by DuckDB and by hyparquet',
  { timeout: 240_000 },
  async () => {
    using hyparquet = new Hyparquet()
    let values = 0
    for (const [task, relation] of relations) {
      const paths = await currentFiles(folder, task)
      const columns: readonly Column[] = await duckdb.columns(paths)
      const texts = relation.columns.map(({ name, type }, index) => {
        const unrepresentable = UNREPRESENTABLE[task]?.[name]
        const value =
          unrepresentable === undefined
            ? quoted(name)
            : `(case when ${unrepresentable} then null else ${quoted(name)} end)`
        return textOf(value, type, columns[index]?.type ?? '')
      })
      const expected = await postgres.rows(texts, relation.sql)
      expect(expected.length, `${task} has rows`).toBeGreaterThan(0)
      const byDuckDb = differences(columns, { expected, got: await duckdb.rows(paths, columns) })
      expect(byDuckDb, `${task}, by DuckDB`).toEqual([])
      const got = await hyparquet.rows(paths)
      expect(differences(columns, { expected, got }, 'double'), `${task}, by hyparquet`).toEqual([])
      values += expected.length * columns.length
    }
    expect(values).toBeGreaterThan(100_000)
  },
)

test(
  'scaffolds no personal column, and names those that it leaves out',
  { timeout: 240_000 },
  async () => {
    await using cautious = await ScratchWorkspace.create()
    await classifyAsMarketplace(cautious)
    const catalog = await readCatalog(database.url, introspect)
    for (const { name } of relations.values()) {
      await createModel(cautious.workspace, catalog, name)
    }
    expect(await cautious.compile()).toBe('')
    await cautious.write('etl.config.ts', CONFIG)
    const { default: config }: { default: { tasks: Readonly<Record<string, Task>> } } =
      await import(`${cautious.root}/etl.config.ts`)
    let leftOut = 0
    for (const [task, { columns }] of relations) {
      const text = await cautious.read(`tasks/${task}.ts`)
      const kept = config.tasks[task]?.schema.map(({ name }) => name) ?? []
      const all = new Set((await duckdb.columns(await currentFiles(folder, task))).map(nameOf))
      const missing = [...all.difference(new Set(kept))]
      expect(kept).toHaveLength(columns.length - missing.length)
      for (const name of missing) expect(text).toMatch(new RegExp(`^  //   ${name}: .*,`, 'm'))
      leftOut += missing.length
    }
    expect(leftOut).toBe(28)
    const run = ['addresses', 'audit_events', 'notes', 'providers', 'proposals']
    await using elsewhere = await temporaryFolder()
    const ended = await runEtl(
      ['run', ...run, '--target', `file:${elsewhere.path}`, '--json'],
      { DATABASE_URL: database.url },
      cautious.root,
    )
    expect(ended).toMatchObject({ status: 0 })
  },
)

function nameOf({ name }: Column): string {
  return name
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'every-table-cautious-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

function run(...words: readonly string[]): Promise<Ended> {
  return runEtl(
    ['run', ...words, '--target', `file:${folder}`, '--json'],
    { DATABASE_URL: database.url },
    scratch.root,
  )
}

async function relationsOf(from: Postgres): Promise<readonly Relation[]> {
  return from.query<Relation>(`
    select format('%I.%I', nspname, relname) as sql, nspname || '.' || relname as name,
      json_agg(json_build_object(
        'name', attname,
        'type', format_type(coalesce(nullif(d.typbasetype, 0), atttypid),
          case when d.typbasetype <> 0 then d.typtypmod else atttypmod end),
        'nullable', not attnotnull) order by attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = relnamespace
    join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
    left join pg_type d on d.oid = atttypid and d.typtype = 'd'
    where nspname in ('public', 'audit', 'reporting') and relkind in ('r', 'p', 'v', 'm')
      and not relispartition
    group by nspname, relname order by nspname, relname`)
}

/** DuckDB's name for the type that should hold a Postgres type. */
function duckTypeOf(type: string): string {
  const plain: Readonly<Record<string, string>> = {
    bigint: 'BIGINT',
    integer: 'INTEGER',
    smallint: 'SMALLINT',
    boolean: 'BOOLEAN',
    real: 'FLOAT',
    'double precision': 'DOUBLE',
    date: 'DATE',
    bytea: 'BLOB',
    'timestamp without time zone': 'TIMESTAMP',
    'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  }
  if (type.endsWith('[]')) return `${duckTypeOf(type.slice(0, -2))}[]`
  return (
    plain[type] ?? type.replace(/^numeric\((.*)\)$/, 'DECIMAL($1)').replace(/^[^D].*$/, 'VARCHAR')
  )
}

function textOf(expression: string, sourceType: string, duckType: string): string {
  // A cast to text would take the blanks off.
  if (sourceType.startsWith('character(')) return `textin(bpcharout(${expression}))`
  // A cast to text would add the netmask of a single host.
  if (sourceType === 'inet') return `textin(inet_out(${expression}))`
  return canonical(expression, duckType)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
