import type { ColumnDescriptor, PersonalCategory, TableDescriptor } from '@carmilla/extract'
import { safeName } from '@carmilla/transform'
import { columnType, type EnumLabels } from '../render/column-type.ts'
import { commentLines } from '../render/doc-comment.ts'
import { quote } from '../render/literal.ts'
import { type ColumnFunction, columnFunction, optionalColumn } from './column-function.ts'

/** A column of a new task. */
export interface ModelColumn {
  /** Its name in the table. */
  readonly source: string
  /** Its name in the record. */
  readonly name: string
  /** The element of `select([…])`, and a comment for the line above it. */
  readonly selection: string
  readonly selectionComment?: string
  /** The record's column: `optional(text())`. */
  readonly column: ColumnFunction
  readonly extractTypes: readonly string[]
  readonly transformFunctions: readonly string[]
  readonly usesSql: boolean
  /** What it tells about a person. */
  readonly personal?: PersonalCategory
}

/** Turns the columns of a table into those of a task, in the table's order. */
export function modelColumns(table: TableDescriptor, enums: EnumLabels): readonly ModelColumn[] {
  const names = recordNames(table.columns.map((column) => column.name))
  return table.columns.map((column) => {
    const name = names.get(column.name) ?? column.name
    const declared = columnFunction(column.type, column.dimensions)
    const { personal } = column
    return {
      ...(declared === undefined
        ? castColumn(column, name)
        : { ...select(column, name, enums), ...record(column, declared) }),
      ...(personal === undefined ? {} : { personal }),
    }
  })
}

/** Longest name that Postgres keeps whole, in bytes; a longer alias is cut without an error. */
const MAX_NAME_BYTES = 63

/**
 * Gives each column a safe name of its own; one that is safe already keeps it. One that gets longer
 * than a query can call a column is cut.
 */
export function recordNames(columns: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map(
    columns.filter((name) => safeName(name) === name).map((name) => [name, name]),
  )
  const taken = new Set(names.keys())
  for (const column of columns) {
    if (names.has(column)) continue
    const base = safeName(column)
    let name = base.slice(0, MAX_NAME_BYTES)
    for (let number = 2; taken.has(name); number++) {
      const suffix = `_${number}`
      name = base.slice(0, MAX_NAME_BYTES - suffix.length) + suffix
    }
    taken.add(name)
    names.set(column, name)
  }
  return names
}

function select(column: ColumnDescriptor, name: string, enums: EnumLabels) {
  const plain = { source: column.name, name, usesSql: false, extractTypes: [] }
  if (column.name === name) return { ...plain, selection: quote(name) }
  if (isReference(column.name)) return { ...plain, selection: quote(`${column.name} as ${name}`) }
  const { text, imports } = columnType(column.type, enums)
  const type = column.nullable ? `${text} | null` : text
  const selection = `sql<${type}>\`\${sql.id(${quote(column.name)})}\`.as(${quote(name)})`
  return { source: column.name, name, selection, usesSql: true, extractTypes: imports }
}

/** Whether Kysely takes the text as the name of one column, and as nothing more. */
function isReference(name: string): boolean {
  return !name.includes('.') && !name.includes(' as ') && name.trim() === name
}

function record({ nullable }: ColumnDescriptor, declared: ColumnFunction) {
  const column = nullable ? optionalColumn(declared) : declared
  return { column, transformFunctions: column.imports }
}

function showType({ formattedType, dimensions = 1 }: ColumnDescriptor): string {
  return formattedType + '[]'.repeat(dimensions - 1)
}

function castColumn(column: ColumnDescriptor, name: string): ModelColumn {
  // An array of one dimension keeps its elements; only they are cast.
  const isList = column.type.kind === 'array' && (column.dimensions ?? 1) === 1
  const cast = isList
    ? { type: 'PgArray<Text>', sql: 'text[]', text: 'list(text())', imports: ['list', 'text'] }
    : { type: 'Text', sql: 'text', text: 'text()', imports: ['text'] }
  const type = column.nullable ? `${cast.type} | null` : cast.type
  return {
    source: column.name,
    name,
    selection: `sql<${type}>\`\${sql.id(${quote(column.name)})}::${cast.sql}\`.as(${quote(name)})`,
    selectionComment: `${commentLines(showType(column)).join(' ')} has no column type of its own: written as its text`,
    ...record(column, cast),
    extractTypes: isList ? ['PgArray', 'Text'] : ['Text'],
    usesSql: true,
  }
}
