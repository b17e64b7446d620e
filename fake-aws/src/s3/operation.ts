import { AwsError } from '../aws-error.ts'
import { headerOf, type HttpRequest } from '../http-message.ts'

/** Calls of S3 that are answered, by the names that its documentation gives them. */
export type S3Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'GetBucketLocation'
  | 'GetBucketSetting'
  | 'PutBucketSetting'
  | 'ListObjectsV2'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'GetObjectTagging'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'

/** Where a request of S3 goes. */
export interface S3Place {
  /** Empty for the account. */
  readonly bucket: string
  /** Empty for the bucket. */
  readonly key: string
}

/** Documents that a bucket has, each a query of its name: what lifecycle, policy, … say. */
export const BUCKET_SETTINGS: readonly string[] = [
  'encryption',
  'lifecycle',
  'ownershipControls',
  'policy',
  'publicAccessBlock',
  'versioning',
]

/** Bucket and key of a path-style address. */
export function placeOf({ path }: HttpRequest): S3Place {
  const [bucket = '', ...key] = path.slice(1).split('/')
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key.join('/')) }
}

/** @throws {AwsError} `NotImplemented` */
export function operationOf(request: HttpRequest, { bucket, key }: S3Place): S3Operation {
  const operation =
    bucket === ''
      ? request.method === 'GET'
        ? 'ListBuckets'
        : undefined
      : key === ''
        ? bucketOperation(request)
        : objectOperation(request)
  if (operation !== undefined) return operation
  throw new AwsError(
    501,
    'NotImplemented',
    `${request.method} ${request.path}?${request.query.toString()} is not answered here.`,
  )
}

function bucketOperation({ method, query }: HttpRequest): S3Operation | undefined {
  const isSetting = BUCKET_SETTINGS.some((name) => query.has(name))
  switch (method) {
    case 'HEAD':
      return 'HeadBucket'
    case 'PUT':
      return isSetting ? 'PutBucketSetting' : 'CreateBucket'
    case 'POST':
      return query.has('delete') ? 'DeleteObjects' : undefined
    case 'GET':
      if (isSetting) return 'GetBucketSetting'
      if (query.has('location')) return 'GetBucketLocation'
      return query.has('uploads') ? 'ListMultipartUploads' : 'ListObjectsV2'
    default:
      return undefined
  }
}

function objectOperation(request: HttpRequest): S3Operation | undefined {
  const { method, query } = request
  const isUpload = query.has('uploadId')
  const isCopy = headerOf(request, 'x-amz-copy-source') !== undefined
  switch (method) {
    case 'HEAD':
      return 'HeadObject'
    case 'PUT':
      if (isUpload) return isCopy ? 'UploadPartCopy' : 'UploadPart'
      return isCopy ? 'CopyObject' : 'PutObject'
    case 'POST':
      if (query.has('uploads')) return 'CreateMultipartUpload'
      return isUpload ? 'CompleteMultipartUpload' : undefined
    case 'GET':
      if (isUpload) return 'ListParts'
      return query.has('tagging') ? 'GetObjectTagging' : 'GetObject'
    case 'DELETE':
      return isUpload ? 'AbortMultipartUpload' : 'DeleteObject'
    default:
      return undefined
  }
}

/** The permission that a call needs. */
export function iamActionOf(operation: S3Operation): string {
  switch (operation) {
    case 'ListObjectsV2':
    case 'HeadBucket':
      return 's3:ListBucket'
    case 'ListMultipartUploads':
      return 's3:ListBucketMultipartUploads'
    case 'ListParts':
      return 's3:ListMultipartUploadParts'
    case 'HeadObject':
      return 's3:GetObject'
    case 'DeleteObjects':
      return 's3:DeleteObject'
    case 'CopyObject':
    case 'CreateMultipartUpload':
    case 'UploadPart':
    case 'UploadPartCopy':
    case 'CompleteMultipartUpload':
      return 's3:PutObject'
    default:
      return `s3:${operation}`
  }
}
