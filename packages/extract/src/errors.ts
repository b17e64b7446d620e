/** Every way this package fails. Match on `code`. */
export type ExtractErrorCode =
  | 'connection_failed'
  | 'authentication_failed'
  | 'connection_lost'
  | 'snapshot_broken'
  | 'query_failed'
  | 'statement_timed_out'
  | 'limit_not_visible'
  | 'aborted'
  | 'unsupported_type'
  | 'unrepresentable_value'
  | 'protocol_violation'
  | 'row_too_large'

/** Facts about a failure that a program may use; never a secret. */
export type ErrorContext = Readonly<Record<string, string | number | bigint>>

/** Options of every error of the workspace. */
export interface ErrorOptions {
  readonly cause?: unknown
  /** Whether the same call may succeed later. Decided where the failure is seen. */
  readonly retriable?: boolean
  readonly context?: ErrorContext
}

/** A failure to connect to Postgres or to read from it. */
export class ExtractError extends Error {
  override readonly name = 'ExtractError'
  readonly code: ExtractErrorCode
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(code: ExtractErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}
