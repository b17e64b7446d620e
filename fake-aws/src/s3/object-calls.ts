import { createHash } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.ts'
import type { XmlElement } from '../xml.ts'
import { xmlResponse } from './bucket-calls.ts'
import { type Buckets, objectOf } from './buckets.ts'
import { checksumHeader } from './checksums.ts'
import { checkWriteConditions, preconditionFailed } from './conditions.ts'
import { encryptionHeadersOf, objectHeadersOf, readObjectBody } from './object-body.ts'
import type { ObjectFiles } from './object-files.ts'
import type { Bucket, StoredObject } from './stored-object.ts'

/** Calls on single objects. */
export class ObjectCalls {
  readonly #buckets: Buckets
  readonly #files: ObjectFiles

  constructor(buckets: Buckets, files: ObjectFiles) {
    this.#buckets = buckets
    this.#files = files
  }

  async put(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    const { bytes, checksum } = readObjectBody(request)
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const object: StoredObject = {
      file: await this.#files.write(bytes),
      bytes: bytes.length,
      etag,
      modifiedAt: new Date(),
      headers: objectHeadersOf(request),
      checksum,
      tags: headerOf(request, 'x-amz-tagging') ?? '',
    }
    await this.place(bucket, key, object, request)
    return { status: 200, headers: writtenHeaders(object) }
  }

  async copy(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    const source = this.sourceOf(request)
    const replaces = headerOf(request, 'x-amz-metadata-directive') === 'REPLACE'
    const object: StoredObject = {
      ...source,
      file: await this.#files.join([source.file]),
      modifiedAt: new Date(),
      headers: replaces ? objectHeadersOf(request) : source.headers,
    }
    await this.place(bucket, key, object, request)
    return {
      ...xmlResponse('CopyObjectResult', [
        ['ETag', object.etag],
        ['LastModified', object.modifiedAt.toISOString()],
      ]),
    }
  }

  /**
   * What `x-amz-copy-source` names.
   *
   * @throws {AwsError} `NoSuchBucket`, `NoSuchKey`, `PreconditionFailed`
   */
  sourceOf(request: HttpRequest): StoredObject {
    const [bucket = '', ...key] = (headerOf(request, 'x-amz-copy-source') ?? '')
      .replace(/^\//, '')
      .split('/')
      .map(decodeURIComponent)
    const source = objectOf(this.#buckets.get(bucket), key.join('/'))
    const match = headerOf(request, 'x-amz-copy-source-if-match')
    if (match !== undefined && match !== source.etag) {
      throw preconditionFailed('x-amz-copy-source-If-Match')
    }
    return source
  }

  /** Puts a finished object where readers see it, if the conditions of the request hold. */
  async place(
    bucket: Bucket,
    key: string,
    object: StoredObject,
    request: HttpRequest,
  ): Promise<void> {
    const present = bucket.objects.get(key)
    try {
      checkWriteConditions(request, present)
    } catch (error) {
      await this.#files.remove(object.file)
      throw error
    }
    bucket.objects.set(key, object)
    // Readers that have begun keep their open file.
    if (present !== undefined) await this.#files.remove(present.file)
  }

  get(bucket: Bucket, key: string, request: HttpRequest): HttpResponse {
    const object = objectOf(bucket, key)
    const match = headerOf(request, 'if-match')
    if (match !== undefined && match !== object.etag) throw preconditionFailed('If-Match')
    const headers = { ...readHeaders(object, request), 'accept-ranges': 'bytes' }
    if (headerOf(request, 'if-none-match') === object.etag) return { status: 304, headers }
    const range = rangeOf(headerOf(request, 'range'), object.bytes)
    const [start, end] = range ?? [0, object.bytes]
    const answer: HttpResponse = {
      status: range === undefined ? 200 : 206,
      headers: {
        ...headers,
        'content-length': end - start,
        ...(range === undefined
          ? {}
          : { 'content-range': `bytes ${start}-${end - 1}/${object.bytes}` }),
      },
    }
    if (request.method === 'HEAD' || end === start) return answer
    return { ...answer, body: this.#files.read(object.file, start, end) }
  }

  async delete(bucket: Bucket, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const object = bucket.objects.get(key)
      bucket.objects.delete(key)
      if (object !== undefined) await this.#files.remove(object.file)
    }
  }
}

export function tagging(object: StoredObject): HttpResponse {
  const tags = [...new URLSearchParams(object.tags)]
  return xmlResponse('Tagging', [
    [
      'TagSet',
      tags.map(([key, value]): XmlElement => [
        'Tag',
        [
          ['Key', key],
          ['Value', value],
        ],
      ]),
    ],
  ])
}

/** Headers of the answer to a write. */
export function writtenHeaders(object: StoredObject): Record<string, string> {
  return {
    etag: object.etag,
    ...encryptionHeadersOf(object.headers),
    ...checksumHeaders(object),
  }
}

export function checksumHeaders({
  checksum,
}: Pick<StoredObject, 'checksum'>): Record<string, string> {
  if (checksum === undefined) return {}
  return {
    [checksumHeader(checksum.algorithm)]: checksum.value,
    'x-amz-checksum-type': checksum.type,
  }
}

function readHeaders(object: StoredObject, request: HttpRequest): Record<string, string | number> {
  const wantsChecksum =
    headerOf(request, 'x-amz-checksum-mode') === 'ENABLED' &&
    headerOf(request, 'range') === undefined
  return {
    ...object.headers,
    'content-length': object.bytes,
    etag: object.etag,
    'last-modified': object.modifiedAt.toUTCString(),
    ...(wantsChecksum ? checksumHeaders(object) : {}),
  }
}

/** Start and end, exclusive, of `bytes=…`; undefined for the whole. */
function rangeOf(
  header: string | undefined,
  bytes: number,
): readonly [start: number, end: number] | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1)
  if (start < end) return [start, end]
  throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable.')
}
