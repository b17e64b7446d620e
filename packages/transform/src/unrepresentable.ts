import { ExtractError } from '@carmilla/extract'

/** Whether a decoder or value reader refused a value that it cannot give exactly. */
export function isUnrepresentable(error: unknown): error is ExtractError {
  return error instanceof ExtractError && error.code === 'unrepresentable_value'
}
