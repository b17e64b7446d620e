import { AwsError } from '../aws-error.ts'
import { headerOf, type HttpRequest } from '../http-message.ts'
import { decodeAwsChunked } from './aws-chunked.ts'
import { type Checksum, checkChecksum } from './checksums.ts'

/** Largest body of one call. */
const MAX_BODY_BYTES = 5 * 1024 ** 3

/** The bytes of an upload, as the client has them, checked. */
export function readObjectBody(request: HttpRequest): {
  readonly bytes: Buffer
  readonly checksum: Checksum | undefined
} {
  const isChunked = headerOf(request, 'content-encoding')?.split(',').includes('aws-chunked')
  const { bytes, trailers } = isChunked
    ? decodeAwsChunked(request.body)
    : { bytes: request.body, trailers: new Map<string, string>() }
  const expected = headerOf(request, 'x-amz-decoded-content-length')
  if (expected !== undefined && Number(expected) !== bytes.length) {
    throw new AwsError(400, 'IncompleteBody', 'The body has another length than was declared.')
  }
  if (bytes.length > MAX_BODY_BYTES) {
    throw new AwsError(
      400,
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed size.',
    )
  }
  const checksum = checkChecksum(bytes, (name) => headerOf(request, name) ?? trailers.get(name))
  return { bytes, checksum }
}

/** Headers that belong to an object, under the names that they are given back by. */
export function objectHeadersOf(request: HttpRequest): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const name of Object.keys(request.headers)) {
    const value = headerOf(request, name)
    if (value !== undefined && (KEPT_HEADERS.has(name) || name.startsWith('x-amz-meta-'))) {
      kept[name] = value
    }
  }
  const encoding = kept['content-encoding']
    ?.split(',')
    .filter((part) => part !== 'aws-chunked')
    .join(',')
  delete kept['content-encoding']
  return {
    'content-type': 'binary/octet-stream',
    ...kept,
    ...(encoding === undefined || encoding === '' ? {} : { 'content-encoding': encoding }),
  }
}

const KEPT_HEADERS: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
  'x-amz-storage-class',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
])

/** Of these headers, those that an answer to a write repeats. */
export function encryptionHeadersOf(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amz-server-side-encryption')),
  )
}
