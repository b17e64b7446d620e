/**
 * What can be done about a call that failed:
 * - `transient`: try again; it may have been done, or not.
 * - `throttled`: try again, later.
 * - `conflict`: somebody else was first; look at what is there.
 * - `permanent`: it fails however often it is tried.
 */
export type FailureKind = 'transient' | 'throttled' | 'conflict' | 'permanent'

const THROTTLED: ReadonlySet<string> = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
])

const CONFLICT: ReadonlySet<string> = new Set([
  'PreconditionFailed',
  'ConditionalRequestConflict',
  'OperationAborted',
  'ConcurrentModificationException',
  'VersionMismatchException',
])

/** Beside every status of 500 and more. `OperationTimeoutException` of Glue is a 400. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'OperationTimeoutException',
  'InternalServiceException',
  'InternalServerException',
  'InternalError',
  'ResourceNotReadyException',
  'IDPCommunicationError',
])

/** Of sockets and names. */
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
])

/** Looks at names and statuses, as the services document them. */
export function failureKind(error: unknown): FailureKind {
  const { name, code, status } = factsOf(error)
  if (THROTTLED.has(name) || status === 429) return 'throttled'
  if (CONFLICT.has(name) || status === 412) return 'conflict'
  if (TRANSIENT.has(name) || TRANSIENT_CODES.has(code)) return 'transient'
  return status !== undefined && status >= 500 ? 'transient' : 'permanent'
}

/** The name of an error of a service, the code of one of the system, and the status of the answer. */
export function factsOf(error: unknown): {
  readonly name: string
  readonly code: string
  readonly status: number | undefined
} {
  if (!(error instanceof Error)) return { name: '', code: '', status: undefined }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined
  return { name: error.name, code, status: typeof status === 'number' ? status : undefined }
}
