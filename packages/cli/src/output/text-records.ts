import { textWidth } from './text-width.ts'
import { cutTo, printable, type TextColumn, type TextTableOptions } from './text-table.ts'

/** Lays out each row as a block of `name  value` lines: for rows that no line can hold. */
export function formatRecords(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  options: TextTableOptions,
): string {
  const names = columns.map(({ title }) => printable(title))
  const nameColumns = Math.max(0, ...names.map((name) => textWidth(name)))
  const valueColumns = Math.max(1, options.width - nameColumns - 2)
  const blocks = rows.map((row, index) => {
    const lines = names.map((name, column) => {
      const blanks = ' '.repeat(nameColumns - textWidth(name) + 2)
      return `${name}${blanks}${cutTo(printable(row[column] ?? ''), valueColumns)}`.trimEnd()
    })
    return [`── row ${index + 1} ──`, ...lines].join('\n')
  })
  return blocks.join('\n')
}
