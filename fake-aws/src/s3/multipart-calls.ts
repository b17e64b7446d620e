import { createHash, randomUUID } from 'node:crypto'
import { AwsError } from '../aws-error.ts'
import { headerOf, type HttpRequest, type HttpResponse } from '../http-message.ts'
import { xmlAll, type XmlElement, xmlText } from '../xml.ts'
import { xmlResponse } from './bucket-calls.ts'
import { type Checksum, checksumHeader, compositeChecksum } from './checksums.ts'
import { checksumHeaders, type ObjectCalls, writtenHeaders } from './object-calls.ts'
import { encryptionHeadersOf, objectHeadersOf, readObjectBody } from './object-body.ts'
import type { ObjectFiles } from './object-files.ts'
import type { Bucket, StoredObject, StoredPart, Upload } from './stored-object.ts'

/** Least bytes of a part that is not the last. */
const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PARTS = 10_000

/**
 * Uploads in parts: nothing is seen of them until they are completed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export class MultipartCalls {
  readonly #objects: ObjectCalls
  readonly #files: ObjectFiles

  constructor(objects: ObjectCalls, files: ObjectFiles) {
    this.#objects = objects
    this.#files = files
  }

  create(bucket: Bucket, key: string, request: HttpRequest): HttpResponse {
    const id = randomUUID()
    const headers = objectHeadersOf(request)
    bucket.uploads.set(id, {
      key,
      createdAt: new Date(),
      headers,
      tags: headerOf(request, 'x-amz-tagging') ?? '',
      parts: new Map(),
    })
    const answer = xmlResponse('InitiateMultipartUploadResult', [
      ['Bucket', bucket.name],
      ['Key', key],
      ['UploadId', id],
    ])
    return { ...answer, headers: { ...answer.headers, ...encryptionHeadersOf(headers) } }
  }

  async putPart(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    uploadOf(bucket, key, request)
    const { bytes, checksum } = readObjectBody(request)
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const file = await this.#files.write(bytes)
    const part = { file, bytes: bytes.length, etag, checksum }
    await this.#placePart(bucket, { key, request, part })
    return { status: 200, headers: { etag, ...checksumHeaders(part) } }
  }

  async copyPart(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    const source = this.#objects.sourceOf(request)
    const [, first = '0', last = String(source.bytes - 1)] =
      /^bytes=(\d+)-(\d+)$/.exec(headerOf(request, 'x-amz-copy-source-range') ?? '') ?? []
    const chunks: Buffer[] = []
    for await (const chunk of this.#files.read(source.file, Number(first), Number(last) + 1)) {
      chunks.push(Buffer.from(chunk))
    }
    const bytes = Buffer.concat(chunks)
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
    const file = await this.#files.write(bytes)
    const part = { file, bytes: bytes.length, etag, checksum: undefined }
    await this.#placePart(bucket, { key, request, part })
    return xmlResponse('CopyPartResult', [
      ['ETag', etag],
      ['LastModified', new Date().toISOString()],
    ])
  }

  async complete(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    const upload = uploadOf(bucket, key, request)
    const parts = namedParts(upload, request.body.toString('utf8'))
    const digests = createHash('md5')
    for (const part of parts) digests.update(Buffer.from(part.etag.slice(1, -1), 'hex'))
    const object: StoredObject = {
      file: await this.#files.join(parts.map((part) => part.file)),
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      etag: `"${digests.digest('hex')}-${parts.length}"`,
      modifiedAt: new Date(),
      headers: upload.headers,
      checksum: checksumOfParts(parts),
      tags: upload.tags,
    }
    // Refused before it is placed, the upload stays: it can be aborted, or completed again.
    uploadOf(bucket, key, request)
    await this.#objects.place(bucket, key, object, request)
    await this.#end(bucket, request)
    const answer = xmlResponse('CompleteMultipartUploadResult', [
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', object.etag],
    ])
    return { ...answer, headers: { ...answer.headers, ...writtenHeaders(object) } }
  }

  async abort(bucket: Bucket, key: string, request: HttpRequest): Promise<HttpResponse> {
    uploadOf(bucket, key, request)
    await this.#end(bucket, request)
    return { status: 204 }
  }

  listParts(bucket: Bucket, key: string, request: HttpRequest): HttpResponse {
    const { parts } = uploadOf(bucket, key, request)
    return xmlResponse('ListPartsResult', [
      ['Bucket', bucket.name],
      ['Key', key],
      ['IsTruncated', false],
      ...[...parts]
        .toSorted(([left], [right]) => left - right)
        .map(([number, part]): XmlElement => [
          'Part',
          [
            ['PartNumber', number],
            ['ETag', part.etag],
            ['Size', part.bytes],
          ],
        ]),
    ])
  }

  async #placePart(
    bucket: Bucket,
    options: { readonly key: string; readonly request: HttpRequest; readonly part: StoredPart },
  ): Promise<void> {
    const { key, request, part } = options
    const number = Number(request.query.get('partNumber'))
    try {
      if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
        throw new AwsError(400, 'InvalidArgument', `Part number must be 1 to ${MAX_PARTS}.`)
      }
      const upload = uploadOf(bucket, key, request)
      const replaced = upload.parts.get(number)
      upload.parts.set(number, part)
      if (replaced !== undefined) await this.#files.remove(replaced.file)
    } catch (error) {
      await this.#files.remove(part.file)
      throw error
    }
  }

  async #end(bucket: Bucket, request: HttpRequest): Promise<void> {
    const id = request.query.get('uploadId') ?? ''
    const upload = bucket.uploads.get(id)
    bucket.uploads.delete(id)
    for (const part of upload?.parts.values() ?? []) await this.#files.remove(part.file)
  }
}

/** @throws {AwsError} `NoSuchUpload` */
function uploadOf(bucket: Bucket, key: string, { query }: HttpRequest): Upload {
  const upload = bucket.uploads.get(query.get('uploadId') ?? '')
  if (upload !== undefined && upload.key === key) return upload
  throw new AwsError(404, 'NoSuchUpload', 'The upload does not exist; it may have ended.')
}

