import { ExtractError } from './errors.ts'

/** A value whose bytes cannot be what Postgres sends for its type. `type` is as Postgres calls it. */
export function malformedValue(type: string): ExtractError {
  return new ExtractError(
    'protocol_violation',
    `${type} from postgres: its bytes contradict its type; was the type changed while it was read?`,
  )
}
