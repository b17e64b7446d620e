import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AwsError } from './aws-error.ts'
import type { KeyRing } from './credentials.ts'
import { headerOf, type HttpRequest } from './http-message.ts'

/** How far a client's clock may be off. */
const MAX_SKEW_MS = 15 * 60 * 1000

/** Payload hashes that say that the body is not part of the signature. */
const UNSIGNED_PAYLOADS: ReadonlySet<string> = new Set([
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
])

/** What a request that was signed says of its signer. */
export interface Signer {
  readonly accessKeyId: string
  /** The service that the signature is for: `s3`, `glue`, … */
  readonly service: string
}

/**
 * Checks the signature of a request.
 *
 * @throws {AwsError} `AccessDenied`, `InvalidAccessKeyId`, `SignatureDoesNotMatch`,
 * `RequestTimeTooSkewed`, `InvalidToken`, `XAmzContentSHA256Mismatch`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verifySignature(request: HttpRequest, keys: KeyRing, now: Date): Signer {
  const authorization = parseAuthorization(headerOf(request, 'authorization'))
  const [accessKeyId = '', date = '', region = '', service = ''] =
    authorization.credential.split('/')
  const credentials = keys.get(accessKeyId)
  if (credentials === undefined) {
    throw new AwsError(403, 'InvalidAccessKeyId', 'The access key id does not exist.')
  }
  if (headerOf(request, 'x-amz-security-token') !== credentials.sessionToken) {
    throw new AwsError(403, 'InvalidToken', 'The security token is invalid.')
  }
  const timestamp = headerOf(request, 'x-amz-date') ?? ''
  checkClock(timestamp, now)
  const payloadHash = checkPayload(request)
  const scope = `${date}/${region}/${service}/aws4_request`
  const canonical = canonicalRequest(request, authorization.signedHeaders, payloadHash, service)
  const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  let key = hmac(`AWS4${credentials.secretAccessKey}`, date)
  for (const part of [region, service, 'aws4_request']) key = hmac(key, part)
  const expected = hmac(key, toSign)
  const got = Buffer.from(authorization.signature, 'hex')
  if (got.length !== expected.length || !timingSafeEqual(got, expected)) {
    throw new AwsError(403, 'SignatureDoesNotMatch', 'The signature does not match.')
  }
  return { accessKeyId, service }
}

interface Authorization {
  readonly credential: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

function parseAuthorization(header: string | undefined): Authorization {
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header ?? '',
    ) ?? []
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new AwsError(403, 'AccessDenied', 'The request is not signed.')
  }
  return { credential, signedHeaders: signedHeaders.split(';'), signature }
}

function checkClock(timestamp: string, now: Date): void {
  const iso = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const skewMs = Math.abs(now.getTime() - Date.parse(iso))
  if (skewMs <= MAX_SKEW_MS) return
  throw new AwsError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  )
}

/** The hash of the body as it goes into the signature. */
function checkPayload(request: HttpRequest): string {
  const declared = headerOf(request, 'x-amz-content-sha256')
  if (declared !== undefined && UNSIGNED_PAYLOADS.has(declared)) return declared
  const actual = sha256(request.body)
  if (declared === undefined || declared === actual) return actual
  throw new AwsError(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  )
}

function canonicalRequest(
  request: HttpRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
  service: string,
): string {
  const headers = signedHeaders
    .map((name) => `${name}:${(headerOf(request, name) ?? '').trim().replaceAll(/ +/g, ' ')}\n`)
    .join('')
  // Of all services, S3 alone signs the path as it is sent.
  const path =
    service === 's3' ? request.path : request.path.split('/').map(encodeStrictly).join('/')
  return [
    request.method,
    path,
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .toSorted((left, right) => (left < right ? -1 : 1))
    .join('&')
}

/** RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
