import type { ReadNote } from '@carmilla/transform'
import { formatBytes, formatCount, formatNumberOf, formatSeconds } from '../output/quantity.ts'
import { formatTable, type TextColumn, type TextTableOptions } from '../output/text-table.ts'
import type { TaskOutcome } from './outcome.ts'

const COLUMNS: readonly TextColumn[] = [
  { title: 'task' },
  { title: 'status' },
  { title: 'rows', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'files', align: 'right' },
  { title: 'version', align: 'right' },
  { title: 'time', align: 'right' },
]

/** The tasks of a run and what became of them, as a table; notes below it. */
export function formatSummary(outcomes: readonly TaskOutcome[], options: TextTableOptions): string {
  const rows = outcomes.map((outcome) => [
    outcome.task,
    outcome.status,
    rowsOf(outcome),
    outcome.bytes === null ? '' : formatBytes(outcome.bytes),
    outcome.files === null ? '' : formatCount(outcome.files),
    outcome.version === null ? '' : formatCount(outcome.version),
    formatSeconds(outcome.seconds),
  ])
  const notes = outcomes.flatMap(({ task, notes: counted = [] }) =>
    counted.map((note) => `${task}.${note.column}: ${noteText(note)}`),
  )
  return [formatTable(COLUMNS, rows, options), ...notes].join('\n')
}

/** `rounded 1,204 values: dashboards need no cents` */
function noteText({ kind, reason, count }: ReadNote): string {
  if (kind === 'null') return `NULL in ${formatNumberOf(count, 'row')}: ${reason}`
  return `${kind} ${formatNumberOf(count, 'value')}: ${reason}`
}

/** The planner's estimate is no count. */
function rowsOf({ status, rows }: TaskOutcome): string {
  if (rows === null) return ''
  return status === 'checked' ? `~${formatCount(rows)}` : formatCount(rows)
}
