import { AwsError } from '../aws-error.ts'
import type { HttpRequest, HttpResponse } from '../http-message.ts'
import type { Service, ServiceCall } from '../service.ts'
import { xmlDocument, type XmlElement, xmlText } from '../xml.ts'
import {
  getSetting,
  keysToDelete,
  listObjects,
  listUploads,
  putSetting,
  xmlResponse,
} from './bucket-calls.ts'
import { Buckets, objectOf } from './buckets.ts'
import { MultipartCalls } from './multipart-calls.ts'
import { ObjectCalls, tagging } from './object-calls.ts'
import { ObjectFiles } from './object-files.ts'
import { iamActionOf, operationOf, placeOf, type S3Operation, type S3Place } from './operation.ts'

/** Where buckets are when a call does not say. */
export const DEFAULT_REGION = 'us-east-1'

/** S3, addressed by path. */
export class S3Service implements Service {
  readonly buckets: Buckets = new Buckets()
  readonly #objects: ObjectCalls
  readonly #multipart: MultipartCalls
  readonly #files: ObjectFiles

  /** @param folder - for the bytes of the objects. */
  constructor(folder: string) {
    const files = new ObjectFiles(folder)
    this.#files = files
    this.#objects = new ObjectCalls(this.buckets, files)
    this.#multipart = new MultipartCalls(this.#objects, files)
  }

  callOf(request: HttpRequest): ServiceCall {
    const place = placeOf(request)
    const operation = operationOf(request, place)
    return {
      operation: `s3:${operation}`,
      action: iamActionOf(operation),
      resource: `${place.bucket}/${place.key}`,
      answer: () => this.#answer(operation, place, request),
    }
  }

  failure(error: AwsError, request: HttpRequest): HttpResponse {
    if (request.method === 'HEAD' || error.status === 304) return { status: error.status }
    const children: XmlElement[] = [
      ['Code', error.code],
      ['Message', error.message],
      ['Resource', request.path],
    ]
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml' },
      body: xmlDocument('Error', children),
    }
  }

  async #answer(
    operation: S3Operation,
    { bucket: name, key }: S3Place,
    request: HttpRequest,
  ): Promise<HttpResponse> {
    if (operation === 'ListBuckets') return this.#listBuckets()
    if (operation === 'CreateBucket') {
      const region = xmlText(request.body.toString('utf8'), 'LocationConstraint')
      this.buckets.create(name, region ?? DEFAULT_REGION)
      return { status: 200, headers: { location: `/${name}` } }
    }
    const bucket = this.buckets.of(request, name)
    switch (operation) {
      case 'HeadBucket':
        return { status: 200, headers: { 'x-amz-bucket-region': bucket.region } }
      case 'GetBucketLocation':
        return xmlResponse('LocationConstraint', [])
      case 'GetBucketSetting':
        return getSetting(bucket, request)
      case 'PutBucketSetting':
        return putSetting(bucket, request)
      case 'ListObjectsV2':
        return listObjects(bucket, request)
      case 'ListMultipartUploads':
        return listUploads(bucket, request)
      case 'DeleteObjects': {
        requireChecksum(request)
        const keys = keysToDelete(request)
        await this.#objects.delete(bucket, keys)
        return xmlResponse(
          'DeleteResult',
          keys.map((deleted): XmlElement => ['Deleted', [['Key', deleted]]]),
        )
      }
      case 'PutObject':
        return this.#objects.put(bucket, key, request)
      case 'CopyObject':
        return this.#objects.copy(bucket, key, request)
      case 'GetObject':
      case 'HeadObject':
        return this.#objects.get(bucket, key, request)
      case 'DeleteObject':
        await this.#objects.delete(bucket, [key])
        return { status: 204 }
      case 'GetObjectTagging':
        return tagging(objectOf(bucket, key))
      case 'CreateMultipartUpload':
        return this.#multipart.create(bucket, key, request)
      case 'UploadPart':
        return this.#multipart.putPart(bucket, key, request)
      case 'UploadPartCopy':
        return this.#multipart.copyPart(bucket, key, request)
      case 'CompleteMultipartUpload':
        return this.#multipart.complete(bucket, key, request)
      case 'AbortMultipartUpload':
        return this.#multipart.abort(bucket, key, request)
      case 'ListParts':
        return this.#multipart.listParts(bucket, key, request)
    }
  }

  /** Makes an object for another service of the account. */
  async write(
    bucket: string,
    key: string,
    { bytes, etag }: { readonly bytes: Buffer; readonly etag: string },
  ): Promise<void> {
    this.buckets.get(bucket).objects.set(key, {
      file: await this.#files.write(bytes),
      bytes: bytes.length,
      etag,
      modifiedAt: new Date(),
      headers: { 'content-type': 'application/octet-stream' },
      checksum: undefined,
      tags: '',
    })
  }

  #listBuckets(): HttpResponse {
    return xmlResponse('ListAllMyBucketsResult', [
      ['Buckets', this.buckets.names.map((name): XmlElement => ['Bucket', [['Name', name]]])],
    ])
  }
}

/** S3 wants to know that the list of what it deletes has arrived as it was meant. */
function requireChecksum({ headers }: HttpRequest): void {
  const hasOne = Object.keys(headers).some(
    (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'),
  )
  if (hasOne) return
  throw new AwsError(400, 'InvalidRequest', 'Missing required header for this request: Content-MD5')
}
