/** Every way this package fails. Match on `code`. */
export type MarketplaceErrorCode = 'invalid_option' | 'not_empty' | 'load_failed' | 'aborted'

/** A failure to build the marketplace. The database is as it was before. */
export class MarketplaceError extends Error {
  override readonly name = 'MarketplaceError'
  readonly code: MarketplaceErrorCode
  readonly retriable: boolean
  readonly context: Readonly<Record<string, string | number | bigint>>

  constructor(
    code: MarketplaceErrorCode,
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
