import { ExtractError, type ResultColumn } from '@carmilla/extract'
import { TransformError } from './errors.ts'
import { nameRow, type RowPlace, shownOrigin } from './row-name.ts'
import { shownRefusal } from './shown-value.ts'

/** What failed, and in which row of a query's result. */
export interface RowFailure {
  /** What was being made of the row, such as `` task `orders` column `total` ``. */
  readonly subject: string
  readonly cause: unknown
  /** Columns of the result. */
  readonly columns: readonly ResultColumn[]
  /** The one whose value it is, where it is that of one. */
  readonly column?: ResultColumn | undefined
  /** Unknown where the decoder could not say it. */
  readonly place?: RowPlace | undefined
  /** What the author of the task can do about a value that does not fit. */
  readonly remedy?: string
}

/** Names the table, the column and the row in which a value was refused or a function failed. */
export function rowFailure(failure: RowFailure): TransformError {
  const { cause, columns, column, place, remedy } = failure
  const isRefused = cause instanceof ExtractError || cause instanceof RangeError
  const row = place === undefined ? undefined : nameRow(columns, place, column)
  const origin = column === undefined ? '' : shownOrigin(column)
  const subject = `${failure.subject}${origin}${row === undefined ? '' : `, ${row.name}`}`
  const refusal = shownRefusal(cause)
  // A refusal may have a hint of its own already.
  const joint = cause instanceof ExtractError || refusal.includes('; ') ? ', or' : ';'
  const remedies = isRefused && remedy !== undefined ? `${joint} ${remedy}` : ''
  const hint = row?.hint === undefined ? '' : `; ${row.hint}`
  return new TransformError(
    isRefused ? 'unrepresentable_value' : 'derive_failed',
    `${subject}: ${refusal}${remedies}${hint}`,
    { cause },
  )
}
