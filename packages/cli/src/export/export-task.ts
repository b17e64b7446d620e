import type { Connection, SourceQuery } from '@carmilla/extract'
import {
  plainTask,
  safeName,
  shardableTable,
  type Task,
  type UnrepresentablePolicy,
} from '@carmilla/transform'
import { CliError } from '../errors.ts'
import { checkNames, exportColumn } from './export-columns.ts'
import { personalNotice } from './personal-notice.ts'
import type { SourceTable } from './source-table.ts'
import { quoteName, showName } from './table-name.ts'

/** There is no task to edit. */
const NULL_REMEDY = 'write NULL and count it with --unrepresentable null'

/** What is exported, and what to know of it: one sentence each. */
export interface ExportedTable {
  readonly task: Task
  readonly notices: readonly string[]
}

/** A table to export, and how. */
export interface TableExport {
  /** Name that it is published under. */
  readonly name: string
  readonly table: SourceTable
  readonly unrepresentable: UnrepresentablePolicy
}

/** A query to export, and how. */
export interface QueryExport {
  /** Name that its result is published under. */
  readonly name: string
  readonly sql: string
  readonly unrepresentable: UnrepresentablePolicy
}

/** Makes the task that reads all of a table that the role may read. */
export async function tableTask(
  connection: Connection,
  { name: taskName, table, unrepresentable }: TableExport,
): Promise<ExportedTable> {
  const from = `${quoteName(table.schema)}.${quoteName(table.name)}`
  const columns = table.columns.filter(({ readable }) => readable)
  const names = columns.map(({ name }) => name)
  try {
    checkHasColumns(taskName, table, names)
    checkNames(taskName, names, 'name them apart with --query and `as`')
  } catch (error) {
    return { task: failingTask(plain(`select from ${from}`), error), notices: [] }
  }
  const references = names.map(quoteName)
  const described = await connection.describe(plain(`select ${references.join(', ')} from ${from}`))
  const exported = columns.flatMap((column, index) => {
    const [source, reference] = [described[index], references[index]]
    return source === undefined || reference === undefined
      ? []
      : [exportColumn({ ...column, source, reference, unrepresentable })]
  })
  const noticed = columns.flatMap(({ comment }, index) => {
    const source = described[index]
    return source === undefined ? [] : [{ source, comment, table: table.name }]
  })
  const key = table.primaryKey.map((column) => safeName(column))
  const source = plain(
    `select ${exported.map(({ expression }) => expression).join(', ')} from ${from}`,
  )
  const hasKey = key.length > 0 && table.primaryKey.every((column) => names.includes(column))
  const task = plainTask({
    source,
    columns: exported,
    shards: shardableTable(table, source),
    expect: hasKey ? { unique: [key] } : {},
    nullRemedy: NULL_REMEDY,
  })
  return { task, notices: personalNotice(`table ${showName(table)}`, noticed) }
}

/**
 * Makes the task that reads a query's result; its columns may all be NULL, for nobody says which
 * are not.
 *
 * @throws {CliError} `not_exportable`
 * @throws {ExtractError} `query_failed`
 */
export async function queryTask(
  connection: Connection,
  { name, sql, unrepresentable }: QueryExport,
): Promise<ExportedTable> {
  const described = await connection.describe(plain(sql))
  const names = described.map((column) => column.name)
  if (names.length === 0) throw new CliError('not_exportable', 'the query returns no columns')
  checkNames(name, names, 'name them apart with `as`')
  const columns = described.map((source, index) =>
    exportColumn({
      source,
      reference: `c${index}`,
      nullable: true,
      dimensions: 0,
      comment: null,
      unrepresentable,
    }),
  )
  const task = plainTask({
    source: plain(castQuery(sql, columns)),
    columns,
    nullRemedy: NULL_REMEDY,
  })
  const noticed = described.map((source) => ({ source, comment: null }))
  return { task, notices: personalNotice('the query', noticed) }
}

/** The query itself, unless some of its columns must become text. */
function castQuery(
  sql: string,
  columns: readonly { readonly expression: string; readonly cast: boolean }[],
): string {
  if (columns.every(({ cast }) => !cast)) return sql
  const names = columns.map((_, index) => `c${index}`).join(', ')
  const expressions = columns.map(({ expression }) => expression).join(', ')
  // The line break ends a comment that the query may end with.
  return `select ${expressions} from (${sql.replace(/[\s;]+$/, '')}\n) as result (${names})`
}

function checkHasColumns(name: string, table: SourceTable, readable: readonly string[]): void {
  if (readable.length > 0) return
  const reason =
    table.columns.length === 0
      ? 'has no columns, so there is nothing to write'
      : 'has no column that this role may read; grant select on it'
  throw new CliError('not_exportable', `table \`${name}\` ${reason}`)
}

/** A task that fails as soon as it is opened: one table that cannot be read stops no other. */
function failingTask(source: SourceQuery, error: unknown): Task {
  return {
    source,
    lookups: [],
    schema: [],
    columns: [],
    partitionKeys: [],
    expect: {},
    personal: [],
    open: () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
  }
}

function plain(sql: string): SourceQuery {
  return { sql, parameters: [] }
}
