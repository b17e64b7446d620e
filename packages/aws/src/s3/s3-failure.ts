import { LoadError, type LoadErrorCode } from '@carmilla/load'
import { factsOf, failureKind } from '../failure-kind.ts'

/** What was done with an object, and the permission that it needs. */
export interface S3Action {
  readonly uri: string
  readonly verb: 'write' | 'read' | 'list' | 'delete'
}

const PERMISSIONS: Readonly<Record<S3Action['verb'], string>> = {
  write: 's3:PutObject',
  read: 's3:GetObject',
  list: 's3:ListBucket',
  delete: 's3:DeleteObject',
}

/** Names of failures that another key, role or clock would mend. */
const NOT_KNOWN: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
])

/** Says what a call of S3 failed at, in the terms of a sink. */
export function s3Failure(error: unknown, action: S3Action): LoadError {
  if (error instanceof LoadError) return error
  const { name, code } = factsOf(error)
  const said = error instanceof Error && error.message !== '' ? error.message : String(error)
  const reason = name === '' || name === 'Error' ? code || said : `${name}: ${said}`
  const hint = hintOf(error, action)
  return new LoadError(
    codeOf(error, action),
    `\`${action.uri}\`: cannot ${action.verb}: ${reason}${hint === '' ? '' : `; ${hint}`}`,
    { cause: error, retriable: failureKind(error) !== 'permanent', context: { uri: action.uri } },
  )
}

function codeOf(error: unknown, { verb }: S3Action): LoadErrorCode {
  const { status } = factsOf(error)
  const writes = verb === 'write' || verb === 'delete'
  if (!writes) return 'read_failed'
  const refused = isUnknown(error) || isElsewhere(error) || status === 403
  return refused ? 'target_not_writable' : 'write_failed'
}

function hintOf(error: unknown, { verb }: S3Action): string {
  const { name, status } = factsOf(error)
  if (name === 'NoSuchBucket') return 'make the bucket, or correct the target'
  if (isElsewhere(error)) return 'the bucket is in another region; set AWS_REGION to it'
  if (name === 'RequestTimeTooSkewed') return 'set the clock of this machine'
  if (isUnknown(error)) return 'these credentials are not accepted; see etl doctor'
  if (status === 403) return `the role needs ${PERMISSIONS[verb]} here; see etl doctor`
  return ''
}

function isUnknown(error: unknown): boolean {
  return NOT_KNOWN.has(factsOf(error).name)
}

function isElsewhere(error: unknown): boolean {
  const { name, status } = factsOf(error)
  return (
    name === 'NoSuchBucket' ||
    name === 'PermanentRedirect' ||
    name === 'AuthorizationHeaderMalformed' ||
    status === 301
  )
}
