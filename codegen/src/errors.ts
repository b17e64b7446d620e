import type { ErrorContext, ErrorOptions } from '@carmilla/extract'

/** Every way this package fails. Match on `code`. */
export type CodegenErrorCode =
  | 'connection_failed'
  | 'invalid_arguments'
  | 'invalid_generated_file'
  | 'invalid_personal_data'
  | 'invalid_task_name'
  | 'no_readable_column'
  | 'task_exists'
  | 'unknown_table'

/** A failure to read the source database or to write what is generated from it. */
export class CodegenError extends Error {
  override readonly name = 'CodegenError'
  readonly code: CodegenErrorCode
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(code: CodegenErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}
