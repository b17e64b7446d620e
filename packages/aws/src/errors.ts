/** Every way this package fails beside those of a sink and a catalog. Match on `code`. */
export type AwsErrorCode =
  | 'crawl_failed'
  | 'crawl_timed_out'
  | 'query_failed'
  | 'query_cancelled'
  | 'aborted'

/** A crawl or a query that did not do what it was asked for. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly code: AwsErrorCode
  readonly retriable: boolean
  readonly context: Readonly<Record<string, string | number | bigint>>

  constructor(
    code: AwsErrorCode,
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
