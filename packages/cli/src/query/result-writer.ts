import type { DuckDBValue } from '@duckdb/node-api'
import { textWidth } from '../output/text-width.ts'
import { formatCount } from '../output/quantity.ts'
import type { Output } from '../output/output.ts'
import { formatRecords } from '../output/text-records.ts'
import { formatTable, type TextColumn } from '../output/text-table.ts'
import { formatCsv, formatJsonObject, formatText } from './value-format.ts'

/** Rows that are laid out as a table: all of them are in memory, and nobody reads more. */
const TABLE_ROWS = 1000

/** Longest text of one cell that is measured: a table cuts it much earlier. */
const CELL_CHARACTERS = 1000

/** Types whose values stand right. */
const NUMERIC_TYPE = /INT|DECIMAL|FLOAT|DOUBLE|BIGNUM/i

export const RESULT_FORMATS = ['table', 'json', 'csv'] as const
export type ResultFormat = (typeof RESULT_FORMATS)[number]

/** A result of whatever engine. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** The same names, no two of them equal. */
  readonly uniqueNames: readonly string[]
  /** Rows in order, some at a time; can be read once. */
  readonly batches: AsyncIterable<readonly (readonly DuckDBValue[])[]>
}

/** Prints a result as it comes; only a table waits for its rows. */
export async function writeResult(
  result: QueryResult,
  format: ResultFormat,
  output: Output,
): Promise<void> {
  switch (format) {
    case 'table':
      return writeTable(result, output)
    case 'json':
      return writeLines(result, output, (row) => formatJsonObject(result.uniqueNames, row))
    case 'csv':
      await output.data(`${result.columns.map(({ name }) => formatCsv(name)).join(',')}\n`)
      return writeLines(result, output, (row) => row.map(formatCsv).join(','))
  }
}

async function writeLines(
  { batches }: QueryResult,
  output: Output,
  format: (row: readonly DuckDBValue[]) => string,
): Promise<void> {
  for await (const rows of batches) {
    if (rows.length === 0) continue
    const isRead = await output.data(`${rows.map(format).join('\n')}\n`)
    if (!isRead) return
  }
}

async function writeTable(result: QueryResult, output: Output): Promise<void> {
  const cells: string[][] = []
  let hasMore = false
  for await (const rows of result.batches) {
    const room = TABLE_ROWS - cells.length
    for (const row of rows.slice(0, room)) {
      cells.push(row.map((value) => formatText(value).slice(0, CELL_CHARACTERS)))
    }
    hasMore = rows.length > room
    if (hasMore) break
  }
  const columns = result.columns.map(({ name, type }) => ({
    title: name,
    align: isNumeric(type) ? ('right' as const) : ('left' as const),
  }))
  await output.data(`${layOut(columns, cells, output.width)}\n`)
  const count = `${formatCount(cells.length)} ${cells.length === 1 ? 'row' : 'rows'}`
  output.say(hasMore ? `the first ${count}; --csv and --json print all` : count)
}

/** A table when the terminal can hold its lines, else a block for each row. */
function layOut(
  columns: readonly TextColumn[],
  cells: readonly (readonly string[])[],
  width: number,
): string {
  const table = formatTable(columns, cells, { width })
  const [firstLine = '', rule = ''] = table.split('\n')
  const isTooWide = Math.max(textWidth(firstLine), textWidth(rule)) > width
  return isTooWide && cells.length > 0 ? formatRecords(columns, cells, { width }) : table
}

function isNumeric(type: string): boolean {
  return NUMERIC_TYPE.test(type) && !type.endsWith(']')
}
