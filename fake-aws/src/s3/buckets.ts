import { AwsError } from '../aws-error.ts'
import { ACCOUNT_ID } from '../credentials.ts'
import { headerOf, type HttpRequest } from '../http-message.ts'
import type { Bucket, StoredObject } from './stored-object.ts'

/** All buckets of the account. */
export class Buckets {
  readonly #byName = new Map<string, Bucket>()

  get names(): readonly string[] {
    return [...this.#byName.keys()].toSorted()
  }

  /** @throws {AwsError} `InvalidBucketName`, `BucketAlreadyOwnedByYou` */
  create(name: string, region: string): void {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError(400, 'InvalidBucketName', 'The specified bucket is not valid.')
    }
    if (this.#byName.has(name)) {
      throw new AwsError(409, 'BucketAlreadyOwnedByYou', 'You own the bucket already.')
    }
    this.#byName.set(name, {
      name,
      region,
      objects: new Map(),
      uploads: new Map(),
      settings: new Map(),
    })
  }

  /** @throws {AwsError} `NoSuchBucket` */
  get(name: string): Bucket {
    const bucket = this.#byName.get(name)
    if (bucket !== undefined) return bucket
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist.')
  }

  /**
   * The bucket that a request is for, if its owner is who the request expects.
   *
   * @throws {AwsError} `NoSuchBucket`, `AccessDenied`
   */
  of(request: HttpRequest, name: string): Bucket {
    const bucket = this.get(name)
    const expected = headerOf(request, 'x-amz-expected-bucket-owner')
    if (expected === undefined || expected === ACCOUNT_ID) return bucket
    throw new AwsError(403, 'AccessDenied', 'Access Denied')
  }
}

/** @throws {AwsError} `NoSuchKey` */
export function objectOf(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.get(key)
  if (object !== undefined) return object
  throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.')
}
