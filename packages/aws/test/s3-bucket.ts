import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3'
import { FakeAws } from '@carmilla/fake-aws'
import { JitteredRetry, type Retry, type S3Options, S3Sink } from '../src/index.ts'

const BUCKET = 'lake'

/** Longest wait for an answer that comes. */
const REQUEST_TIMEOUT_MS = 20_000

export type BucketOptions = Partial<S3Options> & {
  /** Where answers are to be waited for that never come. */
  readonly requestTimeoutMs?: number
}

/** An empty bucket of a server of its own, and a sink below a prefix of it. */
export class TemporaryBucket implements AsyncDisposable {
  readonly aws: FakeAws
  readonly client: S3Client
  readonly sink: S3Sink
  readonly retries: Retry[] = []

  private constructor(aws: FakeAws, { requestTimeoutMs, ...options }: BucketOptions) {
    this.aws = aws
    this.client = new S3Client({
      endpoint: aws.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: aws.credentials,
      requestHandler: {
        requestTimeout: requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
      retryStrategy: new JitteredRetry({
        service: 's3',
        limits: { attempts: 3, deadlineMs: 10_000, longestWaitMs: 5 },
        onRetry: (retry) => this.retries.push(retry),
      }),
    })
    this.sink = new S3Sink(this.client, { bucket: BUCKET, prefix: 'tables/', ...options })
  }

  static async open(options: BucketOptions = {}): Promise<TemporaryBucket> {
    const bucket = new TemporaryBucket(await FakeAws.start(), options)
    await bucket.client.send(new CreateBucketCommand({ Bucket: BUCKET }))
    bucket.aws.faults.clear()
    return bucket
  }

  /** Keys of all objects, without the prefix. */
  keys(): readonly string[] {
    const { objects } = this.aws.s3.buckets.get(BUCKET)
    return [...objects.keys()].map((key) => key.replace('tables/', '')).toSorted()
  }

  /** Keys of the uploads that were begun, and neither completed nor aborted. */
  async openUploads(): Promise<readonly string[]> {
    const { Uploads = [] } = await this.client.send(
      new ListMultipartUploadsCommand({ Bucket: BUCKET }),
    )
    return Uploads.map(({ Key = '' }) => Key.replace('tables/', ''))
  }

  /** Names of the operations that were called. */
  calls(): readonly string[] {
    return this.aws.faults.calls.map(({ operation }) => operation)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.destroy()
    await this.aws[Symbol.asyncDispose]()
  }
}
