import type { TableDescriptor } from '@carmilla/extract'
import { byName } from '../by-name.ts'
import { nameInQuery } from '../catalog/table-name.ts'
import type { EnumLabels } from '../render/column-type.ts'
import { docComment } from '../render/doc-comment.ts'
import { propertyKey, quote, quoteAll } from '../render/literal.ts'
import { layOut } from './column-function.ts'
import { modelColumns, type ModelColumn } from './model-column.ts'

const LINE_WIDTH = 100

/** Prints the first version of a task: every column of the table, nothing derived, nothing lost. */
export function renderTask(table: TableDescriptor, enums: EnumLabels): string {
  const all = modelColumns(table, enums)
  const columns = all.filter(({ personal }) => personal === undefined)
  const unique = uniqueKey(table, columns)
  return [
    imports(columns),
    '\n',
    docComment(table.comment),
    'export default defineTask({\n',
    leftOutComment(all),
    `  source: ${source(table, columns)},\n`,
    '  record: () => ({\n',
    ...columns.map(recordEntry),
    '  }),\n',
    unique === undefined ? '' : `  expect: { unique: [${unique}] },\n`,
    '})\n',
  ].join('')
}

function recordEntry({ name, column }: ModelColumn): string {
  const key = propertyKey(name)
  return `    ${key}: ${layOut(column, '    ', key.length + ': '.length)},\n`
}

/** Names the columns that are left out, each with what could stand in the record. */
function leftOutComment(columns: readonly ModelColumn[]): string {
  const lines = columns.flatMap(({ name, personal, column }) =>
    personal === undefined
      ? []
      : [`  //   ${propertyKey(name)}: ${treatmentOf(column.text)}, (${personal})\n`],
  )
  if (lines.length === 0) return ''
  return [
    '  // Left out, for they are personal. To write one, select it and say in the record what becomes of it:\n',
    ...lines,
  ].join('')
}

/** The record column of a personal one that gives least away. */
function treatmentOf(column: string): string {
  if (/\b(?:text|uuid|json)\(\)/.test(column)) return `hash(${column.replace(/uuid|json/, 'text')})`
  if (/\b(?:date|timestamp\w*)\(\)$|\((?:date|timestamp\w*)\(\)\)$/.test(column)) {
    return `generalise(${column}, 'year')`
  }
  return `reveal(${column}, 'why')`
}

function imports(columns: readonly ModelColumn[]): string {
  const types = columns.flatMap((column) => column.extractTypes)
  const functions = columns.flatMap((column) => column.transformFunctions)
  return [
    importLine('import', ['db'], '../generated/db.ts'),
    types.length === 0 ? '' : importLine('import type', types, '@carmilla/extract'),
    importLine('import', ['defineTask', ...functions], '@carmilla/transform'),
    columns.some((column) => column.usesSql) ? importLine('import', ['sql'], 'kysely') : '',
  ].join('')
}

function importLine(keyword: string, names: readonly string[], from: string): string {
  const sorted = [...new Set(names)].toSorted(byName)
  const line = `${keyword} { ${sorted.join(', ')} } from ${quote(from)}\n`
  if (line.length <= LINE_WIDTH + 1) return line
  return `${keyword} {\n${sorted.map((name) => `  ${name},\n`).join('')}} from ${quote(from)}\n`
}

/** Laid out as the formatter would: on one line if it fits, else as a chain, or around comments. */
function source(table: TableDescriptor, columns: readonly ModelColumn[]): string {
  const from = `selectFrom(${quote(nameInQuery(table))})`
  if (columns.some((column) => column.selectionComment !== undefined)) {
    return `db.${from}.select([\n${elements(columns, '    ')}  ])`
  }
  const select = `.select([${columns.map((column) => column.selection).join(', ')}])`
  const line = `db.${from}${select}`
  if ('  source: ,'.length + line.length <= LINE_WIDTH) return line
  if ('    ,'.length + select.length <= LINE_WIDTH) return `db\n    .${from}\n    ${select}`
  return `db\n    .${from}\n    .select([\n${elements(columns, '      ')}    ])`
}

function elements(columns: readonly ModelColumn[], indent: string): string {
  return columns
    .map(({ selection, selectionComment }) => {
      const comment = selectionComment === undefined ? '' : `${indent}// ${selectionComment}\n`
      const line = `${indent}${selection},\n`
      if (line.length <= LINE_WIDTH + 1) return comment + line
      return comment + line.replace(/\.as\((.*)\),\n$/, `.as(\n${indent}  $1,\n${indent}),\n`)
    })
    .join('')
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
