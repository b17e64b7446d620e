import { GlueClient } from '@aws-sdk/client-glue'
import { NumberedCatalog, type Target } from '@carmilla/load'
import {
  GlueCalls,
  GlueCatalog,
  JitteredRetry,
  type PartitionMode,
  S3VersionStore,
} from '../src/index.ts'
import { type BucketOptions, TemporaryBucket } from './s3-bucket.ts'

export const CATALOG_KINDS = ['s3', 'glue'] as const
export type CatalogKind = (typeof CATALOG_KINDS)[number]

export type LakeOptions = BucketOptions & { readonly partitions?: PartitionMode }

/** An empty bucket, and a catalog of either kind over it. */
export class TemporaryLake implements AsyncDisposable {
  readonly bucket: TemporaryBucket
  readonly glue: GlueClient
  readonly target: Target

  private constructor(bucket: TemporaryBucket, kind: CatalogKind, options: LakeOptions) {
    this.bucket = bucket
    this.glue = new GlueClient({
      endpoint: bucket.aws.url,
      region: 'us-east-1',
      credentials: bucket.aws.credentials,
      requestHandler: {
        requestTimeout: options.requestTimeoutMs ?? 20_000,
        throwOnRequestTimeout: true,
      },
      retryStrategy: new JitteredRetry({
        service: 'glue',
        limits: { attempts: 3, deadlineMs: 10_000, longestWaitMs: 5 },
      }),
    })
    const { client, sink } = bucket
    this.target = {
      sink,
      catalog:
        kind === 's3'
          ? new NumberedCatalog(new S3VersionStore(client, { bucket: 'lake', prefix: 'tables/' }))
          : new GlueCatalog({
              calls: new GlueCalls(this.glue, 'reporting'),
              sink,
              partitions: options.partitions ?? 'projection',
            }),
    }
  }

  static async open(kind: CatalogKind, options: LakeOptions = {}): Promise<TemporaryLake> {
    const { partitions, ...bucketOptions } = options
    const bucket = await TemporaryBucket.open(bucketOptions)
    return new TemporaryLake(bucket, kind, {
      ...bucketOptions,
      ...(partitions === undefined ? {} : { partitions }),
    })
  }

  /** Ids that the current version of `orders` shows, in file order. */
  async shownIds(): Promise<readonly number[] | undefined> {
    const version = await this.target.catalog.current('orders')
    if (version === undefined) return undefined
    const ids: number[] = []
    for (const { key, bytes } of version.files) {
      const text = Buffer.from(await this.target.sink.read(key, 0, bytes)).toString()
      const lines = text.trimEnd().split('\n').slice(0, -1)
      ids.push(...lines.map((line) => Number(line.slice(1, -1))))
    }
    return ids
  }

  /** Objects that no kept version accounts for: data, manifests, journals and records. */
  async orphans(): Promise<readonly string[]> {
    const versions = await this.target.catalog.versions('orders')
    const data = new Set(versions.flatMap(({ files }) => files.map(({ key }) => key)))
    const runs = versions.map(({ location }) => location.split('/').at(-2) ?? '')
    const records = versions.map(({ runId }) => runId)
    return this.bucket.keys().filter((key) => {
      if (key.startsWith('_catalog/')) {
        return key.includes('-') && !records.some((run) => key.includes(run))
      }
      if (key.startsWith('_')) return !runs.some((run) => key.includes(run))
      return !data.has(key)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.glue.destroy()
    await this.bucket[Symbol.asyncDispose]()
  }
}
