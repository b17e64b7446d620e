import { stripVTControlCharacters } from 'node:util'
import { textWidth } from './text-width.ts'

/** A column of a printed table. */
export interface TextColumn {
  readonly title: string
  /** Numbers stand right, so that their digits line up. */
  readonly align?: 'left' | 'right'
}

export interface TextTableOptions {
  /** Widest line, in terminal columns; wider tables get their widest cells cut. */
  readonly width: number
}

/** Narrowest that a column is cut to, in terminal columns. */
const NARROWEST = 8
const GAP = '  '
const CUT = '…'

/** Lays out rows below aligned titles and a rule; each line without trailing blanks. */
export function formatTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  options: TextTableOptions,
): string {
  const cells = rows.map((row) => row.map(printable))
  const widths = fit(
    columns.map(({ title }, index) =>
      Math.max(textWidth(title), ...cells.map((row) => textWidth(row[index] ?? ''))),
    ),
    options.width,
  )
  const line = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => pad(row[index] ?? '', widths[index] ?? 0, align ?? 'left'))
      .join(GAP)
      .trimEnd()
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...cells.map(line),
  ].join('\n')
}

/** Narrows the widest columns until the line fits; none below {@link NARROWEST}. */
function fit(widths: readonly number[], lineWidth: number): readonly number[] {
  const fitted = [...widths]
  const available = lineWidth - GAP.length * (widths.length - 1)
  let excess = fitted.reduce((sum, width) => sum + width, 0) - available
  while (excess > 0) {
    const widest = Math.max(...fitted)
    if (widest <= NARROWEST) break
    const index = fitted.indexOf(widest)
    const next = Math.max(NARROWEST, ...fitted.filter((width) => width < widest))
    const cut = Math.min(excess, widest - Math.min(next, widest - 1))
    fitted[index] = widest - cut
    excess -= cut
  }
  return fitted
}

function pad(cell: string, width: number, align: 'left' | 'right'): string {
  const cut = cutTo(cell, width)
  const blanks = ' '.repeat(Math.max(0, width - textWidth(cut)))
  return align === 'right' ? blanks + cut : cut + blanks
}

/** The beginning of a cell, when it is wider than `width` columns. */
export function cutTo(cell: string, width: number): string {
  if (textWidth(cell) <= width) return cell
  let kept = ''
  let keptWidth = 0
  for (const { segment } of new Intl.Segmenter().segment(cell)) {
    const segmentWidth = textWidth(segment)
    if (keptWidth + segmentWidth > width - 1) break
    kept += segment
    keptWidth += segmentWidth
  }
  return kept + CUT
}

/** A cell is one line and never moves the cursor, whatever the data holds. */
export function printable(cell: string): string {
  return stripVTControlCharacters(cell)
    .replaceAll('\n', '↵')
    .replaceAll('\t', '→')
    .replaceAll(/\p{Cc}/gu, '·')
}
