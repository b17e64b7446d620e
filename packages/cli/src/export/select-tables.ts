import type { Connection } from '@carmilla/extract'
import { type Task, taskNameOf, type UnrepresentablePolicy } from '@carmilla/transform'
import { CliError } from '../errors.ts'
import { hintOf, nearNames } from '../near-names.ts'
import { formatNumberOf } from '../output/quantity.ts'
import type { TaskOrigin } from '../workers/task-origin.ts'
import { queryTask, tableTask } from './export-task.ts'
import { allTables, findTable, schemaNames, type SourceTable } from './source-table.ts'
import { showName, tableNames } from './table-name.ts'

/** What a call asks for; exactly one of the first four is given. */
export interface ExportSelection {
  readonly tables: readonly string[]
  readonly query?: string
  readonly schema?: string
  readonly all: boolean
  /** Name to publish under, of one table or of the query. */
  readonly as?: string
  /** What becomes of values that a column cannot hold exactly. */
  readonly unrepresentable: UnrepresentablePolicy
}

/** Tasks made for a selection, by the names that their tables are published under. */
export interface ExportTasks {
  readonly tasks: Readonly<Record<string, Task>>
  /** What each of them was made of. */
  readonly origins: Readonly<Record<string, TaskOrigin>>
  /** What is not exported, or not in full: one sentence each. */
  readonly notices: readonly string[]
}

/** Name that a query is published under when none is given. */
const QUERY_NAME = 'query'

/** Most tables that a hint lists. */
const MOST_HINTS = 3

/**
 * Finds what is asked for, and makes a task of each table.
 *
 * @throws {CliError} `unknown_source` naming every table that is not there; `name_collision`;
 * `not_exportable`
 * @throws {ExtractError}
 */
export async function exportTasks(
  connection: Connection,
  selection: ExportSelection,
  signal: AbortSignal,
): Promise<ExportTasks> {
  const { query, unrepresentable } = selection
  if (query !== undefined) {
    const name = selection.as ?? QUERY_NAME
    const exported = { name, sql: query, unrepresentable }
    const { task, notices } = await queryTask(connection, exported)
    return {
      tasks: { [name]: task },
      origins: { [name]: { kind: 'query', exported } },
      notices,
    }
  }
  const { tables, notices } = await selectTables(connection, selection, signal)
  const named = tables.map((table) => ({ name: selection.as ?? taskNameOf(table), table }))
  checkCollisions(named)
  const tasks = new Map<string, Task>()
  const origins = new Map<string, TaskOrigin>()
  const personal: string[] = []
  for (const { name, table } of named) {
    const exported = { name, table, unrepresentable }
    const made = await tableTask(connection, exported)
    tasks.set(name, made.task)
    origins.set(name, { kind: 'table', exported })
    personal.push(...made.notices)
  }
  return {
    tasks: Object.fromEntries(tasks),
    origins: Object.fromEntries(origins),
    notices: [...notices, ...tables.flatMap(noticesOf), ...personal],
  }
}

interface SelectedTables {
  readonly tables: readonly SourceTable[]
  readonly notices: readonly string[]
}

function selectTables(
  connection: Connection,
  selection: ExportSelection,
  signal: AbortSignal,
): Promise<SelectedTables> {
  return selection.all || selection.schema !== undefined
    ? tablesOf(connection, selection.schema, signal)
    : namedTables(connection, selection.tables, signal)
}

/** All that can be exported of a schema or of the database; what cannot is told, and left out. */
async function tablesOf(
  connection: Connection,
  schema: string | undefined,
  signal: AbortSignal,
): Promise<SelectedTables> {
  const found = await allTables(connection, schema, signal)
  const tables = found.filter(isReadable)
  const notices = [
    ...leftOut(found.filter(isEmpty), 'without columns'),
    ...leftOut(
      found.filter((table) => !isEmpty(table) && !isReadable(table)),
      'that this role may not read',
    ),
  ]
  if (tables.length > 0) return { tables, notices }
  const schemas = schema === undefined ? [] : await schemaNames(connection, signal)
  if (schema !== undefined && !schemas.includes(schema)) {
    const hint = hintOf(schema, schemas, `the database has ${schemas.join(', ')}`)
    throw new CliError('unknown_source', `no schema \`${schema}\`${hint}`)
  }
  const where = schema === undefined ? 'the database' : `schema \`${schema}\``
  throw new CliError('unknown_source', `${where} has no table that this role may read`)
}

function isEmpty({ columns }: SourceTable): boolean {
  return columns.length === 0
}

function isReadable({ columns }: SourceTable): boolean {
  return columns.some(({ readable }) => readable)
}

function leftOut(tables: readonly SourceTable[], which: string): readonly string[] {
  if (tables.length === 0) return []
  const names = tables.map(showName).join(', ')
  return [`left out ${formatNumberOf(tables.length, 'table')} ${which}: ${names}`]
}

async function namedTables(
  connection: Connection,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<SelectedTables> {
  const found = new Map<string, SourceTable>()
  const unknown: string[] = []
  for (const text of texts) {
    const table = await tableNamed(connection, text, signal)
    if (table === undefined) unknown.push(text)
    else found.set(table.oid, table)
  }
  if (unknown.length > 0) {
    const all = await allTables(connection, undefined, signal)
    const faults = unknown.map((text) => `no table \`${text}\`${nearTables(text, all)}`)
    throw new CliError('unknown_source', faults.join(', ').replaceAll('?, ', '? '))
  }
  return { tables: [...found.values()], notices: [] }
}

async function tableNamed(
  connection: Connection,
  text: string,
  signal: AbortSignal,
): Promise<SourceTable | undefined> {
  for (const name of tableNames(text)) {
    const table = await findTable(connection, name, signal)
    if (table !== undefined) return table
  }
  return undefined
}

/** Tables whose own names are near, in whatever schema: that may be wrong, missing or misspelt. */
function nearTables(text: string, tables: readonly SourceTable[]): string {
  const near = nearNames(
    text.slice(text.lastIndexOf('.') + 1),
    tables.map(({ name }) => name),
  )
  const shown = tables.filter(({ name }) => near.includes(name)).map(showName)
  return shown.length === 0
    ? `; the database has ${formatNumberOf(tables.length, 'table')}`
    : `; did you mean ${shown.slice(0, MOST_HINTS).join(' or ')}?`
}

function checkCollisions(named: readonly { name: string; table: SourceTable }[]): void {
  const faults = [...Map.groupBy(named, ({ name }) => name)]
    .filter(([, group]) => group.length > 1)
    .map(([name, group]) => {
      const tables = group.map(({ table }) => showName(table))
      return `tables ${tables.join(' and ')} would both be published as \`${name}\``
    })
  if (faults.length === 0) return
  throw new CliError(
    'name_collision',
    `${faults.join(', ')}; export one of them on its own, with --as`,
  )
}

function noticesOf(table: SourceTable): readonly string[] {
  const hidden = table.columns.filter(({ readable }) => !readable)
  const isPartial = hidden.length > 0 && hidden.length < table.columns.length
  const name = showName(table)
  return [
    ...(table.rowSecurity
      ? [
          `table ${name}: row-level security is on; only the rows that this role may see are exported`,
        ]
      : []),
    ...(isPartial
      ? [
          `table ${name}: without ${hidden.map((column) => column.name).join(', ')}, which this role may not read`,
        ]
      : []),
  ]
}
