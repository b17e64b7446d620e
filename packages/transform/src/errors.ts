import type { ErrorContext, ErrorOptions } from '@carmilla/extract'

/** Every way this package fails. Match on `code`. */
export type TransformErrorCode =
  | 'record_mismatch'
  | 'unrepresentable_value'
  | 'derive_failed'
  | 'lookup_ambiguous'
  | 'lookup_unordered'
  | 'lookup_too_large'
  | 'hash_key_missing'

/** A failure to turn rows of the source into rows of a record. */
export class TransformError extends Error {
  override readonly name = 'TransformError'
  readonly code: TransformErrorCode
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(code: TransformErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}
