import type { ErrorContext, ErrorOptions } from '@carmilla/extract'

/** Every way in which the command itself fails. Match on `code`. */
export type CliErrorCode =
  | 'usage'
  | 'config_not_found'
  | 'config_invalid'
  | 'database_unknown'
  | 'target_invalid'
  | 'unknown_task'
  | 'unknown_table'
  | 'unknown_source'
  | 'name_collision'
  | 'not_exportable'
  | 'nothing_published'
  | 'query_failed'
  | 'timed_out'
  | 'snapshot_too_old'
  | 'worker_died'
  | 'interrupted'

/** A failure of the command, as opposed to one of the database, a task or the target. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: CliErrorCode
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(code: CliErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}

/** What a failure is to whoever reads it: in JSON, or as `error[code]: message`. */
export interface ErrorFacts {
  readonly code: string
  readonly message: string
}

/** Code of an error that nobody expected: a bug, or a system that behaves as none should. */
export const UNEXPECTED = 'unexpected'

/** Puts whatever was thrown into a code and one line. */
export function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { code: UNEXPECTED, message: String(error) }
  const code = isCoded(error) ? error.code : UNEXPECTED
  return { code, message: oneLine(error.message === '' ? error.name : error.message) }
}

/** Whether the error is one of the workspace's own, or has a system's code such as `EACCES`. */
export function isCoded(error: Error): error is Error & { readonly code: string } {
  return 'code' in error && typeof error.code === 'string'
}

function oneLine(message: string): string {
  return message.trim().replaceAll(/\s*\n\s*/g, ' ')
}
