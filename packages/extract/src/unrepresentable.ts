import { ExtractError } from './errors.ts'
import { shownText } from './shown-text.ts'

/** What cannot be held, and where it stands. */
export interface Unrepresentable {
  /** The type of the value, as Postgres calls it. */
  readonly type: string
  /** The value as text. */
  readonly value: string
  /** What it should have fitted, such as `decimal(10, 2)`. */
  readonly target: string
  readonly hint: string
  /** Row within the batch; unknown to the reader of a single value. */
  readonly row?: number | undefined
}

/** Makes the error for a value that would have to be changed to be kept. */
export function unrepresentable(found: Unrepresentable): ExtractError {
  const { type, value, target, hint, row } = found
  return new ExtractError(
    'unrepresentable_value',
    `${type} ${shownText(value)} does not fit ${target}; ${hint}`,
    { context: { value, ...(row === undefined ? {} : { row }) } },
  )
}
