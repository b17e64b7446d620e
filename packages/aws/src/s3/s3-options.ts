import type { StorageClass } from '@aws-sdk/client-s3'

/** How objects are encrypted where they are stored; by the bucket's own default when it is not said. */
export type Encryption =
  | { readonly kind: 's3' }
  | {
      readonly kind: 'kms'
      /** Id, ARN or alias; the account's key for S3 when absent. */
      readonly keyId?: string
      /** Far fewer calls of KMS; default true. */
      readonly bucketKey?: boolean
    }

/** Where objects lie in S3, and what is said of them. */
export interface S3Options {
  readonly bucket: string
  /** Empty, or a path that ends with `/`. */
  readonly prefix: string
  readonly encryption?: Encryption
  /** Account that the bucket must belong to. */
  readonly expectedBucketOwner?: string
  readonly storageClass?: StorageClass
  readonly tags?: Readonly<Record<string, string>>
  /** Bytes of a part of an upload, and most of an object that is put at once. */
  readonly partBytes?: number
  /** Parts of one object that are sent at a time. */
  readonly concurrentParts?: number
}

/** Enough for a single connection to be busy, for objects of up to 78 GiB in 10,000 parts. */
export const DEFAULT_PART_BYTES: number = 8 * 1024 * 1024
/** S3 takes no smaller part but the last. */
export const LEAST_PART_BYTES: number = 5 * 1024 * 1024
/** One is sent while the next is filled. */
export const DEFAULT_CONCURRENT_PARTS = 2
/** S3 takes no further part. */
export const MOST_PARTS = 10_000

/** Checks options, and fills in the defaults. */
export function resolveS3Options(
  options: S3Options,
): S3Options & Required<Pick<S3Options, 'partBytes' | 'concurrentParts'>> {
  const partBytes = options.partBytes ?? DEFAULT_PART_BYTES
  const concurrentParts = options.concurrentParts ?? DEFAULT_CONCURRENT_PARTS
  if (!Number.isSafeInteger(partBytes) || partBytes < LEAST_PART_BYTES) {
    throw new RangeError(
      `partBytes is ${partBytes}, expected an integer of at least ${LEAST_PART_BYTES}`,
    )
  }
  if (!Number.isSafeInteger(concurrentParts) || concurrentParts < 1) {
    throw new RangeError(`concurrentParts is ${concurrentParts}, expected an integer of at least 1`)
  }
  return { ...options, partBytes, concurrentParts }
}
