import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'

/** A request, whole. */
export interface HttpRequest {
  readonly method: string
  /** As it was sent: percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface HttpResponse {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  /** A stream is sent as it comes. */
  readonly body?: string | Buffer | Readable
}

/** The value of a header that may stand once. */
export function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
