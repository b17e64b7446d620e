import type { AwsError } from './aws-error.ts'
import type { HttpRequest, HttpResponse } from './http-message.ts'

/** A call of a service, recognised and not yet answered. */
export interface ServiceCall {
  /** `s3:UploadPart`, `glue:UpdateTable`: what the documentation calls it. */
  readonly operation: string
  /** The permission that it needs, by the name of IAM. */
  readonly action: string
  /** What it is about, for those who read the list of calls. */
  readonly resource: string
  answer(): Promise<HttpResponse>
}

/** One service, whatever protocol it has. */
export interface Service {
  /** @throws {AwsError} for a call that there is not. */
  callOf(request: HttpRequest): ServiceCall

  /** How an error looks in the protocol of the service. */
  failure(error: AwsError, request: HttpRequest): HttpResponse
}
