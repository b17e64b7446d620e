import { randomUUID } from 'node:crypto'
import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import type { S3Options } from './s3-options.ts'

/** Metadata that tells whose write made an object: `x-amz-meta-carmilla-write`. */
export const WRITE_ID = 'carmilla-write'

/** A name for one attempt to make an object. */
export function newWriteId(): string {
  return randomUUID()
}

/** What is said of an object when it is made, whichever call makes it. */
export function objectFacts(
  options: S3Options,
  key: string,
  writeId: string,
): Omit<PutObjectCommandInput, 'Body' | 'IfNoneMatch'> {
  const { encryption, tags = {}, storageClass } = options
  const tagging = new URLSearchParams(tags).toString()
  return {
    ...placeOf(options, key),
    ContentType: contentTypeOf(key),
    Metadata: { [WRITE_ID]: writeId },
    ...(tagging === '' ? {} : { Tagging: tagging }),
    ...(storageClass === undefined ? {} : { StorageClass: storageClass }),
    ...(encryption === undefined ? {} : encryptionOf(encryption)),
  }
}

/** The address of an object, and the account that must own it. */
export function placeOf(
  { bucket, prefix, expectedBucketOwner }: S3Options,
  key: string,
): { readonly Bucket: string; readonly Key: string; readonly ExpectedBucketOwner?: string } {
  return {
    Bucket: bucket,
    Key: `${prefix}${key}`,
    ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
  }
}

function encryptionOf(
  encryption: NonNullable<S3Options['encryption']>,
): Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId' | 'BucketKeyEnabled'> {
  if (encryption.kind === 's3') return { ServerSideEncryption: 'AES256' }
  const { keyId, bucketKey = true } = encryption
  return {
    ServerSideEncryption: 'aws:kms',
    BucketKeyEnabled: bucketKey,
    ...(keyId === undefined ? {} : { SSEKMSKeyId: keyId }),
  }
}

function contentTypeOf(key: string): string {
  if (key.endsWith('.parquet')) return 'application/vnd.apache.parquet'
  return key.endsWith('.json') ? 'application/json' : 'application/octet-stream'
}
