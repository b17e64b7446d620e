/** Every way this package fails. Match on `code`. */
export type LoadErrorCode =
  | 'target_not_writable'
  | 'target_full'
  | 'write_failed'
  | 'read_failed'
  | 'object_exists'
  | 'object_missing'
  | 'verification_failed'
  | 'gate_failed'
  | 'commit_conflict'
  | 'commit_unknown'
  | 'catalog_corrupt'
  | 'unknown_table'
  | 'unknown_version'
  | 'schema_invalid'
  | 'column_unwritable'
  | 'codec_unsupported'
  | 'not_sorted'
  | 'too_many_files'
  | 'breaking_change'
  | 'aborted'

/** A failure to write, verify or publish. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
  readonly code: LoadErrorCode
  readonly retriable: boolean
  readonly context: Readonly<Record<string, string | number | bigint>>

  constructor(
    code: LoadErrorCode,
    message: string,
    options: {
      readonly cause?: unknown
      readonly retriable?: boolean
      readonly context?: Readonly<Record<string, string | number | bigint>>
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}
