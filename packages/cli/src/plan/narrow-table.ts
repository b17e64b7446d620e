import { textWidth } from '../output/text-width.ts'
import { formatTable, type TextColumn, type TextTableOptions } from '../output/text-table.ts'

/** A table of text that is not laid out yet. */
interface TextTable {
  readonly columns: readonly TextColumn[]
  readonly rows: readonly (readonly string[])[]
}

const GAP_COLUMNS = 2

/** What makes a plan's table narrower, what is missed least first. */
const NARROWINGS: readonly ((table: TextTable) => TextTable)[] = [
  (table) => withCells(table, 'postgres', shortPostgresType),
  (table) => withCells(table, 'parquet', logicalTypes),
  (table) => withTitle(table, 'what does not fit', 'unfit'),
  (table) => without(table, 'hive'),
]

/**
 * Lays out the columns of a plan. Where the terminal cannot hold the lines, types get their short
 * names and the Hive types, which follow from the Parquet types, are left out; then cells are cut.
 */
export function formatNarrowTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  options: TextTableOptions,
): string {
  let table: TextTable = { columns, rows }
  for (const narrow of NARROWINGS) {
    if (widthOf(table) <= options.width) break
    table = narrow(table)
  }
  return formatTable(table.columns, table.rows, options)
}

function widthOf({ columns, rows }: TextTable): number {
  const widths = columns.map(({ title }, index) =>
    Math.max(textWidth(title), ...rows.map((row) => textWidth(row[index] ?? ''))),
  )
  return widths.reduce((sum, width) => sum + GAP_COLUMNS + width, -GAP_COLUMNS)
}

/** Names that Postgres takes as well as those that it prints. */
function shortPostgresType(type: string): string {
  return type
    .replace('character varying', 'varchar')
    .replace('double precision', 'float8')
    .replace(/^(timestamp|time)(.*) with time zone/, '$1tz$2')
    .replace(' without time zone', '')
}

/** `INT64 DECIMAL(14, 2)` is `DECIMAL(14, 2)`: how it is stored follows from what it is. */
function logicalTypes(type: string): string {
  return type.replaceAll(/\b(?:INT32|INT64|BYTE_ARRAY|FIXED_LEN_BYTE_ARRAY\(\d+\)) (?=[A-Z])/g, '')
}

function withCells(
  { columns, rows }: TextTable,
  title: string,
  change: (cell: string) => string,
): TextTable {
  const changed = columns.findIndex((column) => column.title === title)
  return {
    columns,
    rows: rows.map((row) => row.map((cell, index) => (index === changed ? change(cell) : cell))),
  }
}

function withTitle({ columns, rows }: TextTable, from: string, to: string): TextTable {
  return {
    columns: columns.map((column) => (column.title === from ? { ...column, title: to } : column)),
    rows,
  }
}

function without({ columns, rows }: TextTable, title: string): TextTable {
  const gone = columns.findIndex((column) => column.title === title)
  return {
    columns: columns.filter((_, index) => index !== gone),
    rows: rows.map((row) => row.filter((_, index) => index !== gone)),
  }
}