/**
 * The parts that a request to complete names.
 *
 * @throws {AwsError} `MalformedXML`, `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`
 */
function namedParts(upload: Upload, document: string): readonly StoredPart[] {
  const parts: StoredPart[] = []
  let before = 0
  for (const named of xmlAll(document, 'Part')) {
    const number = Number(xmlText(named, 'PartNumber'))
    if (number <= before) {
      throw new AwsError(400, 'InvalidPartOrder', 'The list of parts is not in ascending order.')
    }
    before = number
    const part = upload.parts.get(number)
    const etag = xmlText(named, 'ETag')
    if (part === undefined || etag?.replaceAll('"', '') !== part.etag.replaceAll('"', '')) {
      throw new AwsError(400, 'InvalidPart', `Part ${number} was not found, or is another one.`)
    }
    const { checksum } = part
    const given = checksum && xmlText(named, elementOf(checksum))
    if (given !== undefined && given !== checksum?.value) {
      throw new AwsError(400, 'InvalidPart', `Part ${number} has another checksum.`)
    }
    parts.push(part)
  }
  if (parts.length === 0) throw new AwsError(400, 'MalformedXML', 'No part is named.')
  if (parts.slice(0, -1).some((part) => part.bytes < MIN_PART_BYTES)) {
    throw new AwsError(400, 'EntityTooSmall', 'A part that is not the last is too small.')
  }
  return parts
}

/** `ChecksumCRC32` */
function elementOf({ algorithm }: Checksum): string {
  return checksumHeader(algorithm)
    .replace('x-amz-checksum-', 'Checksum')
    .replace(algorithm.toLowerCase(), algorithm)
}

/** That of the parts' checksums, if all have one of the same kind. */
function checksumOfParts(parts: readonly StoredPart[]): Checksum | undefined {
  const algorithm = parts[0]?.checksum?.algorithm
  const values = parts.flatMap(({ checksum }) =>
    checksum !== undefined && checksum.algorithm === algorithm ? [checksum.value] : [],
  )
  if (algorithm === undefined || values.length < parts.length) return undefined
  return compositeChecksum(algorithm, values)
}
