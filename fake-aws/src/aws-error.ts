/** What a service answers when it refuses: an HTTP status and a code that clients match on. */
export class AwsError extends Error {
  override readonly name = 'AwsError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}
