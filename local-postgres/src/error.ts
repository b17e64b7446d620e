/** Every way this package fails. Match on `code`. */
export type LocalPostgresErrorCode =
  | 'unsupported_platform'
  | 'binaries_unusable'
  | 'data_folder_in_use'
  | 'data_folder_unusable'
  | 'port_taken'
  | 'start_failed'
  | 'start_timed_out'
  | 'bad_arguments'
  | 'preparation_failed'

/** What a {@link LocalPostgresError} is made of besides its message. */
export interface LocalPostgresErrorDetails {
  readonly code: LocalPostgresErrorCode
  /** Whether the same call may succeed when made again. */
  readonly retriable?: boolean
  readonly context?: Readonly<Record<string, string | number>>
  readonly cause?: unknown
}

/** A failure to find, start or prepare the local server. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError'
  readonly code: LocalPostgresErrorCode
  readonly retriable: boolean
  readonly context: Readonly<Record<string, string | number>>

  constructor(message: string, details: LocalPostgresErrorDetails) {
    super(message, { cause: details.cause })
    this.code = details.code
    this.retriable = details.retriable ?? false
    this.context = details.context ?? {}
  }
}
