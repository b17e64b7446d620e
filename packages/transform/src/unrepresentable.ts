import { ExtractError } from '@carmilla/extract'

/** Whether a decoder or value reader refused a value that it cannot give exactly. */
export function isUnrepresentable(error: unknown): error is ExtractError {
  return error instanceof ExtractError && error.code === 'unrepresentable_value'
}

/** The row of the batch whose value was refused; `undefined` for any other error. */
export function refusedRow(error: unknown): number | undefined {
  if (!isUnrepresentable(error)) return undefined
  const { row } = error.context
  return typeof row === 'number' ? row : undefined
}

/** The refusal of a value, with the row of the batch in which it stands. */
export function refusedIn(row: number, cause: unknown): unknown {
  if (!isUnrepresentable(cause)) return cause
  const { code, message, context } = cause
  return new ExtractError(code, message, { cause, context: { ...context, row } })
}
