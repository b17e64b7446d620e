import { AwsError } from '../aws-error.ts'
import type { HttpRequest, HttpResponse } from '../http-message.ts'
import { xmlAll, xmlDocument, type XmlElement, xmlText } from '../xml.ts'
import { BUCKET_SETTINGS } from './operation.ts'
import type { Bucket } from './stored-object.ts'

/** Objects of one answer, and of one call that deletes. */
const MAX_KEYS = 1000

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

export function xmlResponse(root: string, children: readonly XmlElement[]): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: xmlDocument(root, children, S3_NAMESPACE),
  }
}

/** `ListObjectsV2`: keys in the order of their bytes, in pages. */
export function listObjects(bucket: Bucket, { query }: HttpRequest): HttpResponse {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const encode = encoderOf(query)
  const after = query.get('continuation-token') ?? query.get('start-after') ?? ''
  const most = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS)
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(byBytes)
  const contents: XmlElement[] = []
  const commonPrefixes = new Set<string>()
  let last = ''
  let isTruncated = false
  for (const key of keys) {
    const object = bucket.objects.get(key)
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const item = cut < 0 ? key : key.slice(0, cut + delimiter.length)
    if (object === undefined || byBytes(item, after) <= 0 || commonPrefixes.has(item)) continue
    if (contents.length + commonPrefixes.size === most) {
      isTruncated = true
      break
    }
    last = item
    if (cut >= 0) {
      commonPrefixes.add(item)
      continue
    }
    contents.push([
      'Contents',
      [
        ['Key', encode(key)],
        ['LastModified', object.modifiedAt.toISOString()],
        ['ETag', object.etag],
        ['Size', object.bytes],
        ['StorageClass', object.headers['x-amz-storage-class'] ?? 'STANDARD'],
      ],
    ])
  }
  return xmlResponse('ListBucketResult', [
    ['Name', bucket.name],
    ['Prefix', encode(prefix)],
    ['KeyCount', contents.length + commonPrefixes.size],
    ['MaxKeys', most],
    ['IsTruncated', isTruncated],
    ['NextContinuationToken', isTruncated ? last : undefined],
    ['EncodingType', query.get('encoding-type') ?? undefined],
    ...contents,
    ...[...commonPrefixes].map((name): XmlElement => [
      'CommonPrefixes',
      [['Prefix', encode(name)]],
    ]),
  ])
}

/** `ListMultipartUploads`: of keys below a prefix. */
export function listUploads(bucket: Bucket, { query }: HttpRequest): HttpResponse {
  const prefix = query.get('prefix') ?? ''
  const encode = encoderOf(query)
  const marker = query.get('upload-id-marker') ?? ''
  const most = Math.min(Number(query.get('max-uploads') ?? MAX_KEYS), MAX_KEYS)
  const uploads = [...bucket.uploads]
    .filter(([id, { key }]) => key.startsWith(prefix) && id > marker)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
  const shown = uploads.slice(0, most)
  const isTruncated = shown.length < uploads.length
  const last = shown.at(-1)
  return xmlResponse('ListMultipartUploadsResult', [
    ['Bucket', bucket.name],
    ['Prefix', encode(prefix)],
    ['MaxUploads', most],
    ['IsTruncated', isTruncated],
    ['NextKeyMarker', isTruncated && last ? encode(last[1].key) : undefined],
    ['NextUploadIdMarker', isTruncated ? last?.[0] : undefined],
    ['EncodingType', query.get('encoding-type') ?? undefined],
    ...shown.map(([id, upload]): XmlElement => [
      'Upload',
      [
        ['Key', encode(upload.key)],
        ['UploadId', id],
        ['Initiated', upload.createdAt.toISOString()],
      ],
    ]),
  ])
}

/**
 * Keys that a `DeleteObjects` names.
 *
 * @throws {AwsError} `MalformedXML`
 */
export function keysToDelete({ body }: HttpRequest): readonly string[] {
  const keys = xmlAll(body.toString('utf8'), 'Object').map((object) => xmlText(object, 'Key') ?? '')
  if (keys.length > 0 && keys.length <= MAX_KEYS && keys.every((key) => key !== '')) return keys
  throw new AwsError(400, 'MalformedXML', `A call names between 1 and ${MAX_KEYS} keys.`)
}

/** A document that the bucket was given before. */
export function getSetting(bucket: Bucket, { query }: HttpRequest): HttpResponse {
  const name = BUCKET_SETTINGS.find((setting) => query.has(setting)) ?? ''
  const document = bucket.settings.get(name)
  if (document !== undefined) {
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: document }
  }
  if (name === 'versioning') return xmlResponse('VersioningConfiguration', [])
  throw new AwsError(404, MISSING_CODES[name] ?? 'NoSuchConfiguration', `There is no ${name}.`)
}

export function putSetting(bucket: Bucket, { query, body }: HttpRequest): HttpResponse {
  const name = BUCKET_SETTINGS.find((setting) => query.has(setting)) ?? ''
  bucket.settings.set(name, body.toString('utf8'))
  return { status: 200 }
}

const MISSING_CODES: Readonly<Record<string, string>> = {
  encryption: 'ServerSideEncryptionConfigurationNotFoundError',
  lifecycle: 'NoSuchLifecycleConfiguration',
  ownershipControls: 'OwnershipControlsNotFoundError',
  policy: 'NoSuchBucketPolicy',
  publicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
}

function encoderOf(query: URLSearchParams): (text: string) => string {
  return query.get('encoding-type') === 'url'
    ? (text) => encodeURIComponent(text).replaceAll('%2F', '/')
    : (text) => text
}

/** UTF-8 order, which is not that of JavaScript's strings. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
