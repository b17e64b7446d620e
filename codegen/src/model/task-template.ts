import type { TableDescriptor } from '@carmilla/extract'
import { byName } from '../by-name.ts'
import { nameInQuery } from '../catalog/table-name.ts'
import type { EnumLabels } from '../render/column-type.ts'
import { docComment } from '../render/doc-comment.ts'
import { quote, quoteAll } from '../render/literal.ts'
import { modelColumns, type ModelColumn } from './model-column.ts'

const LINE_WIDTH = 100
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** Prints the first version of a task: every column of the table, nothing derived, nothing lost. */
export function renderTask(table: TableDescriptor, enums: EnumLabels): string {
  const columns = modelColumns(table, enums)
  const unique = uniqueKey(table, columns)
  return [
    imports(columns),
    '\n',
    docComment(table.comment),
    'export default defineTask({\n',
    `  source: ${source(table, columns)},\n`,
    '  record: () => ({\n',
    ...columns.map(({ name, column }) => `    ${key(name)}: ${column},\n`),
    '  }),\n',
    unique === undefined ? '' : `  expect: { unique: [${unique}] },\n`,
    '})\n',
  ].join('')
}

function imports(columns: readonly ModelColumn[]): string {
  const types = columns.flatMap((column) => column.extractTypes)
  const functions = columns.flatMap((column) => column.transformFunctions)
  return [
    types.length === 0 ? '' : importLine('import type', types, '@carmilla/extract'),
    importLine('import', ['defineTask', ...functions], '@carmilla/transform'),
    columns.some((column) => column.usesSql) ? importLine('import', ['sql'], 'kysely') : '',
    importLine('import', ['db'], '../generated/db.ts'),
  ].join('')
}

function importLine(keyword: string, names: readonly string[], from: string): string {
  const sorted = [...new Set(names)].toSorted(byName)
  const line = `${keyword} { ${sorted.join(', ')} } from ${quote(from)}\n`
  if (line.length <= LINE_WIDTH + 1) return line
  return `${keyword} {\n${sorted.map((name) => `  ${name},\n`).join('')}} from ${quote(from)}\n`
}

function source(table: TableDescriptor, columns: readonly ModelColumn[]): string {
  const start = `db.selectFrom(${quote(nameInQuery(table))}).select([`
  const line = `${start}${columns.map((column) => column.selection).join(', ')}])`
  const hasComment = columns.some((column) => column.selectionComment !== undefined)
  if (!hasComment && '  source: ,'.length + line.length <= LINE_WIDTH) return line
  const elements = columns.map(({ selection, selectionComment }) =>
    selectionComment === undefined
      ? `    ${selection},\n`
      : `    // ${selectionComment}\n    ${selection},\n`,
  )
  return `${start}\n${elements.join('')}  ])`
}

function key(name: string): string {
  return IDENTIFIER.test(name) ? name : quote(name)
}

/** The primary key in the record's names; none when the role may not read all of it. */
function uniqueKey(
  { primaryKey }: TableDescriptor,
  columns: readonly ModelColumn[],
): string | undefined {
  const names = primaryKey.flatMap(
    (keyColumn) => columns.find((column) => column.source === keyColumn)?.name ?? [],
  )
  if (names.length === 0 || names.length < primaryKey.length) return undefined
  return names.length === 1 ? names.map(quote).join() : quoteAll(names)
}
